/** Makes the software WebGPU adapter that comes with Debian's chromium usable in this process. */
import { existsSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";

const chromium = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** Keeps a library in memory when the handle that loaded it is closed; glibc's value, which Node doesn't name. */
const RTLD_NODELETE = 0x1000;

/**
 * Points Vulkan at SwiftShader; call it before the WebGPU backend is started.
 *
 * @throws Error if SwiftShader isn't installed: WebGPU tests must not pass unseen
 */
export function useSoftwareGpu(): void {
  const driver = process.env.VK_ICD_FILENAMES || chromium;
  if (!existsSync(driver)) {
    throw new Error(
      `WebGPU tests need SwiftShader, but there is no ${driver}: run \`apt-get install chromium\``,
    );
  }
  process.env.VK_ICD_FILENAMES = driver;
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  preload(join(dirname(driver), "libvulkan.so.1"));
}

/**
 * Loads the Vulkan loader that lies beside the driver, so that Dawn finds it by name where none is installed in the
 * system. The linker reads LD_LIBRARY_PATH only as a process starts, too late here.
 */
function preload(library: string): void {
  if (!existsSync(library)) return;
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    // Not an addon, which Node finds out only after it is loaded.
  }
}
