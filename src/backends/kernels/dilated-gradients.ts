/**
 * The gradient of a dilated convolution, which tfjs has on no backend, in two and three dimensions. With
 * y[i] = Σ x[i + p·d − t] · w[p] (dilation d, padding t; 1-D, channels left out; a dilated convolution has stride 1):
 *
 *   dw[p] = Σ x[i + p·d − t] · dy[i]       a convolution of x with dy, with stride d
 *   dx[h] = Σ dy[h + t − p·d] · w[p]       a convolution of dy with w flipped, dilated by d
 *
 * Both are convolutions that every backend has. (Dumoulin & Visin, arXiv:1603.07285, chapters 4 and 5.)
 */
import * as tf from "../tf.ts";
import { replaceGradient } from "./register.ts";

interface Attrs {
  readonly strides: number | number[];
  readonly pad: number | "valid" | "same" | tf.backend_util.ExplicitPadding;
  readonly dilations: number | number[];
}

/** A dilated convolution along its spatial axes. */
interface Geometry {
  readonly dilation: readonly number[];
  /** Zeros before and after each axis. */
  readonly padding: readonly (readonly [number, number])[];
}

const geometries = {
  Conv2D(x: readonly number[], filter: readonly number[], { strides, dilations, pad }: Attrs): Geometry {
    const { computeConv2DInfo } = tf.backend_util;
    const info = computeConv2DInfo(x as never, filter as never, strides as never, dilations as never, pad);
    const { top, bottom, left, right } = info.padInfo;
    return {
      dilation: [info.dilationHeight, info.dilationWidth],
      padding: [
        [top, bottom],
        [left, right],
      ],
    };
  },
  Conv3D(x: readonly number[], filter: readonly number[], { strides, dilations, pad }: Attrs): Geometry {
    const { computeConv3DInfo } = tf.backend_util;
    const sides = pad as "valid" | "same";
    const info = computeConv3DInfo(x as never, filter as never, strides as never, dilations as never, sides);
    const { front, back, top, bottom, left, right } = info.padInfo;
    return {
      dilation: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
      padding: [
        [front, back],
        [top, bottom],
        [left, right],
      ],
    };
  },
};

/** Makes convolutions with a dilation trainable. */
export function differentiateDilated(): void {
  for (const name of ["Conv2D", "Conv3D"] as const) {
    replaceGradient(name, ["x", "filter"], (dy, saved, attrs, plain) => {
      const [x, filter] = saved as [tf.Tensor, tf.Tensor];
      if ([(attrs as unknown as Attrs).dilations].flat().every((step) => step === 1)) return plain!();
      return gradients(dy, x, filter, geometries[name](x.shape, filter.shape, attrs as unknown as Attrs));
    });
  }
}

function gradients(dy: tf.Tensor, x: tf.Tensor, filter: tf.Tensor, { dilation, padding }: Geometry) {
  const axes = dilation.length;
  const space = Array.from({ length: axes }, (_, axis) => axis);
  const reach = space.map((axis) => (filter.shape[axis]! - 1) * dilation[axis]!);
  return {
    x: () => {
      const flipped = tf.transpose(flip(filter), [...space, axes + 1, axes]);
      const borders = space.map((axis): [number, number] => [
        reach[axis]! - padding[axis]![0],
        reach[axis]! - padding[axis]![1],
      ]);
      return convolve(around(dy, borders), flipped, { dilations: dilation });
    },
    filter: () => {
      const moved = space.map((axis) => axis + 1);
      const maps = tf.transpose(around(x, padding), [axes + 1, ...moved, 0]);
      const kernels = tf.transpose(dy, [...moved, 0, axes + 1]);
      return tf.transpose(convolve(maps, kernels, { strides: dilation }), [...moved, 0, axes + 1]);
    },
  };
}

/** A kernel with its spatial axes reversed: its places from the last to the first. */
function flip(filter: tf.Tensor): tf.Tensor {
  const places = tf.reshape(filter, [-1, filter.shape.at(-2)! * filter.shape.at(-1)!]);
  return tf.reshape(tf.reverse(places, 0), filter.shape);
}

/** Zeros before and after each spatial axis; where the number is negative, so many are cut off. */
function around(x: tf.Tensor, borders: readonly (readonly [number, number])[]): tf.Tensor {
  const cut = borders.map(([before, after]) => [Math.max(0, -before), Math.max(0, -after)] as const);
  const kept = cut.some(([before, after]) => before + after > 0)
    ? tf.slice(
        x,
        [0, ...cut.map(([before]) => before), 0],
        x.shape.map((size, i) => size - (cut[i - 1]?.[0] ?? 0) - (cut[i - 1]?.[1] ?? 0)),
      )
    : x;
  const zeros = borders.map(([before, after]): [number, number] => [Math.max(0, before), Math.max(0, after)]);
  return tf.pad(kept, [[0, 0], ...zeros, [0, 0]]);
}

/** A convolution without border, in two or three dimensions. */
function convolve(
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, dilations }: { readonly strides?: readonly number[]; readonly dilations?: readonly number[] },
): tf.Tensor {
  const ones = filter.shape.slice(2).map(() => 1);
  const [step, dilation] = [[...(strides ?? ones)] as never, [...(dilations ?? ones)] as never];
  return x.rank === 4
    ? tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, step, "valid", "NHWC", dilation)
    : tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, step, "valid", "NDHWC", dilation);
}
