import type { LayerDefinition } from "../../layers/definition.ts";
import type { Shape } from "../../shape/shape.ts";
import type { Window } from "../../shape/window.ts";

/** How a layer moves over its input, as far as what its numbers see depends on it. */
export interface Geometry {
  /** Whether each number of its output sees all places. */
  readonly seesAll: boolean;
  /** Whether each of its numbers depends on all that it takes, and not on those of its channel alone. */
  readonly mixes: boolean;
  /** Whether it computes nothing, and lays the numbers out in other places. */
  readonly laysOut: boolean;
  /** Whether it keeps the order of the places all the same, as layers over sequences do. */
  readonly keepsOrder: boolean;
  readonly window?: Window | undefined;
  /** By how much each axis is enlarged. */
  readonly scale?: readonly number[] | undefined;
}

/** The geometry of a layer with these values on an input of this shape. */
export function geometryOf(
  definition: LayerDefinition,
  input: Shape,
  output: Shape,
  values: never,
): Geometry {
  const hasSpace = input.length > 1;
  const seesAll = definition.seesAll?.(values) ?? false;
  return {
    seesAll,
    mixes: definition.family !== "pooling",
    laysOut: seesAll && definition.family === "shape" && output.length > 1,
    keepsOrder: definition.family === "recurrent",
    window: hasSpace ? definition.window?.(input, values) : undefined,
    scale: hasSpace ? definition.scale?.(input, values) : undefined,
  };
}
