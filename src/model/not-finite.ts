/** Where a net's numbers stopped being numbers. */

import * as tf from "../backends/tf.ts";
import type { CheckedNet } from "../ir/net.ts";
import { outputsFor } from "./model.ts";

/**
 * Names the first layer, in the order in which they are computed, whose weights or whose output for these inputs are
 * infinite or not a number, by one forward pass that keeps all outputs; undefined where all are finite.
 *
 * @param inputs examples, one after the other along the first axis, for each input
 */
export async function firstNotFinite(
  net: CheckedNet,
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
): Promise<string | undefined> {
  for (const input of inputs) if (!(await allFinite(input))) return "the first are in the examples";
  const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  const outputs = outputsOf(model, layers, inputs);
  try {
    for (const [i, { name, weights }] of layers.entries()) {
      const node = net.nodes.find(({ id }) => id === name);
      const told = node ? `\`${name}\` (${node.label})` : `\`${name}\``;
      for (const weight of weights)
        if (!(await allFinite(weight.read()))) return `the first are weights of ${told}`;
      if (!(await allFinite(outputs[i]!))) return `the first are in the output of ${told}`;
    }
    return undefined;
  } finally {
    tf.dispose(outputs);
  }
}

/** The output of each layer, of its first use where it has several, as in a step of training. */
function outputsOf(
  model: tf.LayersModel,
  layers: readonly tf.layers.Layer[],
  inputs: readonly tf.Tensor[],
): tf.Tensor[] {
  const probe = tf.model({
    inputs: model.inputs,
    outputs: layers.map((layer) => layer.getOutputAt(0) as tf.SymbolicTensor),
  });
  return tf.tidy(() => outputsFor(probe, inputs, { training: true }));
}

async function allFinite(tensor: tf.Tensor): Promise<boolean> {
  return (await tensor.data<"float32">()).every(Number.isFinite);
}
