/** What a number that people read beside the loss is. */

import type * as tf from "../../backends/tf.ts";
import type { Task } from "../../ir/net.ts";
import type { Shape } from "../../shape/shape.ts";

/** A head as its metrics see it. */
export interface Measured {
  readonly task: Task;
  /** What it gives for one example. */
  readonly shape: Shape;
}

/**
 * What is counted of each batch, on the device. Counts are sums over examples, so those of two batches, or of two parts of the
 * data, are merged by adding them. Metrics that read the same counts share one of these, and it is counted once.
 */
export interface Counts {
  /** How many numbers it keeps. Before the first batch all of them are 0. */
  size(head: Measured): number;
  /**
   * The numbers of one batch, as a list.
   *
   * @param outputs examples × the head's shape, before its activation
   * @param targets of the same shape: one-hot rows, or the numbers themselves
   */
  of(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor;
}

/** A metric of all examples that were counted; null where there was nothing that it could be measured of. */
export interface Measure {
  readonly value: number | null;
  /** The same of each region alone, by its name; those that are neither there nor answered are null. */
  readonly regions?: { readonly [name: string]: number | null };
}

/** A metric. A new one is a file beside this one, and a line in `registry.ts`. */
export interface Metric {
  /** In `run.json` and `history.json`. */
  readonly name: string;
  /** On a terminal. */
  readonly words: string;
  /** A share is from 0 to 1 and read in percent; a quantity has the unit of what the head finds. */
  readonly unit: "share" | "quantity";
  readonly better: "higher" | "lower";
  /** The tasks that it is of. The first metric of a task is the one by which it is known. */
  readonly tasks: readonly Task["kind"][];
  readonly counts: Counts;
  /** Whether each example is right or wrong as a whole, so that the share of right ones has a confidence interval. */
  readonly ofWholes?: boolean;
  /** The metric of so many examples out of their counts. */
  finish(counts: Float32Array, examples: number, head: Measured): Measure;
}
