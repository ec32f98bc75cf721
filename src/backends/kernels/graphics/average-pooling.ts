/** The gradient of average pooling, which tfjs's WebGL and WebGPU backends compute wrongly at the border. */
import type * as tf from "../../tf.ts";
import { borderCorrection, type PoolAttrs, poolGeometryOf } from "../pooling.ts";
import type { KernelArgs } from "../register.ts";
import { bound, free, type GraphicsBackend, type GraphicsBackendName, kernelOf } from "./memory.ts";

/** tfjs's kernels `AvgPoolGrad` and `AvgPool3DGrad`: tfjs's own, after dy is corrected at the border. */
export function avgPoolGrad(name: GraphicsBackendName, original: tf.KernelFunc) {
  return ({
    inputs: { dy, input },
    attrs,
    backend,
  }: KernelArgs<"dy" | "input", PoolAttrs, GraphicsBackend>): tf.TensorInfo => {
    const run = bound(original, backend);
    const factors = borderCorrection(poolGeometryOf(input.shape, attrs));
    if (!factors) return run({ dy, input }, attrs);
    const scale = backend.makeTensorInfo([1, ...dy.shape.slice(1, -1), 1], "float32", factors);
    const corrected = kernelOf(name, "Multiply", backend)({ a: dy, b: scale });
    const dx = run({ dy: corrected, input }, attrs);
    free(backend, scale, corrected);
    return dx;
  };
}
