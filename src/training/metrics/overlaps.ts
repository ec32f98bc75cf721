/** How far the regions that a head answers with are those that are there. */

import * as tf from "../../backends/tf.ts";
import type { Task } from "../../ir/net.ts";
import type { Counts, Measure, Measured } from "./metric.ts";

/**
 * How many places of each region, row after row, the head takes for each region: regions × regions numbers. They are exact up to
 * 2²⁴, and beyond that to seven digits.
 */
export const confusion: Counts = {
  size: ({ shape }) => shape.at(-1)! ** 2,
  of(outputs, targets) {
    const [last, regions] = outputs.shape.slice(-2) as [number, number];
    // Products along the last axis of places alone: all of them in one would keep a graphics card's other cores waiting.
    const rows = [-1, last, regions];
    const answered = tf.cast(tf.oneHot(tf.argMax(outputs, -1), regions), "float32");
    const products = tf.matMul(tf.reshape(targets, rows), tf.reshape(answered, rows), true);
    return tf.reshape(tf.sum(products, 0), [-1]);
  },
};

/** A region over all places of a part: those that are of it, that are answered with it, and that are both. */
export interface Overlap {
  readonly truth: number;
  readonly answer: number;
  readonly both: number;
}

/** The overlap of each region, in the task's order, out of `confusion`. */
export function overlapsOf(counts: ArrayLike<number>, regions: number): readonly Overlap[] {
  const at = (truth: number, answer: number) => counts[truth * regions + answer]!;
  const all = Array.from({ length: regions }, (_, region) => region);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return all.map((region) => ({
    truth: sum(all.map((other) => at(region, other))),
    answer: sum(all.map((other) => at(other, region))),
    both: at(region, region),
  }));
}

/** Names of a task's regions. */
export function regionsOf(task: Task): readonly string[] {
  return task.kind === "segment" ? task.classes : [];
}

/** The region that is the ground the others lie on: one of that name, else the first, which masks hold as 0. */
export function backgroundOf(regions: readonly string[]): number {
  return Math.max(
    0,
    regions.findIndex((name) => name.toLowerCase() === "background"),
  );
}

/**
 * A measure of each region, and its mean over those but the background. A region that is neither there nor answered has none
 * and isn't in the mean.
 */
export function regionMeasure(
  counts: ArrayLike<number>,
  { task }: Measured,
  measure: (overlap: Overlap) => number,
): Measure {
  const names = regionsOf(task);
  const background = backgroundOf(names);
  const values = overlapsOf(counts, names.length).map((overlap) =>
    overlap.truth + overlap.answer > 0 ? measure(overlap) : null,
  );
  const counted = values.filter((value, i) => value !== null && i !== background) as number[];
  return {
    value: counted.length > 0 ? counted.reduce((a, b) => a + b, 0) / counted.length : null,
    regions: Object.fromEntries(names.map((name, i) => [name, values[i]!])),
  };
}
