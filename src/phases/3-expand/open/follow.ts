import { isProblem, type LayerDefinition } from "../../../layers/definition.ts";
import type { Kernels } from "../../../layers/parameters.ts";
import { addTo, isMoving, type Quantity, subtractFrom } from "../../../shape/moving.ts";
import type { Region } from "../../../shape/region.ts";
import { type Shape, sameShape } from "../../../shape/shape.ts";
import { asSize } from "../../../shape/size.ts";
import { Untold } from "../../../shape/size-set.ts";
import type { Span } from "../../../source/source-file.ts";

/** A choice of layers that depends on an open size. */
export interface Choice {
  /** Whether layers are chosen, or repeated so often. */
  readonly kind: "if" | "repeat";
  readonly span: Span;
  /** The open size that decides; undefined where several do. */
  readonly symbol?: string;
}

/** A claim whose numbers are followed. */
export interface FollowedClaim {
  readonly values: readonly Quantity[];
  readonly but?: readonly Quantity[];
  /** Node whose value it is about. */
  readonly at: number;
  /** Why its numbers can't be followed; it has none then. */
  readonly untold?: string;
}

/**
 * Follows the sizes that a spec leaves open through one expansion: what each size of a value is at all sizes of a region at
 * which the net has the layers that it has here.
 */
export class Follow {
  readonly region: Region;
  /** Shapes by node. Sizes that follow from open ones are `Moving`. */
  readonly shapes: Shape[] = [];
  readonly claims: FollowedClaim[] = [];
  /** What decides each turn of the region. */
  readonly choices: Choice[] = [];
  /** Where something could not be told for all sizes, and whether it is a number of weights. */
  untold: { readonly span: Span; readonly weights?: true; readonly choice?: Choice } | undefined;
  /** Multiply-adds by node; undefined where they can't be told. */
  private readonly products: (Quantity | undefined)[] = [];

  constructor(region: Region) {
    this.region = region;
  }

  /** What the names of open sizes stand for. */
  variables(set: ReadonlyMap<string, number>): Map<string, Quantity> {
    return new Map(
      [...set].map(([name, size]) => [name, this.region.parts.has(name) ? this.region.size(name) : size]),
    );
  }

  /** Notes where something can't be told, the innermost place alone. */
  note(thrown: unknown, span: Span): void {
    if (thrown instanceof Untold) this.untold ??= { span };
  }

  /** Does what may part the region, and notes what decides there. */
  choosing<T>(choice: Choice, make: () => T): T {
    try {
      return make();
    } catch (thrown) {
      if (thrown instanceof Untold) this.untold ??= { span: choice.span, choice };
      throw thrown;
    } finally {
      for (const { symbol } of this.region.turns.slice(this.choices.length))
        this.choices.push({ ...choice, symbol });
    }
  }

  /** Notes a claim about a node's value. That its numbers can't be followed says nothing of the net. */
  claim(at: number, numbers: () => Omit<FollowedClaim, "at">): void {
    try {
      this.claims.push({ ...numbers(), at });
    } catch (thrown) {
      if (!(thrown instanceof Untold)) throw thrown;
      this.claims.push({ values: [], at, untold: thrown.why });
    }
  }

  /** A whole number that is the same at all sizes from here on. */
  fixed(value: number, span: Span): number {
    if (!isMoving(value)) return value;
    const here = this.here(value);
    this.choosing({ kind: "repeat", span }, () =>
      this.region.choose(subtractFrom(value, here), (sign) => sign === 0),
    );
    return here;
  }

  /** A size at the sizes that the net is looked at. */
  here(size: number): number {
    return isMoving(size) ? asSize(this.region.valueHere(size)) : size;
  }

  /** A layer's parameters at the sizes that the net is looked at; the same object where none of them moves. */
  parametersHere(params: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
    if (!Object.values(params).some(moves)) return params;
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, this.valueHere(value)]));
  }

  private valueHere(value: unknown): unknown {
    if (!moves(value)) return value;
    if (isMoving(value)) return this.here(asSize(value));
    if (Array.isArray(value)) return value.map((each) => this.valueHere(each));
    const { count, extent, ...rest } = value as Kernels;
    return { ...rest, count: this.here(count), extent: extent.map((each) => this.here(each)) };
  }

  /** Notes an input. */
  input(shape: Shape): void {
    this.place(shape, 0);
  }

  /** What a layer gives at all sizes of the region. Throws where it does not at those at which it is looked at. */
  layer(
    definition: LayerDefinition,
    params: { readonly [name: string]: unknown },
    inputs: readonly number[],
    span: Span,
  ): Shape | undefined {
    const shapes = inputs.map((at) => this.shapes[at]!);
    const values = params as never;
    if (!shapes.some((shape) => shape.some(moves)) && !Object.values(params).some(moves)) return undefined;
    const output = definition.output(shapes, values);
    if (isProblem(output)) throw new Untold(output.message);
    try {
      const weights = definition.weights?.(shapes[0]!, values) ?? [];
      if (isProblem(weights) || weights.some(({ shape }) => moves(shape)))
        throw new Untold("its weights follow from one");
    } catch (thrown) {
      if (thrown instanceof Untold) this.untold ??= { span, weights: true };
      throw thrown;
    }
    this.place(output, this.productsOf(definition, values, shapes[0]!, output));
    return output;
  }

  private productsOf(
    definition: LayerDefinition,
    params: never,
    input: Shape,
    output: Shape,
  ): Quantity | undefined {
    try {
      return definition.multiplyAdds?.(input, output, params) ?? 0;
    } catch (thrown) {
      if (thrown instanceof Untold) return undefined;
      throw thrown;
    }
  }

  /** Notes a layer in which nothing moves. */
  place(shape: Shape, multiplyAdds: Quantity | undefined): void {
    this.shapes.push(shape);
    this.products.push(multiplyAdds);
  }

  /** Whether a shape that was followed is this one here. */
  agrees(followed: Shape, shape: Shape): boolean {
    return sameShape(
      followed.map((size) => this.here(size)),
      shape,
    );
  }

  /** Multiply-adds of the nodes from `first` up to but not including `last`. */
  multiplyAdds(first: number, last: number): Quantity | undefined {
    let total: Quantity = 0;
    for (const each of this.products.slice(first, last)) {
      if (each === undefined) return undefined;
      total = addTo(total, each);
    }
    return total;
  }
}

/** Whether a parameter or one of its numbers follows from an open size. */
function moves(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isMoving(value)) return true;
  if (Array.isArray(value)) return value.some(isMoving);
  const { count, extent } = value as Partial<Kernels>;
  return isMoving(count) || extent?.some(isMoving) === true;
}
