import { batch, computed, effect, signal } from "@preact/signals";
import { Compiler } from "../worker/compiler.ts";
import type { Row, Seen, Wish } from "../worker/messages.ts";
import { drawing, netName, sizes } from "./drawing.ts";
import { activeFile, files } from "./project.ts";

/** What the compiler found out last. */
export const seen = signal<Seen | undefined>(undefined);

/** Why it could not look, where it could not. */
export const stopped = signal<string | undefined>(undefined);

export const wish = computed<Wish>(() => ({
  files: files.value,
  main: activeFile.value.name,
  net: netName.value,
  sizes: sizes.value,
  drawing: drawing.value,
}));

export const compiler = new Compiler({
  seen: (found) =>
    batch(() => {
      seen.value = found;
      stopped.value = undefined;
    }),
  failed: (message) => {
    stopped.value = message;
  },
});

/** Asks anew whenever something changes that the answer depends on. */
export function startSeeing(): void {
  effect(() => {
    if (wish.value.main !== "") compiler.see(wish.value);
  });
}

export const rows = computed<readonly Row[]>(() => seen.value?.net?.rows ?? []);
