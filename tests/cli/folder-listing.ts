import { readdir } from "node:fs/promises";

/** Everything below a folder, hidden files too, in order. */
export async function listing(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).map(String).sort();
}
