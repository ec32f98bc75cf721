/**
 * The gradient of a transposed convolution of volumes, which tfjs lacks. It is the gradient by the input of a convolution,
 * and linear in both that convolution's dy and its kernel: so its own gradients are that convolution, and that
 * convolution's gradient by the kernel.
 */
import * as tf from "../tf.ts";
import { replaceGradient } from "./register.ts";

/** Makes transposed convolutions of volumes trainable. */
export function differentiateTransposed(): void {
  replaceGradient("Conv3DBackpropInputV2", ["dy", "filter"], (given, saved, attrs) => {
    const [dy, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
    const { strides, pad } = attrs as unknown as { strides: [number, number, number]; pad: "valid" | "same" };
    return {
      dy: () => tf.conv3d(given as tf.Tensor5D, filter, strides, pad),
      filter: () =>
        tf
          .engine()
          .runKernel(
            "Conv3DBackpropFilterV2",
            { x: given, dy },
            { strides, pad, filterShape: filter.shape },
          ) as tf.Tensor,
    };
  });
}
