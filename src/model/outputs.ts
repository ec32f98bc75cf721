/** What a model gives for examples. */

import * as tf from "../backends/tf.ts";
import type { Dataset } from "../data/dataset.ts";
import { peakMemory } from "../ir/memory.ts";
import type { CheckedNet } from "../ir/net.ts";
import { layerOf } from "../layers/registry.ts";
import { product } from "../shape/shape.ts";
import { outputsFor } from "./model.ts";

/** Most examples at a time, which keep a device busy, and most memory that their values may take, in bytes. */
const MOST_EXAMPLES = 250;
const MOST_BYTES = 2 ** 28;

/** How many examples go through a net at a time when nothing is learned: fewer of large ones. */
export function examplesAtOnce({ nodes }: CheckedNet): number {
  const each = peakMemory(nodes, layerOf).inference;
  return Math.max(1, Math.min(MOST_EXAMPLES, Math.floor(MOST_BYTES / each)));
}

/**
 * All outputs of a model for examples: for each of its outputs the numbers of one example after the other.
 *
 * @param model one of the net's inputs, whatever it gives
 */
export async function outputsOfAll(
  net: CheckedNet,
  model: tf.LayersModel,
  { size, inputs }: Pick<Dataset, "size" | "inputs">,
): Promise<Float32Array[]> {
  const most = examplesAtOnce(net);
  const all = model.outputs.map(({ shape }) => new Float32Array(size * product(shape.slice(1) as number[])));
  for (let from = 0; from < size; from += most) {
    const to = Math.min(size, from + most);
    const outputs = tf.tidy(() => {
      const given = inputs.map(({ shape, values }) => {
        const width = product(shape);
        return tf.tensor(values.slice(from * width, to * width), [to - from, ...shape]);
      });
      return outputsFor(model, given, { training: false });
    });
    for (const [i, output] of outputs.entries())
      all[i]!.set(await output.data<"float32">(), (from * all[i]!.length) / size);
    tf.dispose(outputs);
  }
  return all;
}
