import type { Remainders } from "../shape/remainders.ts";
import type { Shape } from "../shape/shape.ts";
import type { Span } from "../source/source-file.ts";

/** Values that survive JSON unchanged; what a layer's parameters are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Learned weights change by gradient, tracked ones are moving averages, fixed ones stay as written. */
export type WeightRole = "learned" | "tracked" | "fixed";

/** What a weight starts from. Literal values are flattened in the order of the weight's shape. */
export type InitialValue =
  | { readonly type: "glorot_uniform"; readonly fanIn: number; readonly fanOut: number }
  | { readonly type: "constant"; readonly value: number }
  | { readonly type: "literal"; readonly values: readonly number[] | Float32Array };

/** One stored tensor. Its count is the product of its shape, and there is no second formula. */
export interface Weight {
  /** `kernel`, `bias`, `gamma`, `beta`, `moving_mean`, `moving_variance`. */
  readonly name: string;
  /** In the order that TensorFlow.js stores it, for example `[3, 3, in, filters]`. */
  readonly shape: Shape;
  readonly role: WeightRole;
  readonly initial: InitialValue;
  /** The count as people write it, for example `4·3·3·1`: the shape's sizes in reading order. */
  readonly arithmetic: string;
}

/** One use of a block, a round of a repeat or a branch that a node came out of, outermost first. */
export interface Scope {
  /** `nest` is a use of a block with a hole. */
  readonly kind: "block" | "nest" | "repeat" | "branch" | "shared";
  /** Name of the block, of what is shared, or `repeat`, or the branches' join (`add`, `concat`). */
  readonly name: string;
  /** Tells uses apart: the same number is the same use. */
  readonly instance: number;
  /**
   * Round of a repeat, number of a branch, how often what is shared was used before, or how many blocks with holes a
   * nested one stands in; from 0.
   */
  readonly index: number;
  readonly span: Span;
}

/** One primitive layer applied once. */
export interface Node {
  /** Unique in its net: `conv_1`, `relu_2`; also the name of the compiled layer. */
  readonly id: string;
  readonly kind: string;
  /** As a reader would say it: `conv 4@3×3`, `head symbol`. */
  readonly label: string;
  /** Concrete parameters, as the layer's definition types them. */
  readonly params: { readonly [name: string]: Json };
  /** Ids of earlier nodes. Empty for an input alone. */
  readonly inputs: readonly string[];
  readonly output: Shape;
  /** Where the spec leaves sizes open: the output as expressions, for every size that works. */
  readonly form?: readonly string[];
  readonly weights: readonly Weight[];
  /** Id of the earlier node whose weights these are; then they count there alone. */
  readonly shares?: string;
  /** Multiplications that end in a sum, for one example. */
  readonly multiplyAdds: number;
  /**
   * How much of its inputs one output number sees at most, along each of their spatial axes: never more than there is.
   * Empty where they have none, or differ in size, and where numbers were laid out in other places than they came from.
   */
  readonly receptiveField: readonly number[];
  /**
   * Places of the input from one place of the output to the next, along each spatial axis; 0.5 where there are twice as
   * many. Empty where it has no places, or they are not those of the input.
   */
  readonly stride: readonly number[];
  /** Name that `as` gave to this value. */
  readonly name?: string;
  /** The task whose head this node belongs to. */
  readonly task?: string;
  readonly scopes: readonly Scope[];
  readonly span: Span;
}

/** Named input with its unit, for nets that take measurements. */
export interface Field {
  readonly name: string;
  readonly unit?: string;
}

/**
 * What a net is asked to do; head, loss, label format and metrics follow from it. `classify` says one of the classes,
 * `tag` any number of them, `segment` one of them at each place, `cluster` one of several groups that have no labels.
 */
export type Task = { readonly name: string; readonly span: Span } & (
  | { readonly kind: "classify"; readonly classes: readonly string[] }
  | { readonly kind: "tag"; readonly classes: readonly string[] }
  | {
      readonly kind: "segment";
      readonly classes: readonly string[];
      /** Along each axis, one answer is for so many places of the input; for one where nothing is said. */
      readonly every?: number;
    }
  | { readonly kind: "regress"; readonly quantities: readonly Quantity[] }
  | { readonly kind: "probability"; readonly event: string }
  | { readonly kind: "reconstruct" }
  | {
      readonly kind: "cluster";
      /** How many groups examples are shared out among. */
      readonly clusters: number;
    }
);

/** A measured quantity. */
export interface Quantity {
  readonly name: string;
  readonly unit?: string;
  readonly from?: number;
  readonly to?: number;
}

/** A kernel that was written down as a grid, to draw it under its name. */
export interface Kernel {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly span: Span;
}

/** Counts that are sums over layers. */
export type SumName = "weights" | WeightRole | "multiply-adds";

/** What the places of a value are called: of an image, a volume, a signal. */
export type PlacesName = "pixels" | "voxels" | "samples";

export type CountName = SumName | PlacesName;

/** What a claim says: a count, or the sizes of a value. */
export type Claimed = { readonly count: CountName; readonly value: number } | { readonly shape: Shape };

/** A number that the source claims, and what is true. */
export interface Claim {
  /** As it is written: `36 weights`. */
  readonly text: string;
  readonly claims: Claimed;
  /** What is true, where `claims` is known to be wrong: `59_800 pixels but 89_401`. */
  readonly but?: Claimed;
  /** True value as text: `44`, `26×26×4`; `unknown` where the net is incomplete. */
  readonly found: string;
  /** Whether what is claimed is true; for a known erratum, whether `but` is true and `claims` is not. */
  readonly holds: boolean;
  /** What is claimed about: a layer's label, a block, or the net. */
  readonly subject: string;
  readonly arithmetic: string;
  /** The source's own words, for `expect 44 weights "p. 978"`. */
  readonly source?: string;
  readonly span: Span;
}

/** Counts of a net; weights = learned + tracked + fixed. */
export interface Totals {
  readonly weights: number;
  readonly learned: number;
  readonly tracked: number;
  readonly fixed: number;
  readonly multiplyAdds: number;
}

/** A size of the input that the spec leaves open: `H` in `input image H x W x 1`. */
export interface OpenSize {
  readonly name: string;
  /** The size that the net's numbers are for. */
  readonly value: number;
  /** The sizes that work. */
  readonly works: Remainders;
  /** Why not all sizes do. */
  readonly reasons: readonly Reason[];
  readonly span: Span;
}

export interface Reason {
  readonly text: string;
  /** The layer that asks for it. */
  readonly span: Span;
}

/** What a net is given. */
export interface NetInput {
  /** Id of its node. */
  readonly node: string;
  /** Name that the spec gives it; each of several has one. */
  readonly name?: string;
}

/** What a net gives. */
export interface NetOutput {
  /** Id of the node that gives it: for a head the last of its nodes. */
  readonly node: string;
  /** Unique in its net: the head's name, which is its task's where it has no other, the value's, or `output`. */
  readonly name: string;
  readonly task?: Task;
}

/** A net whose blocks are expanded, whose shapes are known and whose claims are proved or refuted. */
export interface CheckedNet {
  readonly name: string;
  readonly span: Span;
  /** False where a fault stopped the expansion: `nodes` then ends before it. */
  readonly complete: boolean;
  /** In an order in which inputs come first. */
  readonly nodes: readonly Node[];
  readonly inputs: readonly NetInput[];
  /** The heads in their order; without any, the end of the chain. What is missing where the net is incomplete. */
  readonly outputs: readonly NetOutput[];
  readonly totals: Totals;
  readonly claims: readonly Claim[];
  /** Sizes that the spec leaves open and nobody has set. */
  readonly openSizes?: readonly OpenSize[];
}
