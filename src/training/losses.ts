/** What training lowers and what people read off it, by the tasks of a net's heads. */

import * as tf from "../backends/tf.ts";
import type { Targets } from "../data/dataset.ts";
import type { CheckedNet, NetOutput, Task } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { hasClasses } from "../ir/task-outputs.ts";
import { product, type Shape } from "../shape/shape.ts";
import type { TaskDefinition } from "../tasks/definition.ts";
import { tasks } from "../tasks/registry.ts";

/** Name of the number that people read beside the loss. */
export type MetricName = TaskDefinition["metric"];

/** Loss and metric of one batch; both are means over its examples, and over the places and outputs of each. */
export interface Objective {
  readonly metric: MetricName;
  /** Targets of some examples as a tensor of the head's shape: one-hot rows, or the numbers themselves. */
  targets(values: Targets): tf.Tensor;
  /** A scalar. `outputs` are the head's numbers before its activation. */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** A scalar: the share of right answers, the mean absolute error, or the mean of the largest shares. */
  measure(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
}

/** A head and what it is to learn. */
export interface Head extends Objective {
  readonly name: string;
  readonly task: Task;
  /** What its loss counts in the sum of all. */
  readonly weight: number;
}

/** The heads of a net, in their order; none where its output has no task and so nothing to learn. */
export function headsOf(
  net: CheckedNet,
  { lossWeights = [] }: Pick<Training, "lossWeights"> = {},
  classWeights?: readonly number[],
): readonly Head[] {
  return net.outputs.flatMap((output) => {
    const { task, name } = output;
    if (!task) return [];
    const weight = lossWeights.find((each) => each.name === name)?.weight ?? 1;
    return [{ name, task, weight, ...objectiveOf(net, output, task, classWeights) }];
  });
}

function objectiveOf(
  net: CheckedNet,
  { node }: NetOutput,
  task: Task,
  classWeights?: readonly number[],
): Objective {
  const { loss, metric } = tasks[task.kind];
  const shape = net.nodes.find(({ id }) => id === node)!.output;
  const weights = hasClasses(task) ? classWeights : undefined;
  return { metric, ...LOSSES[loss](shape, weights), measure: METRICS[metric] };
}

/** The smallest normal number of 32 bits. */
const SMALLEST = 2 ** -126;

interface Loss {
  readonly targets: Objective["targets"];
  readonly loss: Objective["loss"];
}

const numbersOf = (shape: Shape) => (values: Targets) =>
  tf.tensor(values, [values.length / product(shape), ...shape], "float32");

const LOSSES: {
  readonly [name in TaskDefinition["loss"]]: (output: Shape, classWeights?: readonly number[]) => Loss;
} = {
  /**
   * −Σ target · log softmax(output), the mean over examples and places (natural logarithm). With weights of classes each
   * one's is multiplied by that of its class, and the sum still divided by their number, as in Keras.
   */
  categorical_crossentropy: (output, weights) => {
    const classes = output.at(-1)!;
    const places = output.slice(0, -1);
    return {
      targets: (values) => {
        const rows = new Float32Array(values.length * classes);
        for (let i = 0; i < values.length; i++) rows[i * classes + values[i]!] = 1;
        return tf.tensor(rows, [values.length / product(places), ...output]);
      },
      loss: (outputs, targets) => {
        if (!weights) return tf.losses.softmaxCrossEntropy(targets, outputs);
        const each = tf.losses.softmaxCrossEntropy(targets, outputs, undefined, 0, tf.Reduction.NONE);
        return tf.mean(tf.mul(each, tf.sum(tf.mul(targets, tf.tensor1d([...weights])), -1)));
      },
    };
  },
  /** −target · log σ(output) − (1 − target) · log(1 − σ(output)), the mean over examples and outputs. */
  binary_crossentropy: (output) => ({
    targets: numbersOf(output),
    loss: (values, targets) => tf.losses.sigmoidCrossEntropy(targets, values),
  }),
  /** (output − target)², the mean over examples, places and quantities. */
  mean_squared_error: (output) => ({
    targets: numbersOf(output),
    loss: (outputs, targets) => tf.losses.meanSquaredError(targets, outputs),
  }),
  /** KL(P‖Q) = Σ p · log(p / q) of each example, and of those the mean. A share of 0 adds nothing. */
  kl_divergence: (output) => ({
    targets: numbersOf(output),
    loss: (shares, targets) => {
      const logarithm = tf.log(tf.maximum(targets, SMALLEST));
      const each = tf.mul(targets, tf.sub(logarithm, tf.log(shares)));
      return tf.mean(tf.sum(each, -1));
    },
  }),
};

const METRICS: { readonly [name in MetricName]: Objective["measure"] } = {
  accuracy: (outputs, targets) =>
    tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(outputs, -1), tf.argMax(targets, -1)), "float32"))),
  // An output above 0 is a probability above one half.
  binary_accuracy: (outputs, targets) =>
    tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.greater(outputs, 0), tf.greater(targets, 0.5)), "float32"))),
  certainty: (shares) => tf.tidy(() => tf.mean(tf.max(shares, -1))),
  mean_absolute_error: (outputs, targets) => tf.tidy(() => tf.mean(tf.abs(tf.sub(outputs, targets)))),
};
