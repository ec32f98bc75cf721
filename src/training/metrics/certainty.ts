import * as tf from "../../backends/tf.ts";
import type { Counts, Metric } from "./metric.ts";

const largest: Counts = {
  size: () => 1,
  of: (shares) => tf.reshape(tf.sum(tf.max(shares, -1)), [1]),
};

/** Where nobody knows what is right: each example's largest share, the mean over examples. */
export const certainty = {
  name: "certainty",
  words: "certainty",
  unit: "share",
  better: "higher",
  tasks: ["cluster"],
  counts: largest,
  finish: ([sum], examples) => ({ value: sum! / examples }),
} as const satisfies Metric;
