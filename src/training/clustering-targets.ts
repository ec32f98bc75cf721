/** What a clustering learns from: its own shares, made surer; and where its centroids begin. */

import type * as tf from "../backends/tf.ts";
import type { Dataset } from "../data/dataset.ts";
import type { CheckedNet, Node } from "../ir/net.ts";
import { loadModel, modelUpTo } from "../model/model.ts";
import { outputsOfAll } from "../model/outputs.ts";
import { randomStream } from "../random/random.ts";
import { product } from "../shape/shape.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { tasks } from "../tasks/registry.ts";
import { kMeans } from "./k-means.ts";
import type { Head } from "./losses.ts";

/**
 * P of Xie, Girshick and Farhadi (ICML 2016, equation 3): q² over the sum of its column, brought to rows that sum to 1.
 * What is near a centroid comes nearer, and large groups count no more than small ones.
 *
 * @param shares examples × `groups` numbers q, those of an example one after the other
 */
export function sharpened(shares: Float32Array, groups: number): Float32Array {
  const sums = new Float64Array(groups);
  for (let i = 0; i < shares.length; i++) sums[i % groups]! += shares[i]!;
  const targets = new Float32Array(shares.length);
  for (let from = 0; from < shares.length; from += groups) {
    let total = 0;
    for (let j = 0; j < groups; j++) total += shares[from + j]! ** 2 / sums[j]!;
    for (let j = 0; j < groups; j++) targets[from + j] = shares[from + j]! ** 2 / sums[j]! / total;
  }
  return targets;
}

/** The data with a clustering's targets for these weights, P of all the examples; the data themselves without one. */
export async function withGroups(
  net: CheckedNet,
  heads: readonly Head[],
  logits: tf.LayersModel,
  dataset: Dataset,
): Promise<Dataset> {
  if (dataset.targets.every((values) => values)) return dataset;
  const outputs = await outputsOfAll(net, logits, dataset);
  const targets = dataset.targets.map((values, i) => {
    const { task } = heads[i]!;
    return task.kind === "cluster" ? sharpened(outputs[i]!, task.clusters) : values;
  });
  return { ...dataset, targets };
}

/**
 * Weights whose centroids are those that k-means finds among the codes of the examples, as in the paper, section 3.1.
 * Centroids that the spec gives, that are frozen, or whose layer is in `kept`, stay as they are.
 */
export async function placeCentroids(
  net: CheckedNet,
  weights: WeightData,
  dataset: Dataset,
  seed: number,
  kept: readonly string[] = [],
): Promise<WeightData> {
  const free = net.nodes.filter((node) => startsAnywhere(node) && !kept.includes(node.id));
  if (free.length === 0) return weights;
  const model = await loadModel(net, weights);
  try {
    const data = weights.data.slice();
    for (const node of free) {
      const width = node.weights[0]!.shape.at(-1)!;
      const groups = product(node.weights[0]!.shape) / width;
      const [codes] = await outputsOfAll(net, modelUpTo(model, net, [node.inputs[0]!]), dataset);
      const centroids = kMeans(codes!, width, groups, randomStream(seed, `k-means/${node.id}`));
      if (centroids) data.set(centroids, offsetOf(node, weights.specs));
    }
    return { specs: weights.specs, data };
  } finally {
    model.dispose();
  }
}

/** Whether a layer of centroids begins where chance puts it. */
function startsAnywhere({ kind, weights, shares }: Node): boolean {
  const [points] = weights;
  return (
    kind === tasks.cluster.layer &&
    shares === undefined &&
    points?.role === "learned" &&
    points.initial.type !== "literal"
  );
}

/** Where a node's first weight begins in the buffer of all. */
function offsetOf(node: Node, specs: WeightData["specs"]): number {
  const at = specs.findIndex(({ name }) => name === `${node.id}/centroids`);
  return specs.slice(0, at).reduce((sum, { shape }) => sum + product(shape), 0);
}
