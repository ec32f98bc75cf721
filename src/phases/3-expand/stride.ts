import type { LayerDefinition } from "../../layers/definition.ts";
import { rank, type Shape } from "../../shape/shape.ts";

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
  definition: LayerDefinition,
  strides: readonly (readonly number[])[],
  input: Shape,
  output: Shape,
  params: never,
): readonly number[] {
  const axes = rank(output);
  const before = strides.find((stride) => stride.length === axes);
  if (!before || axes === 0) return [];
  // Layers over sequences look at all places and keep their order; others that do put them elsewhere.
  if (definition.seesAll?.(params)) return definition.family === "recurrent" ? before : [];
  const window = rank(input) === axes ? definition.window?.(input, params) : undefined;
  const scale = rank(input) === axes ? definition.scale?.(input, params) : undefined;
  return before.map((stride, axis) => {
    const exact = (stride * (window?.stride[axis] ?? 1)) / (scale?.[axis] ?? 1);
    const whole = Math.round(exact);
    const after = whole > 0 && Math.abs(exact - whole) < ROUNDING * exact ? whole : exact;
    return Math.min(after, Number.MAX_SAFE_INTEGER);
  });
}
