import { rank, type Shape } from "../../shape/shape.ts";
import type { Geometry } from "./geometry.ts";

/** What rounding may leave of a whole number. */
const ROUNDING = 1e-9;

/**
 * How many places of the net's input lie between neighbours of a value, along each spatial axis: the product of the
 * strides on the way, divided by the factors of what enlarges (Araujo, Norris and Sim, Distill 2019, the "effective
 * stride"). 1/2 where there are two places for each of the input. Empty for a list of numbers, and where places were laid
 * out anew and are no longer those of the input.
 *
 * @param strides of the layer's inputs; a join takes the first that has places.
 */
export function strideAfter(
  geometry: Geometry,
  strides: readonly (readonly number[])[],
  input: Shape,
  output: Shape,
): readonly number[] {
  const axes = rank(output);
  const before = strides.find((stride) => stride.length === axes);
  if (!before || axes === 0) return [];
  // Layers over sequences look at all places and keep their order; others that do put them elsewhere.
  if (geometry.seesAll) return geometry.keepsOrder ? before : [];
  const { window, scale }: Partial<Geometry> = rank(input) === axes ? geometry : {};
  return before.map((stride, axis) => {
    const exact = (stride * (window?.stride[axis] ?? 1)) / (scale?.[axis] ?? 1);
    const whole = Math.round(exact);
    const after = whole > 0 && Math.abs(exact - whole) < ROUNDING * exact ? whole : exact;
    return Math.min(after, Number.MAX_SAFE_INTEGER);
  });
}
