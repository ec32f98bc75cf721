import { batch } from "@preact/signals";
import { tell } from "../parts/notices.tsx";
import { depth, expand, netName, sizes, view, viewNames } from "../state/drawing.ts";
import { embedded } from "../state/look.ts";
import { addFiles, openProject } from "../state/project.ts";
import type { Shared } from "./link.ts";

/** Whether a fragment is meant as a link's. */
function isShared(fragment: string): boolean {
  return /^#spec\d*=/.test(fragment);
}

/** What the page's own address brings, if it is a link of ours; a broken one is told, and the page goes on. */
export async function openLink(fragment: string): Promise<void> {
  if (!isShared(fragment)) return;
  // Most visits bring none.
  const { BadLink, sharedIn } = await import("./link.ts");
  try {
    open(sharedIn(fragment));
  } catch (error) {
    if (!(error instanceof BadLink)) throw error;
    tell(
      `This link can't be opened: ${error.message}. Ask for it again; what you had open is here.`,
      "failed",
    );
  }
  // A reload shows the work that went on, not the link again.
  if (!embedded.peek()) history.replaceState(null, "", location.pathname + location.search);
}

function open(shared: Shared): void {
  batch(() => {
    if (shared.embed) {
      embedded.value = true;
      openProject(shared.files, shared.main);
    } else addFiles(shared.files, shared.main);
    netName.value = shared.net;
    view.value = viewNames.find((name) => name === shared.view);
    depth.value = shared.depth;
    expand.value = shared.expand ?? [];
    sizes.value = shared.sizes ?? {};
  });
}
