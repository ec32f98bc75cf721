/**
 * The gradient of a dilated 2-D convolution, which tfjs has on no backend. With y[i] = Σ x[i + p·d − t] · w[p] (dilation
 * d, padding t; 1-D, channels left out; a dilated convolution has stride 1):
 *
 *   dw[p] = Σ x[i + p·d − t] · dy[i]       a convolution of x with dy, with stride d
 *   dx[h] = Σ dy[h + t − p·d] · w[p]       a convolution of dy with w flipped, dilated by d
 *
 * Both are convolutions that every backend has. (Dumoulin & Visin, arXiv:1603.07285, chapters 4 and 5.)
 */
import * as tf from "../tf.ts";

interface Attrs {
  readonly strides: number | [number, number];
  readonly pad: number | "valid" | "same" | tf.backend_util.ExplicitPadding;
  readonly dilations: number | [number, number];
}

let done = false;

/** Makes convolutions with a dilation trainable. Idempotent. */
export function differentiateDilated(): void {
  if (done) return;
  done = true;
  const plain = tf.getGradient("Conv2D")!;
  tf.unregisterGradient("Conv2D");
  tf.registerGradient({
    ...plain,
    gradFunc: (dy, saved, attrs) => {
      const { dilations } = attrs as unknown as Attrs;
      const dilated = (typeof dilations === "number" ? [dilations] : dilations).some((step) => step > 1);
      if (!dilated) return plain.gradFunc(dy, saved, attrs);
      return gradients(dy as tf.Tensor4D, saved as tf.Tensor4D[], attrs as unknown as Attrs);
    },
  });
}

function gradients(dy: tf.Tensor4D, saved: readonly tf.Tensor4D[], attrs: Attrs) {
  const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    attrs.strides,
    attrs.dilations,
    attrs.pad,
  );
  const { top, bottom, left, right } = info.padInfo;
  const dilation: [number, number] = [info.dilationHeight, info.dilationWidth];
  const [height, width] = [
    (info.filterHeight - 1) * info.dilationHeight,
    (info.filterWidth - 1) * info.dilationWidth,
  ];
  const border = (a: number, b: number, c: number, d: number): tf.backend_util.ExplicitPadding => [
    [0, 0],
    [a, b],
    [c, d],
    [0, 0],
  ];
  return {
    x: () => {
      const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
      const pad = border(height - top, height - bottom, width - left, width - right);
      return tf.conv2d(dy, flipped, 1, pad, "NHWC", dilation);
    },
    filter: () => {
      const images = tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D;
      const kernels = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
      const wide = tf.conv2d(images, kernels, dilation, border(top, bottom, left, right));
      return tf.transpose(wide, [1, 2, 0, 3]);
    },
  };
}
