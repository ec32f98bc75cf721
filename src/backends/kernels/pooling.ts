/**
 * Gradients of maximum and average pooling on plain arrays, for 2-D and 3-D alike.
 *
 * tfjs's own average-pool gradient divides by the size of the window on every backend, while its forward pass divides
 * by the number of positions inside the image: with padding, its gradient is wrong at the border. Here both count
 * the positions inside the image, as TensorFlow does.
 */
import * as tf from "../tf.ts";

/** A pooling's geometry; every triple is depth, height, width. A 2-D pooling has depth 1. */
export interface PoolGeometry {
  batch: number;
  channels: number;
  input: Triple;
  output: Triple;
  window: Triple;
  stride: Triple;
  /** Padding in front of the first plane, row and column. */
  padding: Triple;
}

export type Triple = readonly [number, number, number];

/** The fields of tfjs's `Conv2DInfo` and `Conv3DInfo` that a pooling needs. */
interface PoolInfo {
  batchSize: number;
  inChannels: number;
  inDepth?: number;
  inHeight: number;
  inWidth: number;
  outDepth?: number;
  outHeight: number;
  outWidth: number;
  filterDepth?: number;
  filterHeight: number;
  filterWidth: number;
  strideDepth?: number;
  strideHeight: number;
  strideWidth: number;
  padInfo: { front?: number; top: number; left: number };
}

function poolGeometry(info: PoolInfo): PoolGeometry {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [info.inDepth ?? 1, info.inHeight, info.inWidth],
    output: [info.outDepth ?? 1, info.outHeight, info.outWidth],
    window: [info.filterDepth ?? 1, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth ?? 1, info.strideHeight, info.strideWidth],
    padding: [info.padInfo.front ?? 0, info.padInfo.top, info.padInfo.left],
  };
}

/** Attributes of the pooling kernels; `filterSize` and `strides` have two numbers in 2-D, three in 3-D. */
export interface PoolAttrs {
  filterSize: number | number[];
  strides: number | number[];
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Geometry of a pooling over `shape`, batch × (depth ×) height × width × channels. */
export function poolGeometryOf(
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttrs,
): PoolGeometry {
  const { computePool2DInfo, computePool3DInfo } = tf.backend_util;
  return poolGeometry(
    shape.length === 4
      ? computePool2DInfo(
          shape as [number, number, number, number],
          filterSize as [number, number],
          strides as [number, number],
          1,
          pad,
          dimRoundingMode,
        )
      : computePool3DInfo(
          shape as [number, number, number, number, number],
          filterSize as [number, number, number],
          strides as [number, number, number],
          1,
          pad,
          dimRoundingMode,
        ),
  );
}

/**
 * Calls `visit` for every window, in the output's order.
 *
 * @param visit gets the offset of the window's first output channel, that of its image in the input, and the part
 *   of the window inside the image: first and one past last plane, row and column
 */
function forEachWindow(
  g: PoolGeometry,
  visit: (
    output: number,
    image: number,
    z0: number,
    z1: number,
    y0: number,
    y1: number,
    x0: number,
    x1: number,
  ) => void,
): void {
  const [depth, height, width] = g.input;
  const imageSize = depth * height * width * g.channels;
  let output = 0;
  for (let b = 0; b < g.batch; b++) {
    for (let oz = 0; oz < g.output[0]; oz++) {
      const z = oz * g.stride[0] - g.padding[0];
      const z0 = Math.max(z, 0);
      const z1 = Math.min(z + g.window[0], depth);
      for (let oy = 0; oy < g.output[1]; oy++) {
        const y = oy * g.stride[1] - g.padding[1];
        const y0 = Math.max(y, 0);
        const y1 = Math.min(y + g.window[1], height);
        for (let ox = 0; ox < g.output[2]; ox++) {
          const x = ox * g.stride[2] - g.padding[2];
          visit(output, b * imageSize, z0, z1, y0, y1, Math.max(x, 0), Math.min(x + g.window[2], width));
          output += g.channels;
        }
      }
    }
  }
}

/**
 * Adds the gradient of average pooling to `dx`.
 *
 * @param dy gradient of the output, batch × (planes ×) rows × columns × channels
 * @param dx receives the gradient of the input, same layout; zeros before the call
 */
export function averagePoolGradient(g: PoolGeometry, dy: Float32Array, dx: Float32Array): void {
  const [, height, width] = g.input;
  const { channels } = g;
  forEachWindow(g, (output, image, z0, z1, y0, y1, x0, x1) => {
    const share = 1 / ((z1 - z0) * (y1 - y0) * (x1 - x0));
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++) {
        const row = image + (z * height + y) * width * channels;
        for (let x = x0; x < x1; x++) {
          const pixel = row + x * channels;
          for (let c = 0; c < channels; c++) dx[pixel + c]! += dy[output + c]! * share;
        }
      }
    }
  });
}

/**
 * Adds the gradient of maximum pooling to `dx`: that of each window goes to its largest number, the first in reading order
 * where several are equal. Where none is above −∞, it goes nowhere.
 *
 * @param x input, batch × (planes ×) rows × columns × channels
 * @param dy gradient of the output
 * @param dx receives the gradient of the input; zeros before the call
 */
export function maxPoolGradient(g: PoolGeometry, x: Float32Array, dy: Float32Array, dx: Float32Array): void {
  const [, height, width] = g.input;
  const { channels } = g;
  const largest = new Float32Array(channels);
  const where = new Int32Array(channels);
  forEachWindow(g, (output, image, z0, z1, y0, y1, x0, x1) => {
    largest.fill(Number.NEGATIVE_INFINITY);
    where.fill(-1);
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++) {
        let at = image + ((z * height + y) * width + x0) * channels;
        for (let i = x0; i < x1; i++) {
          for (let c = 0; c < channels; c++, at++) {
            if (x[at]! > largest[c]!) {
              largest[c] = x[at]!;
              where[c] = at;
            }
          }
        }
      }
    }
    for (let c = 0; c < channels; c++) {
      if (where[c]! >= 0) dx[where[c]!]! += dy[output + c]!;
    }
  });
}

/**
 * For each output position, window size over the number of positions inside the image: what tfjs's average-pool
 * gradient must be multiplied by.
 *
 * @returns planes × rows × columns values, or `undefined` where every factor is 1
 */
export function borderCorrection(g: PoolGeometry): Float32Array | undefined {
  const size = g.window[0] * g.window[1] * g.window[2];
  const factors = new Float32Array(g.output[0] * g.output[1] * g.output[2]);
  let needed = false;
  forEachWindow({ ...g, batch: 1, channels: 1 }, (output, _image, z0, z1, y0, y1, x0, x1) => {
    const inside = (z1 - z0) * (y1 - y0) * (x1 - x0);
    factors[output] = size / inside;
    if (inside !== size) needed = true;
  });
  return needed ? factors : undefined;
}
