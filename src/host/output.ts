/**
 * Writing results so that an interruption or a full disk leaves either the old or the new ones, never a half. `fs.promises` is
 * named where it is used, since `draw` loads this file, and Node loads that when it is asked for.
 */
import * as fs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { FoundError } from "../diagnostics/found-error.ts";

/** What a file is written through; one of `node:fs` that is open. */
interface Writable {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
}

/**
 * Writes every byte. The system may take fewer than it is given, as it does just before a disk is full; only the next
 * attempt fails then.
 */
export async function writeWhole(file: Writable, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    if (bytesWritten === 0)
      throw Object.assign(new Error("nothing more can be written"), { code: "ENOSPC", syscall: "write" });
    done += bytesWritten;
  }
}

/** Part of a name that no other process takes. Loading `node:crypto` for it would take as long as reading a spec. */
function unique(): string {
  return `${process.pid.toString(36)}-${Math.random().toString(36).slice(2)}`;
}

/**
 * Writes one file by way of a temporary one beside it; makes its folder where there is none. A link stays, and what it
 * leads to is written; so are devices and pipes, which can't be replaced.
 */
export async function writeOutput(file: string, content: string | Uint8Array): Promise<void> {
  const target = await fs.promises.realpath(file).catch(() => resolve(file));
  const before = await fs.promises.stat(target).catch(() => undefined);
  try {
    if (before && !before.isFile() && !before.isDirectory()) return await writeInto(target, "a", content);
    await fs.promises.mkdir(dirname(target), { recursive: true });
    await writeThrough(target, join(dirname(target), `.cnnc-${unique()}.tmp`), content, before);
  } catch (error) {
    // Not the temporary one, which nobody asked for.
    throw Object.assign(error as Error, { path: file });
  }
}

/**
 * Writes one file by way of a temporary one of that name, which stays nowhere, unless the process is killed meanwhile.
 *
 * @param before the file that is there, whose owner and permissions the new one gets
 */
export async function writeThrough(
  target: string,
  temporary: string,
  content: string | Uint8Array,
  before?: { readonly mode: number; readonly uid: number; readonly gid: number },
): Promise<void> {
  try {
    await writeInto(temporary, FRESH, content);
    if (before) {
      await fs.promises.chmod(temporary, before.mode & 0o7777);
      // Only some users may give files away.
      await fs.promises.chown(temporary, before.uid, before.gid).catch(() => {});
    }
    await fs.promises.rename(temporary, target);
  } catch (error) {
    await fs.promises.rm(temporary, { force: true });
    throw error;
  }
}

/** A file that is empty at first; never what a link leads to. */
const FRESH =
  fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_TRUNC | (fs.constants.O_NOFOLLOW ?? 0);

async function writeInto(path: string, flags: number | "a", content: string | Uint8Array): Promise<void> {
  const file = await fs.promises.open(path, flags);
  try {
    await writeWhole(file, typeof content === "string" ? Buffer.from(content) : content);
    // Devices have nothing to bring to a disk.
    if (flags !== "a") await file.sync();
  } finally {
    await file.close();
  }
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
  if (fs.existsSync(target)) await demandOnly(target, files, folder);
  await fs.promises.mkdir(parent, { recursive: true });
  // Not `mkdtemp`, whose folders are their owner's alone: a model is there to be served.
  const fresh = join(parent, `.${basename(target).slice(0, 100)}-${unique()}`);
  try {
    await fs.promises.mkdir(fresh);
    for (const [name, content] of Object.entries(files))
      if (content !== undefined) await writeInto(join(fresh, name), FRESH, content);
    if (fs.existsSync(target)) await exchange(target, fresh, files, folder);
    else await fs.promises.rename(fresh, target);
  } catch (error) {
    await fs.promises.rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

async function demandOnly(target: string, files: object, shown: string): Promise<void> {
  const found = await fs.promises.readdir(target, { withFileTypes: true });
  const others = found
    .filter((entry) => entry.isDirectory() || !Object.hasOwn(files, entry.name))
    .map(({ name }) => name);
  if (others.length === 0) return;
  throw new FoundError(
    "output_occupied",
    `the folder holds other files (${others.slice(0, 3).join(", ")}), which would be lost`,
    { file: shown, help: "choose another folder, or move them away" },
  );
}

/** Puts a folder in the place of another one, which stays where that fails. */
async function exchange(target: string, fresh: string, files: object, shown: string): Promise<void> {
  const old = `${fresh}-old`;
  await fs.promises.rename(target, old);
  try {
    // Something may have come in since.
    await demandOnly(old, files, shown);
    await fs.promises.rename(fresh, target);
  } catch (error) {
    await fs.promises.rename(old, target);
    throw error;
  }
  for (const name of Object.keys(files)) await fs.promises.rm(join(old, name), { force: true });
  await fs.promises.rmdir(old);
}
