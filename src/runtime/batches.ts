/** Examples on their way to the device. */
import { product } from "../shape/shape.ts";
import { type Dataset, rows } from "./data/dataset.ts";
import type { Head } from "./objective.ts";
import * as tf from "./tf.ts";

/** Some examples as tensors; the caller disposes them. */
export interface Batch {
  readonly size: number;
  /** One for each input of the net. */
  readonly inputs: tf.Tensor[];
  /** One for each head. */
  readonly targets: tf.Tensor[];
}

/** The examples at `order[from]` up to but not including `order[to]`. */
export function batchOf(
  dataset: Dataset,
  order: ArrayLike<number>,
  from: number,
  to: number,
  heads: readonly Head[],
): Batch {
  const size = to - from;
  return {
    size,
    inputs: dataset.inputs.map(({ shape, values }) =>
      tf.tensor(rows(values, product(shape), order, from, to), [size, ...shape]),
    ),
    targets: heads.map((head, i) => {
      const values = dataset.targets[i]!;
      return head.targets(rows(values, values.length / dataset.size, order, from, to));
    }),
  };
}
