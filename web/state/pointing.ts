import { batch, computed, signal } from "@preact/signals";
import type { Row } from "../worker/messages.ts";
import { activeFile, activeName, files } from "./project.ts";
import { rows } from "./seen.ts";

/** Layers under the pointer, by their ids, wherever it is. */
export const pointed = signal<readonly string[]>([]);

/** Layers that were chosen: by the cursor in the text, or by a click. */
export const chosen = signal<readonly string[]>([]);

/** A place that the editor is to show, as an offset of the active file; each is a new object. */
export const shownPlace = signal<{ readonly from: number } | undefined>(undefined);

/** Points at layers; the same again changes nothing. */
export function pointAt(ids: readonly string[]): void {
  if (!alike(ids, pointed.peek())) pointed.value = ids;
}

/** Chooses layers as the cursor of the editor does: the text stays where it is. */
export function chooseFromText(ids: readonly string[]): void {
  if (!alike(ids, chosen.peek())) chosen.value = ids;
}

/** Chooses layers in the picture or in the table: the text goes to the first one's line. */
export function choose(ids: readonly string[]): void {
  const row = rows.peek().find(({ id }) => id === ids[0]);
  batch(() => {
    chosen.value = ids;
    if (!row) return;
    if (files.peek().some(({ name }) => name === row.at.file)) activeFileAt(row);
  });
}

function activeFileAt({ at }: Row): void {
  // Another file would be another net.
  if (at.file === activeFile.peek().name && at.file === activeName.peek())
    shownPlace.value = { from: at.from };
}

/** Ids of the layers that a line of the active file makes, itself or by a block that it uses. */
export function layersOfLine(line: number): string[] {
  return rows
    .peek()
    .filter(({ lines }) => lines.includes(line))
    .map(({ id }) => id);
}

/** Lines of the active file whose layers are pointed at. */
export const pointedLines = computed(() => {
  const ids = new Set(pointed.value);
  const { name } = activeFile.value;
  return new Set(rows.value.filter(({ id, at }) => ids.has(id) && at.file === name).map(({ line }) => line));
});

function alike(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
