// The same training in processes of their own: to the bit on one backend, nearly so on different ones.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { EpochRecord } from "../../src/training/trainer.ts";

/** The history as text. A backend that is not there fails the test. */
async function historyOn(backend: string): Promise<string> {
  const program = join(import.meta.dirname, "training-fixture.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program, backend]);
  return stdout;
}

test("the same seed gives the same history to the bit; three backends agree within 1 %", async () => {
  const losses: { [backend: string]: number } = {};
  for (const backend of ["wasm", "cpu", "webgpu"]) {
    const history = await historyOn(backend);
    losses[backend] = (JSON.parse(history) as EpochRecord[])[0]!.loss;
    if (backend !== "webgpu") expect(await historyOn(backend), backend).toBe(history);
  }
  expect(losses.cpu).toBeGreaterThan(0.1);
  expect(Math.abs(losses.wasm! / losses.cpu! - 1)).toBeLessThan(0.01);
  expect(Math.abs(losses.webgpu! / losses.cpu! - 1)).toBeLessThan(0.01);
});
