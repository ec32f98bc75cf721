/** What training lowers and what people read off it, by the net's task. */
import { onlyOutput, onlyTask } from "../ir/ends.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { TaskDefinition } from "../tasks/definition.ts";
import { tasks } from "../tasks/registry.ts";
import type { Dataset } from "./data/dataset.ts";
import * as tf from "./tf.ts";

/** Name of the number that people read beside the loss. */
export type MetricName = TaskDefinition["metric"];

/** Loss and metric of one batch; both are means over its examples. */
export interface Objective {
  readonly metric: MetricName;
  /** Targets of some examples as a tensor: one-hot rows, or the quantities. */
  targets(values: Dataset["targets"]): tf.Tensor2D;
  /** A scalar. `outputs` are the head's numbers before its activation. */
  loss(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar;
  /** A scalar: the share of right answers, the mean absolute error, or the mean of the largest shares. */
  measure(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar;
}

/**
 * P of Xie, Girshick and Farhadi (ICML 2016, equation 3), q² over the sum of its column, brought to rows that sum to 1:
 * what is near a centroid comes nearer, and large groups count no more than small ones.
 *
 * @param shares one row an example, one column a group
 */
export function sharpened(shares: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const weighed = tf.div(tf.square(shares), tf.sum(shares, 0, true));
    return tf.div(weighed, tf.sum(weighed, 1, true));
  });
}

/** Σ p · log(p / q) of each example, and of those the mean. P is a target: no gradient goes through it. */
function klToSharpened(shares: tf.Tensor2D): tf.Scalar {
  const divergence = tf.customGrad((given, save) => {
    const q = given as tf.Tensor2D;
    const p = sharpened(q);
    (save as tf.GradSaveFunc)([q, p]);
    const value = tf.div(tf.sum(tf.mul(p, tf.log(tf.div(p, q)))), q.shape[0]);
    return {
      value,
      gradFunc: (dy, saved) => {
        const [shares, targets] = saved as [tf.Tensor2D, tf.Tensor2D];
        return tf.mul(tf.neg(dy), tf.div(tf.div(targets, shares), shares.shape[0]));
      },
    };
  });
  return divergence(shares) as tf.Scalar;
}

/**
 * The objective of a net of one output, or undefined where that has no task and so nothing to learn.
 *
 * @param classWeights what the loss of an example is multiplied by, for each class of a `classify`
 */
export function objectiveOf(net: CheckedNet, classWeights?: readonly number[]): Objective | undefined {
  const task = onlyTask(net);
  if (!task) return undefined;
  const { loss, metric } = tasks[task.kind];
  const outputs = onlyOutput(net)!.output.at(-1)!;
  return { metric, ...LOSSES[loss](outputs, classWeights), measure: METRICS[metric] };
}

interface Loss {
  readonly targets: Objective["targets"];
  readonly loss: Objective["loss"];
}

const numbersOf = (outputs: number) => (values: Dataset["targets"]) =>
  tf.tensor2d(values as Float32Array, [values.length / outputs, outputs], "float32");

const LOSSES: {
  readonly [name in TaskDefinition["loss"]]: (outputs: number, classWeights?: readonly number[]) => Loss;
} = {
  /**
   * −Σ target · log softmax(output), the mean over the examples (natural logarithm). With weights of classes each
   * example's is multiplied by that of its class, and the sum still divided by the number of examples, as in Keras.
   */
  categorical_crossentropy: (classes, weights) => ({
    targets: (values) => {
      const rows = new Float32Array(values.length * classes);
      for (let i = 0; i < values.length; i++) rows[i * classes + values[i]!] = 1;
      return tf.tensor2d(rows, [values.length, classes]);
    },
    loss: (outputs, targets) => {
      if (!weights) return tf.losses.softmaxCrossEntropy(targets, outputs);
      const each = tf.losses.softmaxCrossEntropy(targets, outputs, undefined, 0, tf.Reduction.NONE);
      return tf.mean(tf.mul(each, tf.sum(tf.mul(targets, tf.tensor1d([...weights])), 1)));
    },
  }),
  /** −target · log σ(output) − (1 − target) · log(1 − σ(output)), the mean over examples and outputs. */
  binary_crossentropy: (outputs) => ({
    targets: numbersOf(outputs),
    loss: (values, targets) => tf.losses.sigmoidCrossEntropy(targets, values),
  }),
  /** (output − target)², the mean over examples and quantities. */
  mean_squared_error: (quantities) => ({
    targets: numbersOf(quantities),
    loss: (outputs, targets) => tf.losses.meanSquaredError(targets, outputs),
  }),
  /** KL(P‖Q), the mean over the examples. There are no targets: P sharpens the shares Q of the same batch. */
  kl_divergence: () => ({
    targets: () => tf.zeros([0, 0]),
    loss: (shares) => klToSharpened(shares),
  }),
};

const METRICS: { readonly [name in MetricName]: Objective["measure"] } = {
  accuracy: (outputs, targets) =>
    tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(outputs, 1), tf.argMax(targets, 1)), "float32"))),
  // An output above 0 is a probability above one half.
  binary_accuracy: (outputs, targets) =>
    tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.greater(outputs, 0), tf.greater(targets, 0.5)), "float32"))),
  certainty: (shares) => tf.tidy(() => tf.mean(tf.max(shares, 1))),
  mean_absolute_error: (outputs, targets) => tf.tidy(() => tf.mean(tf.abs(tf.sub(outputs, targets)))),
};
