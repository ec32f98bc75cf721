/**
 * Gradients of the 2-D convolution on WASM, each as a convolution or a matrix product, so that XNNPACK's SIMD code
 * does the work.
 *
 * With y[b,i,j,f] = Σ x[b, i·s+p−t, j·s+q−l, c] · w[p,q,c,f] (strides s, top and left padding t, l):
 *
 *   dw[p,q,c,f] = Σ x[b, i·s+p−t, j·s+q−l, c] · dy[b,i,j,f]     a convolution of x with dy, dilated by s
 *   dx[b,h,w,c] = Σ dy[b,i,j,f] · w[h+t−i·s, w+l−j·s, c, f]     a convolution of dy, spread by s, with w flipped
 *
 * With strides, spreading would make XNNPACK multiply mostly zeros: there dx is the product dy · wᵀ, whose columns
 * are added to the pixels that they came from.
 *
 * (Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016, chapter 4.)
 */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, dispose, runKernel, transpose, valuesOf, withShape } from "./memory.ts";

type Conv2DInfo = tf.backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];

/** Geometry of a convolution whose tensors are batch × height × width × channels. */
export function conv2DInfo(
  inputShape: number[],
  filterShape: number[],
  attrs: {
    strides: number | [number, number];
    pad: tf.backend_util.PadInfo | unknown;
    dimRoundingMode?: unknown;
  },
): Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    1,
    attrs.pad as number,
    attrs.dimRoundingMode as "floor" | undefined,
  );
}

/**
 * Gradient of the filter.
 *
 * @param x input, batch × height × width × inputs
 * @param dy gradient of the output, batch × rows × columns × outputs
 * @returns filter height × filter width × inputs × outputs
 */
export function filterGradient(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: Conv2DInfo,
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = info;
  const { top, left } = info.padInfo;
  if (isPointwise(info)) return pointwiseFilterGradient(backend, x, dy, info);
  // Rows that the last window doesn't reach give surplus rows of dw, cut off below.
  const bottom = Math.max(0, (info.outHeight - 1) * strideHeight + filterHeight - info.inHeight - top);
  const right = Math.max(0, (info.outWidth - 1) * strideWidth + filterWidth - info.inWidth - left);
  const image = transpose(backend, x, [3, 1, 2, 0]);
  const filter = transpose(backend, dy, [1, 2, 0, 3]);
  const wide = runKernel(
    backend,
    "Conv2D",
    { x: image, filter },
    {
      strides: [1, 1],
      dilations: [strideHeight, strideWidth],
      pad: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      dataFormat: "NHWC",
    },
  );
  dispose(backend, image, filter);
  const exact =
    wide.shape[1] === filterHeight && wide.shape[2] === filterWidth
      ? wide
      : runKernel(
          backend,
          "Slice",
          { x: wide },
          { begin: [0, 0, 0, 0], size: [inChannels, filterHeight, filterWidth, outChannels] },
        );
  const dw = transpose(backend, exact, [1, 2, 0, 3]);
  dispose(backend, wide);
  if (exact !== wide) dispose(backend, exact);
  return dw;
}

function isPointwise(info: Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  return (
    Math.max(filterHeight, filterWidth, strideHeight, strideWidth) === 1 && !(top || bottom || left || right)
  );
}

/** A 1×1 filter's gradient, the product xᵀ · dy: as a convolution it would have too few rows for SIMD to pay. */
function pointwiseFilterGradient(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  { batchSize, outHeight, outWidth, inChannels, outChannels }: Conv2DInfo,
): tf.TensorInfo {
  const pixels = batchSize * outHeight * outWidth;
  const product = runKernel(
    backend,
    "BatchMatMul",
    { a: withShape(x, [pixels, inChannels]), b: withShape(dy, [pixels, outChannels]) },
    { transposeA: true, transposeB: false },
  );
  return withShape(product, [1, 1, inChannels, outChannels]);
}

/**
 * Gradient of the input.
 *
 * @param dy gradient of the output, batch × rows × columns × outputs
 * @param filter filter height × filter width × inputs × outputs
 * @returns batch × height × width × inputs
 */
export function inputGradient(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: Conv2DInfo,
): tf.TensorInfo {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  const top = filterHeight - 1 - info.padInfo.top;
  const left = filterWidth - 1 - info.padInfo.left;
  const bottom = inHeight - outHeight + filterHeight - 1 - top;
  const right = inWidth - outWidth + filterWidth - 1 - left;
  const strided = info.strideHeight > 1 || info.strideWidth > 1;
  // A negative border means windows that lie in the padding only.
  if (strided || Math.min(top, left, bottom, right) < 0) return columnsGradient(backend, dy, filter, info);
  const flipped = flip(backend, filter);
  const pad = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const dx = runKernel(
    backend,
    "Conv2D",
    { x: dy, filter: flipped },
    { strides: [1, 1], dilations: [1, 1], pad, dataFormat: "NHWC" },
  );
  dispose(backend, flipped);
  return dx;
}

/** The filter turned by 180° with inputs and outputs swapped: p × q × c × f becomes −p × −q × f × c. */
function flip(backend: BackendWasm, filter: tf.TensorInfo): tf.TensorInfo {
  const swapped = transpose(backend, filter, [0, 1, 3, 2]);
  const [height, width, outputs, inputs] = swapped.shape as Shape4D;
  const values = valuesOf(backend, swapped);
  const size = outputs * inputs;
  const spare = new Float32Array(size);
  for (let low = 0, high = height * width - 1; low < high; low++, high--) {
    spare.set(values.subarray(low * size, (low + 1) * size));
    values.copyWithin(low * size, high * size, (high + 1) * size);
    values.set(spare, high * size);
  }
  return swapped;
}

/** Most values that the columns of dy · wᵀ may have at a time, unless one image has more: 16 MiB. */
const MAX_COLUMN_VALUES = 4 * 2 ** 20;

/** Gradient of the input for any stride and padding, from dy · wᵀ, some images at a time. */
function columnsGradient(
  backend: BackendWasm,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: Conv2DInfo,
): tf.TensorInfo {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const windowSize = filterHeight * filterWidth * inChannels;
  const windows = outHeight * outWidth;
  const step = Math.max(1, Math.floor(MAX_COLUMN_VALUES / (windows * windowSize)));
  const weights = transpose(backend, withShape(filter, [windowSize, outChannels]), [1, 0]);
  const dx = allocate(backend, info.inShape);
  valuesOf(backend, dx).fill(0);
  for (let image = 0; image < batchSize; image += step) {
    const images = Math.min(step, batchSize - image);
    const part = allocate(backend, [images * windows, outChannels]);
    const start = image * windows * outChannels;
    valuesOf(backend, part).set(
      valuesOf(backend, dy).subarray(start, start + images * windows * outChannels),
    );
    const columns = runKernel(
      backend,
      "BatchMatMul",
      { a: part, b: weights },
      { transposeA: false, transposeB: false },
    );
    addColumns(info, valuesOf(backend, columns), valuesOf(backend, dx), image, images);
    dispose(backend, part, columns);
  }
  dispose(backend, weights);
  return dx;
}

/** Adds each window's values, filter height × filter width × inputs, to the pixels under it. */
function addColumns(
  info: Conv2DInfo,
  columns: Float32Array,
  dx: Float32Array,
  firstImage: number,
  images: number,
): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  let window = 0;
  for (let b = firstImage; b < firstImage + images; b++) {
    for (let i = 0; i < outHeight; i++) {
      const y = i * info.strideHeight - info.padInfo.top;
      const p0 = Math.max(0, -y);
      const p1 = Math.min(filterHeight, inHeight - y);
      for (let j = 0; j < outWidth; j++) {
        const x = j * info.strideWidth - info.padInfo.left;
        const q0 = Math.max(0, -x);
        const run = (Math.min(filterWidth, inWidth - x) - q0) * inChannels;
        for (let p = p0; p < p1; p++) {
          const source = window + (p * filterWidth + q0) * inChannels;
          const target = ((b * inHeight + y + p) * inWidth + x + q0) * inChannels;
          for (let k = 0; k < run; k++) dx[target + k]! += columns[source + k]!;
        }
        window += filterHeight * filterWidth * inChannels;
      }
    }
  }
}

type GradientAttrs = { strides: number | [number, number]; pad: unknown; dimRoundingMode?: unknown };

/** tfjs's kernel `Conv2DBackpropFilter`. */
export function conv2DBackpropFilter({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x" | "dy", GradientAttrs & { filterShape: number[] }, BackendWasm>): tf.TensorInfo {
  return filterGradient(backend, inputs.x, inputs.dy, conv2DInfo(inputs.x.shape, attrs.filterShape, attrs));
}

/** tfjs's kernel `Conv2DBackpropInput`, which is also its transposed convolution. */
export function conv2DBackpropInput({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "filter", GradientAttrs & { inputShape: number[] }, BackendWasm>): tf.TensorInfo {
  const info = conv2DInfo(attrs.inputShape, inputs.filter.shape, attrs);
  return inputGradient(backend, inputs.dy, inputs.filter, info);
}
