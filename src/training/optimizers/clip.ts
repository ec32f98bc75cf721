import { hostView } from "../../backends/host-memory.ts";
import * as tf from "../../backends/tf.ts";

/** PyTorch's; keeps gradients of zeros from a division by zero. */
const EPSILON = 1e-6;

/**
 * Gradients whose norm, that of all of them together, is at most `most`: each times min(1, most / (norm + 1e-6)), as
 * `torch.nn.utils.clip_grad_norm_` has it (Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1). Nothing is read back
 * from another device. Call it in a tidy.
 */
export function clipped(gradients: readonly tf.Tensor[], most: number): readonly tf.Tensor[] {
  return clippedOnHost(gradients, most) ?? clippedOnDevice(gradients, most);
}

/** For tensors in this process's memory, with a sum of doubles; undefined where one lies elsewhere. */
function clippedOnHost(gradients: readonly tf.Tensor[], most: number): readonly tf.Tensor[] | undefined {
  let sum = 0;
  for (const gradient of gradients) {
    const values = hostView(gradient);
    if (!values) return undefined;
    for (let k = 0; k < values.length; k++) sum += values[k]! * values[k]!;
  }
  const factor = most / (Math.sqrt(sum) + EPSILON);
  return factor >= 1 ? gradients : gradients.map((gradient) => tf.mul(gradient, factor));
}

/** The same out of kernels. */
export function clippedOnDevice(gradients: readonly tf.Tensor[], most: number): readonly tf.Tensor[] {
  const squares = tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))));
  const factor = tf.minimum(1, tf.div(most, tf.add(tf.sqrt(squares), EPSILON)));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}
