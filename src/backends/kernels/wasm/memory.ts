/** Access to the WASM backend's memory and to the kernels that it already has. */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "../../tf.ts";

export type { BackendWasm };

/** An uninitialised float32 tensor on the backend's heap; the caller disposes of it or returns it. */
export function allocate(backend: BackendWasm, shape: number[]): tf.TensorInfo {
  return backend.makeOutput(shape, "float32");
}

/**
 * A tensor's values in place. Valid until the next allocation: the heap moves when it grows, so take views only
 * after everything that is needed has been allocated.
 */
export function valuesOf(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** The same data under another shape. It owns nothing: dispose of the original only. */
export function withShape(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
}

/** Frees a tensor that `allocate` or `runKernel` made. */
export function dispose(backend: BackendWasm, ...tensors: tf.TensorInfo[]): void {
  for (const tensor of tensors) backend.disposeData(tensor.dataId);
}

/** Runs one of the backend's kernels outside tfjs's tape and tidy scopes; the caller disposes of the result. */
export function runKernel(
  backend: BackendWasm,
  name: string,
  inputs: Record<string, tf.TensorInfo>,
  attrs: Record<string, unknown>,
): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  if (!kernel) throw new Error(`TensorFlow.js's WASM backend has no kernel ${name}`);
  return kernel.kernelFunc({ inputs, backend, attrs: attrs as tf.NamedAttrMap }) as tf.TensorInfo;
}

/** `x` with its axes in the order `perm`. */
export function transpose(backend: BackendWasm, x: tf.TensorInfo, perm: number[]): tf.TensorInfo {
  return runKernel(backend, "Transpose", { x }, { perm });
}
