import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What a TypeScript file of this folder prints as JSON, run in a process of its own. */
export function measuredIn<Measured>(file: string, ...args: readonly string[]): Measured {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, file), ...args],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`bench/${file} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as Measured;
}
