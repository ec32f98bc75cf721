/** What TensorFlow.js lacks, computes wrongly or does slowly, filled in per backend. */
import type { BackendName } from "../backend-names.ts";
import { registerCpuKernels } from "./cpu.ts";
import { completeGradients } from "./gradients.ts";
import { unfuseWhileTraining } from "./unfused-training.ts";
import { registerWasmKernels } from "./wasm/index.ts";
import { registerWebGPUKernels } from "./webgpu.ts";

const registered = new Set<BackendName>();

/** Registers our kernels for a backend that has been started. Idempotent. */
export function registerKernels(backend: BackendName): void {
  if (registered.has(backend)) return;
  registered.add(backend);
  completeGradients();
  unfuseWhileTraining();
  const register = { webgpu: registerWebGPUKernels, wasm: registerWasmKernels, cpu: registerCpuKernels };
  register[backend]();
}
