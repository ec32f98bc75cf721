/** What tfjs's WebGPU backend computes wrongly. */
import * as tf from "../tf.ts";
import { borderCorrection, type PoolAttrs, poolGeometryOf } from "./pooling.ts";
import { type KernelArgs, replaceKernel } from "./register.ts";
import { registerElementwise } from "./webgpu-elementwise.ts";

interface WebGPUBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
  disposeData(dataId: object): boolean;
}

/** tfjs's kernels `AvgPoolGrad` and `AvgPool3DGrad`: tfjs's own, after dy is corrected at the border. */
function avgPoolGrad(original: tf.KernelFunc) {
  return ({
    inputs,
    attrs,
    backend,
  }: KernelArgs<"dy" | "input", PoolAttrs, WebGPUBackend>): tf.TensorInfo => {
    const { dy, input } = inputs;
    const run = (corrected: tf.TensorInfo) =>
      original({ inputs: { dy: corrected, input }, attrs: { ...attrs }, backend }) as tf.TensorInfo;
    const factors = borderCorrection(poolGeometryOf(input.shape, attrs));
    if (!factors) return run(dy);
    const shape = [1, ...dy.shape.slice(1, -1), 1];
    const scale = backend.makeTensorInfo(shape, "float32", factors);
    const multiply = tf.getKernel("Multiply", "webgpu")!.kernelFunc;
    const corrected = multiply({ inputs: { a: dy, b: scale }, attrs: {}, backend }) as tf.TensorInfo;
    const dx = run(corrected);
    backend.disposeData(scale.dataId);
    backend.disposeData(corrected.dataId);
    return dx;
  };
}

/** Registers the kernels of this file. */
export function registerWebGPUKernels(): void {
  registerElementwise();
  for (const name of ["AvgPoolGrad", "AvgPool3DGrad"]) {
    replaceKernel("webgpu", name, avgPoolGrad(tf.getKernel(name, "webgpu")!.kernelFunc));
  }
}
