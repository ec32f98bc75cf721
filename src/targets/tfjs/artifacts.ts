import type { CheckedNet, Json } from "../../ir/net.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import { customClasses } from "./custom/register.ts";
import { modelTopology } from "./model.ts";
import type { WeightData } from "./weights.ts";

/** Name of the file that holds the weights, beside `model.json`. */
export const WEIGHTS_FILE = "weights.bin";

/** Name of the module beside `model.json` that brings the layers that TensorFlow.js lacks, where a net has such. */
export const LAYERS_FILE = "layers.js";

/** Whether `tf.loadLayersModel` needs what that module registers. */
export function needsLayers(net: CheckedNet): boolean {
  return modelTopology(net).config.layers.some(({ class_name }) => customClasses.has(class_name));
}

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

/** What each input takes and each output says, in the order of the model's. */
function metadata(net: CheckedNet): { readonly [name: string]: Json } {
  return {
    net: net.name,
    inputs: net.inputs.map(({ node, name }) => {
      const { range, fields } = net.nodes.find(({ id }) => id === node)!.params;
      return {
        ...(name === undefined ? {} : { name }),
        ...(range === undefined ? {} : { pixels: range }),
        ...(fields === undefined ? {} : { fields }),
      };
    }),
    outputs: net.outputs.map(({ name, task }) => ({
      name,
      ...(task ? { task: task.kind, values: outputsOf(task) as unknown as Json } : {}),
    })),
  };
}
