/** How well a model does on examples. */

import * as tf from "../backends/tf.ts";
import type { Dataset } from "../data/dataset.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { loadModel, logitsOf, outputsFor } from "../model/model.ts";
import { examplesAtOnce } from "../model/outputs.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { batchOf } from "./batches.ts";
import { withGroups } from "./clustering-targets.ts";
import { headsOf } from "./losses.ts";
import { addBatch, beginSums, finishSums, type Judgement } from "./metrics/measuring.ts";
import type { MetricName } from "./metrics/registry.ts";
import { lossOf, type Machine } from "./step.ts";

/** What one head did on all examples. */
export interface HeadEvaluation {
  readonly name: string;
  readonly loss: number;
  readonly metric: MetricName;
  readonly value: number;
  /** 95 % interval of an accuracy, where each example is right or wrong as a whole. */
  readonly interval?: readonly [number, number];
  /** Its other metrics, by their names: of a `segment` Dice and IoU of each region. */
  readonly measures?: Judgement["measures"];
}

/** How a net did. */
export interface Evaluation {
  readonly examples: number;
  /** The sum of the heads' losses, each times its weight. */
  readonly loss: number;
  readonly heads: readonly HeadEvaluation[];
}

/** Loss and metric of each head on a data set. */
export async function judge(
  net: CheckedNet,
  { heads, logits }: Pick<Machine, "heads" | "logits">,
  dataset: Dataset,
): Promise<readonly Judgement[]> {
  const labelled = await withGroups(net, heads, logits, dataset);
  const order = Array.from({ length: dataset.size }, (_, i) => i);
  const most = examplesAtOnce(net);
  let sums = beginSums(heads);
  for (let from = 0; from < dataset.size; from += most) {
    const to = Math.min(dataset.size, from + most);
    const next = tf.tidy(() => {
      const batch = batchOf(labelled, order, from, to, heads);
      const outputs = outputsFor(logits, batch.inputs, { training: false });
      const losses = heads.map(({ loss }, i) => loss(outputs[i]!, batch.targets[i]!));
      return addBatch(sums, heads, outputs, losses, batch.targets, batch.size);
    });
    sums.dispose();
    sums = next;
  }
  const read = (await sums.data()) as Float32Array;
  sums.dispose();
  return finishSums(read, heads, dataset.size);
}

/** The same, with what people want to know of it. */
export async function evaluate(
  net: CheckedNet,
  machine: Pick<Machine, "heads" | "logits">,
  dataset: Dataset,
): Promise<Evaluation> {
  const judged = await judge(net, machine, dataset);
  const examples = dataset.size;
  return {
    examples,
    loss: lossOf(machine.heads, judged),
    heads: machine.heads.map(({ name, metrics: [first] }, i) => {
      const { loss, metric: value, measures } = judged[i]!;
      const asWhole = first.ofWholes && dataset.targets[i]!.length === examples;
      return {
        name,
        loss,
        metric: first.name,
        value,
        ...(asWhole ? { interval: wilson(value, examples) } : {}),
        ...(measures ? { measures } : {}),
      };
    }),
  };
}

/** The same for a net that is put on the device for it and taken off again. */
export async function evaluateOnce(
  net: CheckedNet,
  training: Pick<Training, "lossWeights">,
  weights: WeightData,
  dataset: Dataset,
): Promise<Evaluation> {
  const model = await loadModel(net, weights);
  try {
    return await evaluate(net, { heads: headsOf(net, training), logits: logitsOf(model, net) }, dataset);
  } finally {
    model.dispose();
  }
}

/** Wilson's 95 % score interval of a share (Wilson, JASA 22 (1927) 209). */
export function wilson(share: number, examples: number): [number, number] {
  const z = 1.959964;
  const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * examples)) / examples);
  const centre = share + z ** 2 / (2 * examples);
  const scale = 1 + z ** 2 / examples;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
