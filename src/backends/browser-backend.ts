/** Starts the TensorFlow.js backend that computes in a browser. */
import type { ComputeBackend } from "./backend-names.ts";
import { registerKernels } from "./kernels/index.ts";
import { runsSimd } from "./kernels/wasm/simd/memory.ts";
import * as tf from "./tf.ts";

/** The fastest first. */
const FASTEST: readonly ComputeBackend[] = ["webgpu", "webgl", "wasm", "cpu"];

/**
 * Starts a backend, makes it tfjs's current one and registers our kernels for it. `auto` takes the first that the browser
 * has of WebGPU, WebGL 2, WASM and plain JavaScript.
 *
 * @param wasmFolder address of the folder with tfjs's `.wasm` files, with a slash behind it
 * @throws Error where the browser lacks what was asked for
 */
export async function startInBrowser(
  choice: ComputeBackend | "auto",
  wasmFolder: string,
): Promise<ComputeBackend> {
  tf.env().set("PROD", true);
  for (const name of choice === "auto" ? FASTEST : [choice]) {
    if (name === "wasm" && !runsSimd()) continue;
    await load(name, wasmFolder);
    // A backend that the browser lacks isn't there at all, or can't be started.
    if (!tf.findBackendFactory(name) || !(await tf.setBackend(name))) continue;
    registerKernels(name);
    return name;
  }
  throw new Error(`this browser can't compute on ${choice}`);
}

async function load(name: ComputeBackend, wasmFolder: string): Promise<void> {
  switch (name) {
    case "webgpu":
      await import("@tensorflow/tfjs-backend-webgpu");
      break;
    case "webgl":
      await import("@tensorflow/tfjs-backend-webgl");
      break;
    case "wasm": {
      const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
      if (!tf.findBackend("wasm")) setWasmPaths(wasmFolder);
      break;
    }
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
  }
}
