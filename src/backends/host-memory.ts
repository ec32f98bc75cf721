/** Direct access to tensors that lie in this process's memory. */
import * as tf from "./tf.ts";

interface WasmMemory {
  typedArrayFromHeap(tensor: tf.Tensor): Float32Array;
}

interface CpuMemory {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
}

/**
 * The numbers of a float32 tensor where they lie, to be read; undefined where they lie on another device.
 * A view holds until the next tensor is made: WASM's memory moves when it grows.
 */
export function hostView(tensor: tf.Tensor): Float32Array | undefined {
  const backend: unknown = tf.backend();
  switch (tf.getBackend()) {
    case "wasm":
      return (backend as WasmMemory).typedArrayFromHeap(tensor);
    case "cpu":
      return (backend as CpuMemory).data.get(tensor.dataId).values;
    default:
      return undefined;
  }
}
