/** Writing results so that an interruption leaves either the old or the new ones, never a half. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { FoundError } from "../diagnostics/found-error.ts";

/** Writes one file by way of a temporary one beside it; makes its folder where there is none. */
export async function writeOutput(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFileAtomic(file, typeof content === "string" ? content : Buffer.from(content));
}

/**
 * Writes a folder of files as a whole. An older one of the same files is replaced; a folder that holds anything else
 * is refused. A file without content is one that isn't there this time.
 *
 * @throws FoundError where the folder holds other files
 */
export async function writeFolder(
  folder: string,
  files: { readonly [name: string]: string | Uint8Array | undefined },
): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const others = existsSync(target) ? (await readdir(target)).filter((name) => !(name in files)) : [];
  if (others.length > 0) {
    throw new FoundError(
      "output_occupied",
      `the folder holds other files (${others.slice(0, 3).join(", ")}), which would be lost`,
      { file: folder, help: "choose another folder, or move them away" },
    );
  }
  await mkdir(parent, { recursive: true });
  // Not `mkdtemp`, whose folders are their owner's alone: a model is there to be served.
  const fresh = join(parent, `.${basename(target)}-${randomUUID()}`);
  try {
    await mkdir(fresh);
    for (const [name, content] of Object.entries(files))
      if (content !== undefined) await writeFile(join(fresh, name), content);
    if (existsSync(target)) await exchange(target, fresh);
    else await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** Puts a folder in the place of another one, which stays where that fails. */
async function exchange(target: string, fresh: string): Promise<void> {
  const old = `${fresh}-old`;
  await rename(target, old);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true });
}
