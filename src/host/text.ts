import { readFileSync, type Stats, statSync } from "node:fs";

/** What stands in the place of a file, where it is none: a pipe may never end, and a device has no end. */
export function otherThanFile(stats: Stats): string | undefined {
  if (stats.isFIFO()) return "a pipe";
  if (stats.isSocket()) return "a socket";
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return "a device";
  return undefined;
}

/**
 * The text of a file, in UTF-8.
 *
 * @throws Error of `node:fs` where it can't be read, or one that says what stands there in place of a file
 */
export function readTextFile(path: string): string {
  const other = otherThanFile(statSync(path));
  if (other) throw new Error(`this is ${other}, and a file is needed; write what it gives into one`);
  return readFileSync(path, "utf8");
}
