import { tell } from "../parts/notices.tsx";
import { saveAs } from "../parts/saving.ts";
import { hasDisk, saveToDisk } from "../state/disk.ts";
import { activeFile } from "../state/project.ts";

/** Saves the active file: to the disk, where the page was opened for files of it; else as a download. */
export async function save(): Promise<void> {
  const { name, text } = activeFile.peek();
  if (!hasDisk.peek()) {
    saveAs(name.split("/").at(-1)!, text, "text/plain");
    return;
  }
  try {
    if ((await saveToDisk(name)) === "saved") tell(`${name} is saved.`);
  } catch (error) {
    tell(`${name} can't be saved: ${(error as Error).message}. Your text is safe in this page.`, "failed");
  }
}
