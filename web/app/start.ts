import first from "../../specs/figures/nought_or_cross.cnn?raw";
import { openLink } from "../share/opening.ts";
import { keepWork, readWork } from "../state/keeping.ts";
import { embedded } from "../state/look.ts";
import { openProject } from "../state/project.ts";
import { startSeeing } from "../state/seen.ts";
import { histories, takeHistories } from "../write/editor.tsx";

/** What is kept is of this project, where the page was not opened for a folder of the machine. */
const OWN = "own";

/** Opens what was open last, or the first example, and keeps it from now on. */
export async function start(): Promise<void> {
  const kept = await readWork(OWN);
  if (kept) {
    takeHistories(kept.histories);
    openProject(kept.files, kept.active);
  } else openProject([{ name: "nought_or_cross.cnn", text: first }], "nought_or_cross.cnn");
  openLink(location.hash);
  addEventListener("hashchange", () => openLink(location.hash));
  if (!embedded.peek()) keepWork(OWN, histories);
  startSeeing();
}
