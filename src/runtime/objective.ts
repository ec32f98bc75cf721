/** What training lowers and what people read off it, by the net's task. */
import type { CheckedNet, Task } from "../ir/net.ts";
import { tasks } from "../tasks/registry.ts";
import type { Dataset } from "./data/dataset.ts";
import * as tf from "./tf.ts";

/** Name of the number that people read beside the loss. */
export type MetricName = "accuracy" | "mean_absolute_error";

/** Loss and metric of one batch; both are means over its examples. */
export interface Objective {
  readonly metric: MetricName;
  /** Targets of some examples as a tensor: one-hot rows, or the quantities. */
  targets(values: Dataset["targets"]): tf.Tensor2D;
  /** A scalar. `outputs` are the head's numbers before its activation. */
  loss(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar;
  /** A scalar: the share of right answers, or the mean absolute error. */
  measure(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar;
}

/** The objective of a net, or undefined where it has no task and so nothing to learn. */
export function objectiveOf(net: CheckedNet): Objective | undefined {
  const { task } = net;
  if (!task) return undefined;
  const outputs = outputCount(task);
  const { loss, metric } = tasks[task.kind];
  return { metric, ...LOSSES[loss](outputs), measure: METRICS[metric] };
}

function outputCount(task: Task): number {
  return task.kind === "classify" ? tasks.classify.outputs(task) : tasks.regress.outputs(task);
}

const LOSSES = {
  /** −Σ target · log softmax(output), the mean over the examples (natural logarithm). */
  categorical_crossentropy: (classes: number) => ({
    targets: (values: Dataset["targets"]) => {
      const rows = new Float32Array(values.length * classes);
      for (let i = 0; i < values.length; i++) rows[i * classes + values[i]!] = 1;
      return tf.tensor2d(rows, [values.length, classes]);
    },
    loss: (outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar =>
      tf.losses.softmaxCrossEntropy(targets, outputs),
  }),
  /** (output − target)², the mean over examples and quantities. */
  mean_squared_error: (quantities: number) => ({
    targets: (values: Dataset["targets"]) =>
      tf.tensor2d(values as Float32Array, [values.length / quantities, quantities], "float32"),
    loss: (outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar =>
      tf.losses.meanSquaredError(targets, outputs),
  }),
};

const METRICS: { readonly [name in MetricName]: Objective["measure"] } = {
  accuracy: (outputs, targets) =>
    tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(outputs, 1), tf.argMax(targets, 1)), "float32"))),
  mean_absolute_error: (outputs, targets) => tf.tidy(() => tf.mean(tf.abs(tf.sub(outputs, targets)))),
};
