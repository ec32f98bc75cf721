import type { CheckedNet, Json } from "../../ir/net.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import { modelTopology } from "./model.ts";
import type { WeightData } from "./weights.ts";

/** Name of the file that holds the weights, beside `model.json`. */
export const WEIGHTS_FILE = "weights.bin";

/** The content of `model.json`: what `tf.loadLayersModel` reads, with the task's names in its metadata. */
export function modelJson(net: CheckedNet, weights: WeightData, generatedBy: string): object {
  return {
    format: "layers-model",
    generatedBy,
    convertedBy: null,
    modelTopology: modelTopology(net),
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weights.specs }],
    userDefinedMetadata: metadata(net),
  };
}

function metadata(net: CheckedNet): { readonly [name: string]: Json } {
  const { task } = net;
  const { range } = net.nodes[0]!.params;
  return {
    net: net.name,
    ...(range === undefined ? {} : { pixels: range }),
    ...(task ? { task: task.kind, outputs: outputsOf(task) as unknown as Json } : {}),
  };
}
