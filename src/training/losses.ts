/** What training lowers, by the tasks of a net's heads. */

import * as tf from "../backends/tf.ts";
import type { Targets } from "../data/dataset.ts";
import type { CheckedNet, NetOutput, Task } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { hasClasses } from "../ir/task-outputs.ts";
import { product, type Shape } from "../shape/shape.ts";
import type { TaskDefinition } from "../tasks/definition.ts";
import { tasks } from "../tasks/registry.ts";
import { type KnownMetric, metricsOf } from "./metrics/registry.ts";

/** What a head learns from and what is read off it. */
export interface Objective {
  /** What it gives for one example. */
  readonly shape: Shape;
  /** The first is the one by which its task is known. */
  readonly metrics: readonly [KnownMetric, ...KnownMetric[]];
  /** Targets of some examples as a tensor of the head's shape: one-hot rows, or the numbers themselves. */
  targets(values: Targets): tf.Tensor;
  /**
   * A scalar: the mean over a batch's examples, and over the places and outputs of each. `outputs` are the head's numbers before
   * its activation.
   */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
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
  const { loss } = tasks[task.kind];
  const shape = net.nodes.find(({ id }) => id === node)!.output;
  const weights = hasClasses(task) ? classWeights : undefined;
  return { shape, metrics: metricsOf(task.kind), ...LOSSES[loss](shape, weights) };
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
