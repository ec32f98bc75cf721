import type { CheckedNet } from "../../ir/net.ts";
import { digits } from "../../shape/shape.ts";
import type { Scene } from "../scene/scene.ts";
import type { DrawOptions } from "../stages/options.ts";
import { arithmeticRefusal, drawArithmetic } from "./arithmetic.ts";
import { drawGraph } from "./graph.ts";
import { drawKernels, type Example, kernelsRefusal } from "./kernels/feature-maps.ts";
import { drawMaps } from "./maps.ts";
import { drawNeurons, isOfNeurons, neuronsRefusal } from "./neurons.ts";
import type { Answers } from "./plot/answers.ts";
import { drawPlot, plotRefusal } from "./plot/plot.ts";
import { type Need, type ViewName, type ViewTerms, viewTerms } from "./terms.ts";
import { drawTraining, type History } from "./training.ts";

/** What views may need beside the net. */
export interface Given extends Partial<Record<Need, unknown>> {
  /** The course of the training, of a run. */
  readonly history?: History;
  /** What the net gives over its inputs. */
  readonly answers?: Answers;
  /** What the layers make of an example. */
  readonly example?: Example;
}

/** A way to draw a net, with what it takes and needs. */
export interface View extends ViewTerms {
  draw(net: CheckedNet, options?: DrawOptions, given?: Given): Scene;
  /** Why it can't draw a net; undefined where it can. */
  refusal?(net: CheckedNet): string | undefined;
  /** True where it marks the place at which a net with a fault stops. */
  readonly marksFaults?: boolean;
}

/** Every view under the name that the command line uses. */
export const views = {
  maps: { ...viewTerms.maps, draw: drawMaps, marksFaults: true },
  graph: { ...viewTerms.graph, draw: drawGraph, marksFaults: true },
  neurons: { ...viewTerms.neurons, draw: drawNeurons, refusal: neuronsRefusal },
  arithmetic: { ...viewTerms.arithmetic, draw: drawArithmetic, refusal: arithmeticRefusal },
  training: {
    ...viewTerms.training,
    draw: (net, options, given) => drawTraining(net, given!.history!, options),
  },
  plot: {
    ...viewTerms.plot,
    draw: (net, options, given) => drawPlot(net, given!.answers!, options),
    refusal: plotRefusal,
  },
  kernels: {
    ...viewTerms.kernels,
    draw: (net, options, given) => drawKernels(net, given?.example, options),
    refusal: kernelsRefusal,
  },
} as const satisfies { readonly [N in ViewName]: View };

/** Layers of a net that is drawn: of ten times as many, a picture takes gigabytes, and nobody finds his way in it. */
export const MOST_LAYERS = 10_000;

/** Why a view can't draw a net, whole or as far as it holds; undefined where it can. */
export function refusalOf(view: View, net: CheckedNet): string | undefined {
  if (net.nodes.length > MOST_LAYERS && !view.needs)
    return `it has ${digits(net.nodes.length)} layers, and a picture shows at most ${digits(MOST_LAYERS)}`;
  if (!net.complete && !view.marksFaults) return "it has a fault, and this view shows whole nets";
  return view.refusal?.(net);
}

/** The view that suits a net: neurons for a complete one of lists, else maps. */
export function viewFor(net: CheckedNet): ViewName {
  return net.complete && isOfNeurons(net) ? "neurons" : "maps";
}
