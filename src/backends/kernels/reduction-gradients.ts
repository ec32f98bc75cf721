/**
 * tfjs spreads the gradient of a sum or a mean by multiplying it with ones: an array of the input's size, which is uploaded
 * to a graphics card at each step. Here the device makes it.
 */
import * as tf from "../tf.ts";
import { replaceGradient } from "./register.ts";

interface ReductionAttrs {
  readonly axis: number | number[];
}

/** The gradient of each output times a factor, in the place of each number that went into it. */
function spread(
  dy: tf.Tensor,
  x: tf.Tensor,
  { axis }: ReductionAttrs,
  factorFor: (count: number) => number,
): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const factor = factorFor(x.size / tf.util.sizeFromShape(kept));
  return tf.mul(tf.reshape(dy, kept), tf.fill(x.shape, factor));
}

/** Replaces the gradients of sums and means of floats, on every backend. */
export function spreadReductions(): void {
  replaceGradient("Sum", ["x"], (dy, [x], attrs) => ({
    x: () => spread(dy, x!, attrs as unknown as ReductionAttrs, () => 1),
  }));
  replaceGradient("Mean", ["x"], (dy, [x], attrs) => ({
    x: () => spread(dy, x!, attrs as unknown as ReductionAttrs, (count) => 1 / count),
  }));
}
