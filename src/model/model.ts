/** A checked net as a TensorFlow.js model in memory. */

import { useOwnBatchnorm } from "../backends/batchnorm/batchnorm-layer.ts";
import * as tf from "../backends/tf.ts";
import type { CheckedNet } from "../ir/net.ts";
import { register } from "../targets/tfjs/custom/register.ts";
import { modelTopology } from "../targets/tfjs/model.ts";
import { placeLayers } from "../targets/tfjs/place.ts";
import { type WeightData, weightBytes } from "../targets/tfjs/weights.ts";
import { taskOf } from "../tasks/registry.ts";

register(tf);

/** Loads a net with the given weights. The caller disposes the model. */
export async function loadModel(net: CheckedNet, weights: WeightData): Promise<tf.LayersModel> {
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: modelTopology(net),
      weightSpecs: [...weights.specs] as tf.io.WeightsManifestEntry[],
      weightData: weightBytes(weights.data).buffer as ArrayBuffer,
    }),
  );
  for (const layer of model.layers) if (layer.getClassName() === "BatchNormalization") useOwnBatchnorm(layer);
  return model;
}

/** A model that gives the values of nodes, in their order. Shares all weights with `model`. */
export function modelUpTo(model: tf.LayersModel, net: CheckedNet, nodes: readonly string[]): tf.LayersModel {
  const { outputs } = placeLayers({ ...net, outputs: nodes.map((node) => ({ node, name: node })) });
  const values = outputs.map(([layer, use]) => model.getLayer(layer).getOutputAt(use) as tf.SymbolicTensor);
  return tf.model({ inputs: model.inputs, outputs: values });
}

/** All weights of a model in the order of `specs`, read back from the device. */
export async function readWeights(model: tf.LayersModel, specs: WeightData["specs"]): Promise<WeightData> {
  const variables = new Map(model.weights.map((weight) => [weight.originalName, weight.read()]));
  const parts = await Promise.all(specs.map((spec) => variables.get(spec.name)!.data<"float32">()));
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part, offset);
    offset += part.length;
  }
  return { specs, data };
}

/**
 * The model up to what the losses read: a head's activation is part of its loss, which is computed more exactly from
 * the numbers before it. Shares all weights with `model`.
 */
export function logitsOf(model: tf.LayersModel, net: CheckedNet): tf.LayersModel {
  const outputs = net.outputs.map(({ node, task }, i) => {
    const last = net.nodes.find(({ id }) => id === node)!;
    const activation = task && taskOf(task.kind)?.activation;
    if (last.task === undefined || last.kind !== activation) return model.outputs[i]!;
    return model.getLayer(last.id).input as tf.SymbolicTensor;
  });
  return outputs.every((output, i) => output === model.outputs[i])
    ? model
    : tf.model({ inputs: model.inputs, outputs });
}

/** What a model makes of a batch: one tensor for each of its outputs, in their order. */
export function outputsFor(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  { training }: { readonly training: boolean },
): tf.Tensor[] {
  const given = inputs.length === 1 ? inputs[0]! : [...inputs];
  return [model.apply(given, { training }) as tf.Tensor | tf.Tensor[]].flat();
}

/** The variables that training changes. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
}
