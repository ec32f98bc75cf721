/**
 * Batch normalisation in training (Ioffe and Szegedy, ICML 2015, arXiv:1502.03167, algorithm 1) as one operation with its
 * own gradient. tfjs puts it together out of others, whose gradients take some seventy kernels a layer.
 */
import { hostView } from "../host-memory.ts";
import { SimdRows } from "../kernels/wasm/simd/rows.ts";
import * as tf from "../tf.ts";
import { PlainRows } from "./plain-rows.ts";

/** Told of the mean and the variance (of the examples, not of what they are drawn from) of each channel. */
type OnMoments = (mean: tf.Tensor1D, variance: tf.Tensor1D) => void;

/** What the backward pass needs of each channel: mean, and 1 / √(variance + ε). */
interface Normaliser {
  readonly mean: tf.Tensor1D;
  readonly inverse: tf.Tensor1D;
}

/** Gradients by the values, the scale and the offset. */
type Gradients = readonly [dx: tf.Tensor2D, scale: tf.Tensor1D, offset: tf.Tensor1D];

/**
 * Normalises each channel over the batch and all places; with the gradient by `x`, `scale` and `offset`.
 *
 * @param x channels last
 * @param scale one a channel; 1 where there is none
 * @param offset one a channel; 0 where there is none
 */
export function normaliseBatch(
  x: tf.Tensor,
  scale: tf.Tensor1D | undefined,
  offset: tf.Tensor1D | undefined,
  epsilon: number,
  onMoments: OnMoments,
): tf.Tensor {
  const learned = [scale, offset].filter((weights) => weights !== undefined);
  const normalise = tf.customGrad((...given) => {
    const save = given.pop() as unknown as tf.GradSaveFunc;
    const rows = asRows(given[0] as tf.Tensor);
    const passes = hostView(rows) ? onHost : onDevice;
    const { values, normaliser, variance } = passes.forward(rows, scale, offset, epsilon);
    onMoments(normaliser.mean, variance);
    save([given[0] as tf.Tensor, normaliser.mean, normaliser.inverse, ...(scale ? [scale] : [])]);
    return {
      value: tf.reshape(values, x.shape),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [input, mean, inverse, factor] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D?];
        const [dx, byScale, byOffset] = passes.backward(asRows(dy), asRows(input), { mean, inverse }, factor);
        return [tf.reshape(dx, x.shape), ...(scale ? [byScale] : []), ...(offset ? [byOffset] : [])];
      },
    };
  });
  return normalise(x, ...learned);
}

/** Places × channels. */
function asRows(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1)!]);
}

interface Forward {
  readonly values: tf.Tensor2D;
  readonly normaliser: Normaliser;
  readonly variance: tf.Tensor1D;
}

/** Both passes over places × channels. */
interface Passes {
  forward(
    x: tf.Tensor2D,
    scale: tf.Tensor1D | undefined,
    offset: tf.Tensor1D | undefined,
    epsilon: number,
  ): Forward;
  backward(
    dy: tf.Tensor2D,
    x: tf.Tensor2D,
    normaliser: Normaliser,
    scale: tf.Tensor1D | undefined,
  ): Gradients;
}

const onDevice: Passes = {
  forward(x, scale, offset, epsilon) {
    const mean = tf.mean<tf.Tensor1D>(x, 0);
    const centred = tf.sub<tf.Tensor2D>(x, mean);
    const variance = tf.mean<tf.Tensor1D>(tf.square(centred), 0);
    const inverse = tf.rsqrt(tf.add<tf.Tensor1D>(variance, epsilon));
    const scaled = tf.mul<tf.Tensor2D>(centred, scale ? tf.mul(inverse, scale) : inverse);
    const values = offset ? tf.add<tf.Tensor2D>(scaled, offset) : scaled;
    return { values, normaliser: { mean, inverse }, variance };
  },

  backward(dy, x, normaliser, scale) {
    const { mean, inverse } = normaliser;
    const normal = tf.mul<tf.Tensor2D>(tf.sub(x, mean), inverse);
    const product = tf.mul<tf.Tensor2D>(dy, normal);
    const byScale = tf.sum<tf.Tensor1D>(product, 0);
    const byOffset = tf.sum<tf.Tensor1D>(dy, 0);
    // Made on the device: a single number would be uploaded.
    const share = tf.fill(mean.shape, 1 / x.shape[0]);
    const centred = tf.sub(tf.sub(dy, tf.mul(byOffset, share)), tf.mul(normal, tf.mul(byScale, share)));
    const dx = tf.mul<tf.Tensor2D>(centred, scale ? tf.mul(inverse, scale) : inverse);
    return [dx, byScale, byOffset];
  },
};

/** In this process's memory, loops over the numbers beat kernels: each number is read five times in all. */
const onHost: Passes = {
  forward(x, scale, offset, epsilon) {
    const [count, channels] = x.shape;
    const rows = rowsOf(channels, hostView(x)!);
    const factors = scale && hostView(scale)!;
    const offsets = Float64Array.from(offset ? hostView(offset)! : new Float32Array(channels));
    const mean = rows.sums().map((sum) => sum / count);
    const variance = rows.squares(mean).map((sum) => sum / count);
    const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
    const slope = factors ? inverse.map((value, c) => value * factors[c]!) : inverse;
    return {
      values: tf.tensor2d(rows.scaled(mean, slope, offsets), x.shape),
      normaliser: { mean: ofChannels(mean), inverse: ofChannels(inverse) },
      variance: ofChannels(variance),
    };
  },

  backward(dy, x, normaliser, scale) {
    const [count, channels] = x.shape;
    const rows = rowsOf(channels, hostView(x)!, hostView(dy)!);
    const mean = Float64Array.from(hostView(normaliser.mean)!);
    const inverse = Float64Array.from(hostView(normaliser.inverse)!);
    const factors = scale && hostView(scale)!;
    const [byOffset, products] = rows.products(mean);
    const byScale = products.map((sum, c) => sum * inverse[c]!);
    // dx = a·dy + b·(x − mean) + d, channel by channel.
    const a = factors ? inverse.map((value, c) => value * factors[c]!) : inverse;
    const b = a.map((value, c) => (-value * inverse[c]! * byScale[c]!) / count);
    const d = a.map((value, c) => (-value * byOffset[c]!) / count);
    const dx = tf.tensor2d(rows.combined(mean, a, b, d), x.shape);
    return [dx, ofChannels(byScale), ofChannels(byOffset)];
  },
};

function rowsOf(channels: number, x: Float32Array, y?: Float32Array): PlainRows | SimdRows {
  return tf.getBackend() === "wasm" ? new SimdRows(channels, x, y) : new PlainRows(channels, x, y);
}

function ofChannels(values: Float64Array): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from(values));
}
