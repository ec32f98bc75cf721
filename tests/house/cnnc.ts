// Runs the built command line as its users do: a process of its own.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "../..");
const bundle = join(root, "dist/cnnc.cjs");

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cnnc ARGS` in the repository's root, without colours unless `env` asks for them. */
export function cnnc(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Outcome> {
  return cnncIn(root, args, env);
}

/** Runs `cnnc ARGS` in a folder. */
export function cnncIn(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Outcome> {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [bundle, ...args],
      { cwd: folder, env: { ...inherited, NO_COLOR: "1", ...env }, maxBuffer: 2 ** 26, encoding: "utf8" },
      (error, stdout, stderr) => done({ code: exitCode(error), stdout, stderr }),
    );
  });
}

function exitCode(error: unknown): number {
  if (error === null) return 0;
  const { code } = error as { code?: unknown };
  if (typeof code === "number") return code;
  throw error;
}

/** Every spec of specs/, as paths from the root. */
export const specs = readdirSync(join(root, "specs"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".cnn"))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .sort();

/** Calls `use` with a folder that is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cnnc-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
