/** Examples on their way to the device. */

import * as tf from "../backends/tf.ts";
import { type Dataset, select } from "../data/dataset.ts";
import type { Head } from "./losses.ts";

/** Some examples as tensors; the caller disposes them. */
export interface Batch {
  readonly size: number;
  /** One for each input of the net. */
  readonly inputs: tf.Tensor[];
  /** One for each head. */
  readonly targets: tf.Tensor[];
}

/**
 * Where the batches of an epoch begin, and where the last one ends: each has `batch` examples, and the last one the rest. Where
 * something is normalised over batches (`together`), a rest of one example, which has no spread, joins the batch before it.
 */
export function batchEdges(size: number, batch: number, together: boolean): readonly number[] {
  const count = Math.ceil(size / batch);
  const joined = together && count > 1 && size % batch === 1 ? count - 1 : count;
  return Array.from({ length: joined + 1 }, (_, i) => (i === joined ? size : i * batch));
}

/** Changes examples in place; `which` are their places in the data set. Inputs and targets share no memory. */
export type Change = (examples: Dataset, which: ArrayLike<number>) => void;

/** The examples at `order[from]` up to but not including `order[to]`. */
export function batchOf(
  dataset: Dataset,
  order: ArrayLike<number>,
  from: number,
  to: number,
  heads: readonly Head[],
  change?: Change,
): Batch {
  const which: number[] = Array.prototype.slice.call(order, from, to);
  // A step needs no names.
  const { names: _, ...nameless } = dataset;
  const selected = select(nameless, which);
  const examples = change ? changed(selected, which, change) : selected;
  return {
    size: examples.size,
    inputs: examples.inputs.map(({ shape, values }) => tf.tensor(values, [examples.size, ...shape])),
    targets: heads.map((head, i) => head.targets(examples.targets[i]!)),
  };
}

function changed(examples: Dataset, which: readonly number[], change: Change): Dataset {
  const apart = {
    ...examples,
    // What is given back lies in the same memory as the input.
    targets: examples.targets.map((values) => values?.slice()),
  };
  change(apart, which);
  return apart;
}
