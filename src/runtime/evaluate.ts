/** How well a model does on examples. */
import { batchOf } from "./batches.ts";
import type { Dataset } from "./data/dataset.ts";
import type { MetricName, Objective } from "./objective.ts";
import * as tf from "./tf.ts";

/** Means over all examples. */
export interface Evaluation {
  readonly examples: number;
  readonly loss: number;
  readonly metric: MetricName;
  readonly value: number;
  /** 95 % interval of an accuracy, where each example is right or wrong as a whole. */
  readonly interval?: readonly [number, number];
}

/** Examples at a time; large enough to keep the device busy, small enough for large images. */
const BATCH = 250;

/** Loss and metric of a model (up to its logits) on a data set, in its order. */
export async function evaluate(
  logits: tf.LayersModel,
  dataset: Dataset,
  objective: Objective,
): Promise<Evaluation> {
  const order = Array.from({ length: dataset.size }, (_, i) => i);
  let sums = tf.zeros([2]);
  for (let from = 0; from < dataset.size; from += BATCH) {
    const to = Math.min(dataset.size, from + BATCH);
    const next = tf.tidy(() => {
      const batch = batchOf(dataset, order, from, to, objective);
      const outputs = logits.apply(batch.inputs, { training: false }) as tf.Tensor2D;
      const means = tf.stack([
        objective.loss(outputs, batch.targets),
        objective.measure(outputs, batch.targets),
      ]);
      return tf.add(sums, tf.mul(means, batch.size));
    });
    sums.dispose();
    sums = next;
  }
  const [loss, value] = await sums.data();
  sums.dispose();
  const { metric } = objective;
  const mean = value! / dataset.size;
  return {
    examples: dataset.size,
    loss: loss! / dataset.size,
    metric,
    value: mean,
    ...(metric !== "mean_absolute_error" && dataset.targets.length === dataset.size
      ? { interval: wilson(mean, dataset.size) }
      : {}),
  };
}

/** Wilson's 95 % score interval of a share (Wilson, JASA 22 (1927) 209). */
export function wilson(share: number, examples: number): [number, number] {
  const z = 1.959964;
  const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * examples)) / examples);
  const centre = share + z ** 2 / (2 * examples);
  const scale = 1 + z ** 2 / examples;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
