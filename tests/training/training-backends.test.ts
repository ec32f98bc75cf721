// The same training in processes of their own: to the bit on one backend, nearly so on different ones.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { EpochRecord } from "../../src/training/trainer.ts";

/** The history and the distance of averages from the data, as text. A backend that is not there fails the test. */
async function resultOn(backend: string): Promise<string> {
  const program = join(import.meta.dirname, "training-fixture.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program, backend]);
  return stdout;
}

test("the same seed gives the same history to the bit; three backends agree within 1 %, and have the averages of the data", async () => {
  const losses: { [backend: string]: number } = {};
  for (const backend of ["wasm", "cpu", "webgpu"]) {
    const result = await resultOn(backend);
    const { history, far } = JSON.parse(result) as { history: EpochRecord[]; far: number };
    losses[backend] = history[0]!.loss;
    expect(far, backend).toBeLessThan(1e-4);
    if (backend !== "webgpu") expect(await resultOn(backend), backend).toBe(result);
  }
  expect(losses.cpu).toBeGreaterThan(0.1);
  expect(Math.abs(losses.wasm! / losses.cpu! - 1)).toBeLessThan(0.01);
  expect(Math.abs(losses.webgpu! / losses.cpu! - 1)).toBeLessThan(0.01);
});
