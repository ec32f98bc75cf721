import * as tf from "../../backends/tf.ts";
import { product } from "../../shape/shape.ts";
import type { Counts, Metric } from "./metric.ts";

const errors: Counts = {
  size: () => 1,
  of: (outputs, targets) => tf.reshape(tf.sum(tf.abs(tf.sub(outputs, targets))), [1]),
};

/** |output − target|, the mean over examples, places and quantities. */
export const meanAbsoluteError = {
  name: "mean_absolute_error",
  words: "mean error",
  unit: "quantity",
  better: "lower",
  tasks: ["regress", "reconstruct"],
  counts: errors,
  finish: ([sum], examples, { shape }) => ({ value: sum! / (examples * product(shape)) }),
} as const satisfies Metric;
