/** Tensors in the memory of a graphics card, for kernels that are made of tfjs's own. */
import * as tf from "../../tf.ts";

/** The backends that compute on a graphics card. */
export type GraphicsBackendName = "webgl" | "webgpu";

/** What tfjs's `MathBackendWebGL` and `WebGPUBackend` have in common. */
export interface GraphicsBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
  disposeData(dataId: object): boolean;
}

/** A kernel of tfjs's: it gives one tensor, which must be freed. */
export type Kernel = (inputs: { readonly [name: string]: tf.TensorInfo }, attrs?: object) => tf.TensorInfo;

/** The kernel of that name, as it is registered now. */
export function kernelOf(name: GraphicsBackendName, kernelName: string, backend: GraphicsBackend): Kernel {
  return bound(tf.getKernel(kernelName, name)!.kernelFunc, backend);
}

/** A kernel that is given its backend. */
export function bound(kernel: tf.KernelFunc, backend: GraphicsBackend): Kernel {
  return (inputs, attrs = {}) =>
    kernel({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as tf.TensorInfo;
}

/** Frees what is not needed any more. */
export function free(backend: GraphicsBackend, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}
