import * as tf from "../../backends/tf.ts";
import { product } from "../../shape/shape.ts";
import type { Counts, Metric } from "./metric.ts";

/** How many labels are right; an output above 0 is a probability above one half. */
const right: Counts = {
  size: () => 1,
  of: (outputs, targets) =>
    tf.reshape(tf.sum(tf.cast(tf.equal(tf.greater(outputs, 0), tf.greater(targets, 0.5)), "float32")), [1]),
};

/** The share of right answers to whether something holds. */
export const binaryAccuracy = {
  name: "binary_accuracy",
  words: "accuracy",
  unit: "share",
  better: "higher",
  tasks: ["tag", "probability"],
  counts: right,
  ofWholes: true,
  finish: ([count], examples, { shape }) => ({ value: count! / (examples * product(shape)) }),
} as const satisfies Metric;
