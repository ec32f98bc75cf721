/** Chooses, loads and stops the TensorFlow.js backend that computes. */
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { FoundError } from "../diagnostics/found-error.ts";
import type { BackendName } from "./backend-names.ts";
import { registerKernels } from "./kernels/index.ts";
import { useWholeMachine } from "./kernels/wasm/simd/node.ts";
import * as tf from "./tf.ts";
import { type Adapter, type AdapterSearch, findAdapter, vulkanMayExist } from "./webgpu-adapter.ts";

export { type BackendName, backendNames } from "./backend-names.ts";

/** A running backend. */
export interface StartedBackend {
  name: BackendName;
  /** One sentence for the user: which backend was taken, and why. */
  reason: string;
  /** The graphics adapter's name, on WebGPU. */
  device?: string;
}

/**
 * Starts a backend, makes it tfjs's current one and registers our kernels for it.
 *
 * `auto` takes WebGPU where a hardware adapter is found, else WASM, else the CPU backend. `webgpu` takes a software
 * adapter too. After WebGPU, `stopBackend` must be called or the process never ends.
 *
 * @throws FoundError if the backend that was asked for can't run here
 */
export async function startBackend(choice: BackendName | "auto"): Promise<StartedBackend> {
  switch (choice) {
    case "auto":
      return startFastest();
    case "webgpu": {
      const search = await findAdapter();
      if (!search.adapter) {
        throw new FoundError(
          "backend_unavailable",
          `Can't use WebGPU: ${search.problem}. Install a Vulkan driver for this machine's GPU, or use --backend wasm.`,
        );
      }
      return startWebGPU(search.adapter, "it was asked for");
    }
    case "wasm":
      if (!(await startWasm())) {
        throw new FoundError(
          "backend_unavailable",
          "Can't use WASM: TensorFlow.js's WASM binary did not load. Use --backend cpu.",
        );
      }
      return { name: "wasm", reason: `Using ${await wasmTitle()}: it was asked for.` };
    case "cpu":
      await startCpu();
      return { name: "cpu", reason: "Using the CPU backend: it was asked for." };
  }
}

/** Releases the graphics device; without it Dawn keeps the process alive. Harmless on the other backends. */
export function stopBackend(): void {
  if (tf.getBackend() === "webgpu") (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
}

async function startFastest(): Promise<StartedBackend> {
  const search: AdapterSearch = vulkanMayExist()
    ? await findAdapter()
    : { problem: "no Vulkan driver is installed" };
  if (search.adapter && !search.adapter.software)
    return startWebGPU(search.adapter, "it is a hardware adapter");
  const why = search.adapter
    ? `WebGPU offers only ${search.adapter.name}, which computes in software`
    : `WebGPU is not available (${search.problem})`;
  if (await startWasm()) return { name: "wasm", reason: `Using ${await wasmTitle()}: ${why}.` };
  await startCpu();
  return {
    name: "cpu",
    reason: `Using the CPU backend: ${why}, and TensorFlow.js's WASM binary did not load.`,
  };
}

async function startWebGPU(adapter: Adapter, why: string): Promise<StartedBackend> {
  adapter.install();
  await import("@tensorflow/tfjs-backend-webgpu");
  if (!(await activate("webgpu"))) {
    throw new FoundError(
      "backend_unavailable",
      `Can't use WebGPU: ${adapter.name} gave no device. Use --backend wasm.`,
    );
  }
  const kind = adapter.software ? " (software)" : "";
  return { name: "webgpu", device: adapter.name, reason: `Using WebGPU on ${adapter.name}${kind}: ${why}.` };
}

async function startWasm(): Promise<boolean> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const manifest = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
  if (tf.findBackend("wasm") === null) {
    setWasmPaths(join(dirname(manifest), "dist") + sep);
    useWholeMachine();
  }
  return activate("wasm");
}

async function wasmTitle(): Promise<string> {
  return (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "WASM with SIMD" : "WASM without SIMD";
}

async function startCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
  await activate("cpu");
  // Else the first tensor prints a banner that advises another backend.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
}

/** Makes a registered backend the current one; false if it fails to start. */
async function activate(name: BackendName): Promise<boolean> {
  if (!(await tf.setBackend(name))) return false;
  registerKernels(name);
  return true;
}
