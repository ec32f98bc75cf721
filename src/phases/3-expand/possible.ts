import { isProblem, type Problem } from "../../layers/definition.ts";
import { measure, type Shape } from "../../shape/shape.ts";

/**
 * The shapes that a value may have: one of whole numbers where it is known. Behind a fault a size that nobody knows is
 * NaN, and where not even the number of axes is known there are several shapes.
 */
export type Possible = readonly Shape[];

/** A value of which nothing is known. */
export const ANYTHING: Possible = [1, 2, 3, 4].map((sizes) =>
  Array.from({ length: sizes }, () => Number.NaN),
);

/** Whether a value has one shape, and all its sizes are known. */
export function isKnown(value: Possible): boolean {
  return value.length === 1 && value[0]!.every((size) => !Number.isNaN(size));
}

/** More shapes than this are as good as none. */
const MOST = 16;

/**
 * What a shape rule makes of values that are not all known: `conv 32@3` has 32 channels on any map. Shapes that the rule
 * refuses can't have been meant.
 */
export function possibleAfter(
  inputs: readonly Possible[],
  rule: (shapes: readonly Shape[]) => Shape | Problem,
): Possible {
  let tuples: Shape[][] = [[]];
  for (const input of inputs) {
    if (tuples.length * input.length > MOST) return ANYTHING;
    tuples = tuples.flatMap((tuple) => input.map((shape) => [...tuple, shape]));
  }
  const found = new Map<string, Shape>();
  for (const tuple of tuples) {
    const shape = rule(tuple);
    if (!isProblem(shape)) found.set(shape.join("×"), shape);
    // Sizes that nobody knows differ from all others: a join of them says nothing.
    else if (tuple.length > 1 && tuple.flat().some(Number.isNaN)) return ANYTHING;
  }
  return found.size > 0 ? [...found.values()] : ANYTHING;
}

/** Whether a value may have this shape. */
export function mayBe(value: Possible, shape: Shape): boolean {
  return value.some(
    (each) =>
      each.length === shape.length && each.every((size, axis) => Number.isNaN(size) || size === shape[axis]),
  );
}

/** One size of a value by its name: undefined where it is not known, `none` where the value has no such axis. */
export function possibleMeasure(value: Possible, name: string): number | "none" | undefined {
  const sizes = new Set(value.map((shape) => measure(shape, name)));
  const [size] = sizes;
  if (sizes.size === 1 && size !== undefined && !Number.isNaN(size)) return size;
  return isKnown(value) ? "none" : undefined;
}
