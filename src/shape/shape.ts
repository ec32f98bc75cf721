import { equal, times } from "./size.ts";

/**
 * Size of a value without its batch, channels last: `[channels]`, `[length, channels]`,
 * `[height, width, channels]` or `[depth, height, width, channels]`.
 */
export type Shape = readonly number[];

/** Sizes along the spatial axes: all but the last. */
export function spatial(shape: Shape): Shape {
  return shape.slice(0, -1);
}

/** Number of spatial axes: 0 for a vector, 1 for a signal, 2 for an image, 3 for a volume. */
export function rank(shape: Shape): number {
  return shape.length - 1;
}

/** Number of channels: the last size. */
export function channels(shape: Shape): number {
  return shape[shape.length - 1]!;
}

/** Product of sizes; 1 for none. Exact up to 2^53, and no longer a safe integer beyond. */
export function product(sizes: readonly number[]): number {
  let result = 1;
  for (const size of sizes) result = times(result, size);
  return result;
}

/** `26×26×4`. */
export function formatShape(shape: Shape): string {
  return shape.join("×");
}

/** A count as people read it: `61 706`. */
export function digits(count: number): string {
  if (count >= 0 && count < 1000) return String(count);
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The same of shapes with sizes that may move: they are equal from here on. */
export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => equal(size, b[axis]!));
}

const AXIS_NAMES: readonly (readonly string[])[] = [
  [],
  ["length"],
  ["height", "width"],
  ["depth", "height", "width"],
];

/** What people call the spatial axes of a value of this rank. */
export function axisNames(spatialRank: number): readonly string[] {
  return AXIS_NAMES[spatialRank] ?? Array.from({ length: spatialRank }, (_, i) => `axis ${i + 1}`);
}

/** Names of sizes that expressions may use: of the channels and of every axis. */
export const measures: readonly string[] = ["channels", ...new Set(AXIS_NAMES.flat())];

/** One size of a value by its name, or undefined where it has no such axis. */
export function measure(shape: Shape, name: string): number | undefined {
  if (name === "channels") return channels(shape);
  const axis = axisNames(rank(shape)).indexOf(name);
  return axis < 0 ? undefined : shape[axis];
}
