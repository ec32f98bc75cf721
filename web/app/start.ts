import first from "../../specs/figures/nought_or_cross.cnn?raw";
import { tell } from "../parts/notices.tsx";
import { openLink } from "../share/opening.ts";
import { type DiskFile, readDisk, showMain, takeKey, watchDisk } from "../state/disk.ts";
import { type Kept, keepWork, readWork } from "../state/keeping.ts";
import { embedded } from "../state/look.ts";
import { openProject } from "../state/project.ts";
import { startSeeing } from "../state/seen.ts";
import type { SpecFile } from "../worker/messages.ts";
import { histories, takeHistories } from "../write/editor.tsx";

/** What is kept is of this project, where the page was not opened for files of the machine. */
const OWN = "own";

/** Opens what was open last, or what `cnnc play` was given, or the first example, and keeps it from now on. */
export async function start(): Promise<void> {
  takeKey();
  const disk = await readDisk();
  const project = disk ? `disk ${disk.id}` : OWN;
  const kept = await readWork(project);
  if (kept) takeHistories(kept.histories);
  if (disk) {
    openProject(mended(disk.files, kept), disk.main);
    showMain(disk);
    watchDisk((names) =>
      tell(
        `${names.join(", ")} changed outside of this page, and ${names.length > 1 ? "are" : "is"} shown anew.`,
      ),
    );
  } else if (kept) openProject(kept.files, kept.active);
  else openProject([{ name: "nought_or_cross.cnn", text: first }], "nought_or_cross.cnn");
  await openLink(location.hash);
  addEventListener("hashchange", () => void openLink(location.hash));
  if (!embedded.peek()) keepWork(project, histories);
  startSeeing();
}

/** The files of the disk, with what was written on the page and not saved, where the disk is as it was then. */
function mended(disk: readonly DiskFile[], kept: Kept | undefined): SpecFile[] {
  const before = new Map(kept?.disk?.map(({ name, stamp }) => [name, stamp]));
  const written = new Map(kept?.files.map(({ name, text }) => [name, text]));
  const names = new Set(disk.map(({ name }) => name));
  return [
    ...disk.map(({ name, text, stamp }) => ({
      name,
      text: before.get(name) === stamp ? (written.get(name) ?? text) : text,
    })),
    // Files that are on the page alone.
    ...(kept?.files.filter(({ name }) => !names.has(name)) ?? []),
  ];
}
