import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { FoundError } from "../diagnostics/found-error.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { otherThanFile } from "./text.ts";

/** A path of a spec: relative to the spec's folder, unless it is absolute. Without a separator at its end. */
export function resolvePath(folder: string, path: string): string {
  const full = isAbsolute(path) ? normalize(path) : join(folder, path);
  return full.length > 1 ? full.replace(/[\\/]$/, "") : full;
}

/**
 * All bytes of a file.
 *
 * @param what what the file is to hold, for messages: `a table`, `an image`
 * @throws FoundError where it is missing, unreadable or empty
 */
export async function readBytes(file: string, what: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    const other = otherThanFile(found);
    if (other) {
      throw new FoundError("data_file", `This is ${other}, but a file with ${what} is expected here.`, {
        file,
        help: "Write what it gives into a file, and name that.",
      });
    }
    if (found.size > MOST_BYTES) {
      throw new FoundError(
        "data_file",
        `This file has ${found.size} bytes, and at most 2 147 483 647 (2 GiB) can be read.`,
        { file, help: "Use fewer examples, or smaller ones." },
      );
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof FoundError) throw error;
    throw await unreadable(file, `a file with ${what}`, error);
  }
  if (bytes.length === 0) {
    throw new FoundError("data_file", `This file is empty, but it should hold ${what}.`, {
      file,
      help: "Copy it again from where it came from.",
    });
  }
  return bytes;
}

/** More than this can't be read at once. */
const MOST_BYTES = 2 ** 31 - 1;

/** What lies in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * What lies in a folder, links followed and hidden files (`.DS_Store`) left out, ordered by the names' UTF-16 units:
 * the same order on every machine.
 *
 * @param what what the folder is to hold, for messages
 * @throws FoundError where it, or what a link in it leads to, can't be read
 */
export async function listFolder(folder: string, what: string): Promise<readonly FolderEntry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const visible = entries.filter((entry) => !entry.name.startsWith("."));
    visible.sort((a, b) => (a.name < b.name ? -1 : 1));
    return await Promise.all(
      visible.map(async (entry) => {
        const path = join(folder, entry.name);
        const isFolder = entry.isSymbolicLink()
          ? (await followLink(path)).isDirectory()
          : entry.isDirectory();
        return { name: entry.name, path, isFolder };
      }),
    );
  } catch (error) {
    if (error instanceof FoundError) throw error;
    throw await unreadable(folder, `a folder with ${what}`, error);
  }
}

async function followLink(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw new FoundError("data_file", "This is a link to a file or folder that is not there.", {
      file: path,
      help: "Remove the link, or put the file where it leads to.",
      cause,
    });
  }
}

/** Says in plain words why the system could not read a path. */
async function unreadable(path: string, expected: string, cause: unknown): Promise<FoundError> {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  const fault = (message: string, help: string) =>
    new FoundError("data_file", message, { file: path, help, cause });
  switch (code) {
    case "ENOENT": {
      const near = nearest(basename(path), await namesIn(dirname(path)));
      return fault(
        `Nothing is at this path, but ${expected} is expected here.`,
        near === undefined
          ? "Check the path; in a .cnn file it is relative to the folder of that file."
          : `Did you mean \`${join(dirname(path), near)}\`?`,
      );
    }
    case "EISDIR":
      return fault(
        `This is a folder, but ${expected} is expected here.`,
        "Name the file that lies in the folder.",
      );
    case "ENOTDIR":
      return fault(
        `This is not a folder, but ${expected} is expected here.`,
        "Name the folder, not a file in it.",
      );
    case "EACCES":
    case "EPERM":
      return fault("You have no permission to read this.", "Change its permissions, or ask its owner to.");
    default:
      return fault(
        `This can't be read (${code}).`,
        "Check that the disk is there and that the file opens elsewhere.",
      );
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
