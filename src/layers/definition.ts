import type { Weight } from "../ir/net.ts";
import type { Shape } from "../shape/shape.ts";
import type { Window } from "../shape/window.ts";
import type { ParameterTable, Values } from "./parameters.ts";

/** Groups that a figure colours alike. */
export type Family =
  | "input"
  | "convolution"
  | "dense"
  | "pooling"
  | "activation"
  | "normalisation"
  | "recurrent"
  | "regularisation"
  | "join"
  | "shape";

/** Why a layer can't be applied here. The caller adds the place. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

export function problem(code: string, message: string, help?: string): Problem {
  return help === undefined ? { code, message } : { code, message, help };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** What a weight is before the net gives it a role: `trained` ones may be `fixed` or `frozen`. */
export type WeightSpec = Omit<Weight, "role" | "arithmetic"> & {
  readonly role: "trained" | "tracked" | "fixed";
  /** Sizes in the order in which people multiply them, where it is not the stored order. */
  readonly reading?: readonly number[];
  /** Whether the spec says what it starts from, where it is no literal. */
  readonly written?: boolean;
};

/** What is known of every word that a spec may use as a layer. */
interface Described<P extends ParameterTable> {
  readonly kind: string;
  readonly family: Family;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly parameters: P;
  /** How many values it takes; `many` for joins, which take the current value and those named. */
  readonly takes: "one" | "many";
  /** Settings as tables and messages print them after the kind: `6@5×5, stride 2`. */
  settings?(params: Values<P>): string;
  /** Those of them that figures print, where they leave some out that change neither sizes nor weights. */
  figureSettings?(params: Values<P>): string;
  /** Joins only: the sign in its circle, where what it gives has the form of what it takes. */
  readonly symbol?: "+" | "×";
  /** What others call it, in lower case without `_`, and how it is written here. */
  readonly alsoCalled?: { readonly [name: string]: string };
  /** Specs that compile, for the reference and the tests. */
  readonly examples: readonly string[];
  /** Where the formula comes from. */
  readonly source?: string;
}

/** Everything that the compiler knows about one primitive kind of layer, but for how a framework spells it. */
export interface LayerDefinition<P extends ParameterTable = ParameterTable> extends Described<P> {
  /** Shape rule. Inputs and output have no batch and are channels last. */
  output(inputs: readonly Shape[], params: Values<P>): Shape | Problem;
  /** Tensors that it stores, in the order in which TensorFlow.js lists them. */
  weights?(input: Shape, params: Values<P>): readonly WeightSpec[] | Problem;
  /** Multiplications that end in a sum, for one example. */
  multiplyAdds?(input: Shape, output: Shape, params: Values<P>): number;
  /**
   * The window that slides over the input's spatial axes, for receptive fields and figures; with a `scale`, over the
   * enlarged ones.
   */
  window?(input: Shape, params: Values<P>): Window;
  /** Factors by which it enlarges the spatial axes. */
  scale?(input: Shape, params: Values<P>): readonly number[];
  /** Activations that treat each number alike: what becomes of it, for figures. */
  curve?(x: number, params: Values<P>): number;
  /** When its output is its input's numbers in their order, which need no memory of their own. */
  readonly shares?: "always" | "inference";
  /** How many symbols there are, where it reads whole numbers that stand for symbols, from 0. */
  symbols?(params: Values<P>): number;
  /** True where every output number depends on the whole input: dense, flatten, pooling over all. */
  seesAll?(params: Values<P>): boolean;
}

/** One primitive layer of those that a composite stands for. */
export interface Part {
  readonly kind: string;
  readonly params: { readonly [name: string]: unknown };
}

/** A word for several primitive layers, one after the other. Nothing behind the expansion knows it. */
export interface CompositeDefinition<P extends ParameterTable = ParameterTable> extends Described<P> {
  readonly takes: "one";
  expand(input: Shape, params: Values<P>): readonly Part[] | Problem;
}

/** Gives the parameters of a definition their types. */
export function defineLayer<const P extends ParameterTable>(
  definition: LayerDefinition<P>,
): LayerDefinition<P> {
  return definition;
}

/** Gives the parameters of a composite their types. */
export function defineComposite<const P extends ParameterTable>(
  definition: CompositeDefinition<P>,
): CompositeDefinition<P> {
  return definition;
}

/** A number as figures and tables print it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
