import * as tf from "../../backends/tf.ts";
import type { Counts, Metric } from "./metric.ts";

/** How many examples are of the class that the head gives most for. */
const right: Counts = {
  size: () => 1,
  of: (outputs, targets) =>
    tf.reshape(tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), tf.argMax(targets, -1)), "float32")), [1]),
};

/** The share of examples whose class is the likeliest one. */
export const accuracy = {
  name: "accuracy",
  words: "accuracy",
  unit: "share",
  better: "higher",
  tasks: ["classify"],
  counts: right,
  ofWholes: true,
  finish: ([count], examples) => ({ value: count! / examples }),
} as const satisfies Metric;
