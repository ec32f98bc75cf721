/** Files that come with cnnc. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The text of a file of `dist/`, whether this runs from there or from the sources. */
export function readShipped(name: string): Promise<string> {
  return readFile(shippedFolder(name), "utf8");
}

/** The path of a file or folder of `dist/`. */
export function shippedFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "dist", name);
}
