/** What TensorFlow.js lacks, computes wrongly or does slowly, filled in per backend. */
import type { ComputeBackend } from "../backend-names.ts";
import { registerCpuKernels } from "./cpu.ts";
import { completeGradients } from "./gradients.ts";
import { unfuseWhileTraining } from "./unfused-training.ts";
import { registerWasmKernels } from "./wasm/index.ts";
import { registerWebGPUKernels } from "./webgpu.ts";

const registered = new Set<ComputeBackend>();

/** Registers our kernels for a backend that has been started. Idempotent. */
export function registerKernels(backend: ComputeBackend): void {
  if (registered.has(backend)) return;
  registered.add(backend);
  completeGradients();
  unfuseWhileTraining();
  const register = {
    webgpu: registerWebGPUKernels,
    webgl: () => {},
    wasm: registerWasmKernels,
    cpu: registerCpuKernels,
  };
  register[backend]();
}
