import type { CheckedNet } from "../ir/net.ts";
import { arithmeticRefusal, drawArithmetic } from "./arithmetic.ts";
import { drawGraph } from "./graph.ts";
import { drawMaps } from "./maps.ts";
import { drawNeurons, isOfNeurons, neuronsRefusal } from "./neurons.ts";
import type { DrawOptions } from "./options.ts";
import type { Scene } from "./scene.ts";

/** A way to draw a net. */
export interface View {
  draw(net: CheckedNet, options?: DrawOptions): Scene;
  /** Why it can't draw a net; undefined where it can. */
  refusal?(net: CheckedNet): string | undefined;
  /** True where it marks the place at which a net with a fault stops. */
  readonly marksFaults?: boolean;
}

/** Every view under the name that the command line uses. */
export const views = {
  maps: { draw: drawMaps, marksFaults: true },
  graph: { draw: drawGraph, marksFaults: true },
  neurons: {
    draw: drawNeurons,
    refusal: neuronsRefusal,
  },
  arithmetic: { draw: drawArithmetic, refusal: arithmeticRefusal },
} as const satisfies { readonly [name: string]: View };

export type ViewName = keyof typeof views;

/** The view that suits a net: neurons for a complete one of lists, else maps. */
export function viewFor(net: CheckedNet): ViewName {
  return net.complete && isOfNeurons(net) ? "neurons" : "maps";
}
