/** WebGPU in Node, through Dawn: finds an adapter and puts it where TensorFlow.js looks for one. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A WebGPU adapter that was found. */
export interface Adapter {
  /** For people, e.g. `NVIDIA GeForce RTX 4090`. */
  name: string;
  /** Whether the adapter computes on the processor, as SwiftShader and llvmpipe do. */
  software: boolean;
  /**
   * Defines `navigator.gpu` and WebGPU's global constants, which tfjs-backend-webgpu reads as it is loaded. A device
   * that is created afterwards keeps the process alive until its `destroy` is called.
   */
  install: () => void;
}

/** What looking for an adapter came to; `problem` says in half a sentence why there is none. */
export type AdapterSearch = { adapter: Adapter } | { adapter?: undefined; problem: string };

/** Looks for a WebGPU adapter, the fastest where there are several. */
export async function findAdapter(): Promise<AdapterSearch> {
  try {
    const { create, globals } = await import("webgpu");
    const gpu = create([]);
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return { problem: "no graphics driver offers a WebGPU adapter" };
    const install = () => {
      Object.assign(globalThis, globals);
      // Node 21 has a `navigator` with a getter only; Node 20 has none.
      Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true, writable: true });
    };
    return { adapter: { ...describe(adapter.info), install } };
  } catch (error) {
    return { problem: `the webgpu package does not load here (${(error as Error).message.split("\n")[0]})` };
  }
}

function describe(info: GPUAdapterInfo): { name: string; software: boolean } {
  const text = [info.vendor, info.architecture, info.device, info.description].join(" ");
  const software =
    info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|basic render driver/i.test(text);
  const name = info.description || [info.vendor, info.architecture || info.device].filter(Boolean).join(" ");
  return { name: name || "unnamed adapter", software };
}

/**
 * Whether the Vulkan loader, without which Dawn finds nothing on Linux, is where the dynamic linker looks. Asking
 * Dawn instead would print its own warning on the user's terminal. Always true on other systems, which need none.
 */
export function vulkanMayExist(): boolean {
  if (process.platform !== "linux") return true;
  const library = "libvulkan.so.1";
  const folders = (process.env.LD_LIBRARY_PATH ?? "").split(":").filter(Boolean);
  if (folders.some((folder) => existsSync(join(folder, library)))) return true;
  try {
    return readFileSync("/etc/ld.so.cache").includes(library);
  } catch {
    // musl has no cache: its linker searches these.
    return ["/lib", "/usr/lib", "/usr/local/lib"].some((folder) => existsSync(join(folder, library)));
  }
}
