import { tell } from "../parts/notices.tsx";
import { addFile } from "../state/project.ts";

/** A spec takes a few pages; what is larger is something else. */
const LARGEST = 2_000_000;

/** Opens files of the machine as specs. What is none is told, and the others are opened. */
export async function openFiles(given: readonly File[]): Promise<void> {
  const refused: string[] = [];
  for (const file of given) {
    const why = await opened(file);
    if (why !== undefined) refused.push(`${file.name}: ${why}`);
  }
  if (refused.length > 0) tell(refused.join("; "), "failed");
}

async function opened(file: File): Promise<string | undefined> {
  if (file.size > LARGEST) return `it has ${Math.round(file.size / 1e6)} MB, and a spec has a few pages`;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes("\0")) return "it is not a text";
    addFile({ name: file.name.endsWith(".cnn") ? file.name : `${file.name}.cnn`, text });
    return undefined;
  } catch {
    return "it is not a text in UTF-8";
  }
}
