import type { LayerDefinition } from "../../layers/definition.ts";
import { type Shape, rank, spatial } from "../../shape/shape.ts";

/** How much of the input one number of a value sees, and how far apart neighbours see, along each of its axes. */
export interface Field {
  readonly extent: readonly number[];
  readonly step: readonly number[];
  /** Sizes of the input, which one number sees as a whole behind a layer that looks at everything. */
  readonly whole: readonly number[];
}

export function sightOfInput(shape: Shape): Field {
  const axes = spatial(shape);
  return { extent: axes.map(() => 1), step: axes.map(() => 1), whole: axes };
}

/**
 * Receptive field behind a layer: r' = r + (k − 1)·j and j' = j·s for a window k with stride s (Araujo, Norris and Sim,
 * Distill 2019, equations 2 and 3); up-sampling by f divides j. A join sees the most that any of its inputs sees.
 */
export function sightAfter(definition: LayerDefinition, inputs: readonly Field[], input: Shape, params: never): Field {
  const [first, ...others] = inputs as [Field, ...Field[]];
  if (definition.seesAll?.(params)) return { extent: first.whole, step: first.step, whole: first.whole };
  if (rank(input) === 0 || first.whole.length === 0) return widest(first, others);
  const window = definition.window?.(input, params);
  if (window) {
    return {
      extent: first.extent.map((size, axis) => size + (window.extent[axis]! - 1) * first.step[axis]!),
      step: first.step.map((step, axis) => step * window.stride[axis]!),
      whole: first.whole,
    };
  }
  const scale = definition.scale?.(input, params);
  if (scale) return { ...first, step: first.step.map((step, axis) => step / scale[axis]!) };
  return widest(first, others);
}

function widest(first: Field, others: readonly Field[]): Field {
  if (others.length === 0) return first;
  return {
    ...first,
    extent: first.extent.map((size, axis) => Math.max(size, ...others.map((other) => other.extent[axis] ?? 0))),
  };
}
