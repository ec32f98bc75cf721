// Builds dist/ once before the tests that run the command line.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A build that fails leaves no dist/, and so fails the tests that run it; the others can still be worked with. */
export function setup(): void {
  // `npm test` has built it already.
  if (process.env.CNNC_BUILT) return;
  const root = join(import.meta.dirname, "../..");
  spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], { cwd: root, stdio: "inherit" });
}
