/** Sums of many tensors on tfjs's WebGPU backend, which reads all of them in one shader, whatever a device allows. */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { free, type GraphicsBackend } from "./memory.ts";

interface WebGPUBackend extends GraphicsBackend {
  readonly device: GPUDevice;
}

/** tfjs's kernel `AddN`, for as many at a time as a shader can read besides the buffer that it writes. */
export function addN(original: tf.KernelFunc) {
  return ({ inputs, backend }: KernelArgs<string, unknown, WebGPUBackend>): tf.TensorInfo => {
    const terms = Object.values(inputs);
    const run = (tensors: readonly tf.TensorInfo[]) =>
      original({ inputs: tensors as never, attrs: {}, backend }) as tf.TensorInfo;
    const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
    let sum = run(terms.slice(0, most));
    for (let next = most; next < terms.length; next += most - 1) {
      const before = sum;
      sum = run([before, ...terms.slice(next, next + most - 1)]);
      free(backend, before);
    }
    return sum;
  };
}
