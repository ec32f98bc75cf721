/** What TensorFlow.js lacks, computes wrongly or does slowly, filled in per backend. Runs in Node and in browsers. */
import type { ComputeBackend } from "../backend-names.ts";
import { registerCpuKernels } from "./cpu.ts";
import { completeGradients } from "./gradients.ts";
import { registerGraphicsKernels } from "./graphics/index.ts";
import { unfuseWhileTraining } from "./unfused-training.ts";
import { registerWasmKernels } from "./wasm/index.ts";

const register: { readonly [backend in ComputeBackend]: () => void } = {
  webgl: () => registerGraphicsKernels("webgl"),
  webgpu: () => registerGraphicsKernels("webgpu"),
  wasm: registerWasmKernels,
  cpu: registerCpuKernels,
};

const registered = new Set<ComputeBackend>();

/** Registers our kernels for a backend that has been started. Idempotent. */
export function registerKernels(backend: ComputeBackend): void {
  if (registered.has(backend)) return;
  registered.add(backend);
  completeGradients();
  unfuseWhileTraining();
  register[backend]();
}
