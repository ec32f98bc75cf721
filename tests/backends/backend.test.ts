import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import { registerKernels } from "../../src/backends/kernels/index.ts";
import * as tf from "../../src/backends/tf.ts";

const program = fileURLToPath(new URL("./fixture-start.ts", import.meta.url));

/** Runs the program in a process of its own, on a machine whose only adapter is a software one. */
async function startElsewhere(choice: string) {
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", program, choice], {
    timeout: 60_000,
  });
  const { stdout, stderr } = await run;
  return { ...JSON.parse(stdout), stderr };
}

test("`auto` leaves a software adapter alone, says so, and the process ends", async () => {
  const started = await startElsewhere("auto");
  expect(started).toMatchObject({ name: "wasm", sum: 1999000, stderr: "" });
  expect(started.reason).toMatch(/^Using WASM with SIMD: WebGPU offers only SwiftShader.* in software\.$/);
});

test("`webgpu` takes a software adapter, and the process ends once stopped", async () => {
  const started = await startElsewhere("webgpu");
  expect(started).toMatchObject({ name: "webgpu", sum: 1999000 });
  expect(started.device).toMatch(/SwiftShader/);
  expect(started.reason).toMatch(/^Using WebGPU on SwiftShader.* \(software\): it was asked for\.$/);
});

test.each(["wasm", "cpu"])("`%s` starts without a word on the terminal", async (choice) => {
  const started = await startElsewhere(choice);
  expect(started).toMatchObject({ name: choice, sum: 1999000, stderr: "" });
});

test("`webgpu` without an adapter says what to do", async () => {
  vi.stubEnv("VK_ICD_FILENAMES", "/nowhere.json");
  const failure = startBackend("webgpu");
  await expect(failure).rejects.toMatchObject({ finding: { code: "backend_unavailable" } });
  await expect(failure).rejects.toThrow(/^Can't use WebGPU: .*Install a Vulkan driver.*--backend wasm\.$/);
});

test("`auto` without an adapter takes WASM", async () => {
  vi.stubEnv("VK_ICD_FILENAMES", "/nowhere.json");
  const { name, reason } = await startBackend("auto");
  expect(name).toBe("wasm");
  expect(reason).toMatch(/^Using WASM with SIMD: WebGPU is not available \(.+\)\.$/);
});

test("kernels are registered once, and stopping is harmless", async () => {
  await startBackend("wasm");
  const kernel = tf.getKernel("BatchMatMul", "wasm")!.kernelFunc;
  registerKernels("wasm");
  await startBackend("wasm");
  expect(tf.getKernel("BatchMatMul", "wasm")!.kernelFunc).toBe(kernel);
  stopBackend();
  expect((await tf.ones([2]).data())[0]).toBe(1);
});
