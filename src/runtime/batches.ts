/** Examples on their way to the device. */
import { product } from "../shape/shape.ts";
import type { Dataset } from "./data/dataset.ts";
import type { Objective } from "./objective.ts";
import * as tf from "./tf.ts";

/** Some examples as tensors; the caller disposes both. */
export interface Batch {
  readonly size: number;
  readonly inputs: tf.Tensor;
  readonly targets: tf.Tensor2D;
}

/** The examples at `order[from]` up to but not including `order[to]`. */
export function batchOf(
  dataset: Dataset,
  order: ArrayLike<number>,
  from: number,
  to: number,
  objective: Objective,
): Batch {
  const size = to - from;
  const width = product(dataset.shape);
  const targetWidth = dataset.targets.length / dataset.size;
  const inputs = new Float32Array(size * width);
  const targets = new (dataset.targets.constructor as new (length: number) => Dataset["targets"])(
    size * targetWidth,
  );
  for (let i = 0; i < size; i++) {
    const example = order[from + i]!;
    inputs.set(dataset.inputs.subarray(example * width, (example + 1) * width), i * width);
    targets.set(
      dataset.targets.subarray(example * targetWidth, (example + 1) * targetWidth),
      i * targetWidth,
    );
  }
  return {
    size,
    inputs: tf.tensor(inputs, [size, ...dataset.shape]),
    targets: objective.targets(targets),
  };
}
