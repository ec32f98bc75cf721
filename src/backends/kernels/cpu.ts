/** What tfjs's CPU backend computes wrongly. */
import type * as tf from "../tf.ts";
import { averagePoolGradient, maxPoolGradient, type PoolAttrs, poolGeometryOf } from "./pooling.ts";
import { type KernelArgs, replaceKernel } from "./register.ts";

interface CpuBackend {
  data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/** tfjs's kernels `AvgPoolGrad` and `AvgPool3DGrad`. */
function avgPoolGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "input", PoolAttrs, CpuBackend>): tf.TensorInfo {
  const { shape } = inputs.input;
  const dx = new Float32Array(shape.reduce((a, b) => a * b, 1));
  averagePoolGradient(poolGeometryOf(shape, attrs), backend.data.get(inputs.dy.dataId).values, dx);
  return backend.makeTensorInfo(shape, "float32", dx);
}

/** tfjs's kernel `MaxPool3DGrad`, which loses the maximum of windows that are not cubes. */
function maxPool3DGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "input", PoolAttrs, CpuBackend>): tf.TensorInfo {
  const { shape } = inputs.input;
  const dx = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const [x, dy] = [inputs.input, inputs.dy].map(({ dataId }) => backend.data.get(dataId).values);
  maxPoolGradient(poolGeometryOf(shape, attrs), x!, dy!, dx);
  return backend.makeTensorInfo(shape, "float32", dx);
}

interface ResizeAttrs {
  alignCorners: boolean;
}

/**
 * tfjs's kernel `ResizeNearestNeighborGrad`: each output pixel's gradient goes to the pixel that it was copied from.
 * tfjs's own steps through dy by the size of the input's images, so that all images of a batch but the first get a
 * wrong gradient.
 */
function resizeNearestNeighborGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"images" | "dy", ResizeAttrs, CpuBackend>): tf.TensorInfo {
  const { shape } = inputs.images;
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const [, outHeight, outWidth] = inputs.dy.shape as [number, number, number, number];
  const dy = backend.data.get(inputs.dy.dataId).values;
  const dx = new Float32Array(batch * height * width * channels);
  const rows = sources(height, outHeight, attrs.alignCorners);
  const columns = sources(width, outWidth, attrs.alignCorners);
  let from = 0;
  for (let b = 0; b < batch; b++) {
    for (const row of rows) {
      for (const column of columns) {
        const to = ((b * height + row) * width + column) * channels;
        for (let c = 0; c < channels; c++) dx[to + c]! += dy[from++]!;
      }
    }
  }
  return backend.makeTensorInfo(shape, "float32", dx);
}

/** For each of `output` positions the one of `input` positions that tfjs's forward kernel copies. */
function sources(input: number, output: number, alignCorners: boolean): number[] {
  const inner = alignCorners && output > 1 ? 1 : 0;
  const scale = (input - inner) / (output - inner);
  const round = alignCorners ? Math.round : Math.floor;
  return Array.from({ length: output }, (_, i) => Math.min(input - 1, round(i * scale)));
}

/** Registers the kernels of this file. */
export function registerCpuKernels(): void {
  replaceKernel("cpu", "AvgPoolGrad", avgPoolGrad);
  replaceKernel("cpu", "AvgPool3DGrad", avgPoolGrad);
  replaceKernel("cpu", "MaxPool3DGrad", maxPool3DGrad);
  replaceKernel("cpu", "ResizeNearestNeighborGrad", resizeNearestNeighborGrad);
}
