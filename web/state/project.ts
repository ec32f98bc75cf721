import { batch, computed, signal } from "@preact/signals";
import type { SpecFile, TextEdit } from "../worker/messages.ts";

/** The files that are open, in the order of their tabs. There is always one. */
export const files = signal<readonly SpecFile[]>([]);

/** Name of the file that is written and seen. */
export const activeName = signal("");

export const activeFile = computed<SpecFile>(
  () => files.value.find(({ name }) => name === activeName.value) ?? files.value[0] ?? { name: "", text: "" },
);

/** Puts files in the place of all that were open. */
export function openProject(opened: readonly SpecFile[], active: string): void {
  batch(() => {
    files.value = opened;
    activeName.value = opened.some(({ name }) => name === active) ? active : (opened[0]?.name ?? "");
  });
}

/** Opens files beside those that are open; where others have their names, all of them go into a folder of their own. */
export function addFiles(added: readonly SpecFile[], active: string): void {
  const open = new Map(files.peek().map(({ name, text }) => [name, text]));
  const clash = added.some(({ name, text }) => open.has(name) && open.get(name) !== text);
  const folder = clash ? freeFolder([...open.keys()]) : "";
  const renamed = added.map(({ name, text }) => ({ name: folder + name, text }));
  batch(() => {
    files.value = [...files.peek(), ...renamed.filter(({ name }) => !open.has(name))];
    activeName.value = folder + active;
  });
}

function freeFolder(names: readonly string[]): string {
  for (let number = 1; ; number++) {
    const folder = number === 1 ? "shared/" : `shared-${number}/`;
    if (!names.some((name) => name.startsWith(folder))) return folder;
  }
}

/** `lenet5.cnn`, or `lenet5-2.cnn` where that name is taken. */
export function freeName(name: string): string {
  const taken = new Set(files.peek().map((file) => file.name));
  const stem = name.replace(/\.cnn$/, "");
  for (let number = 1; ; number++) {
    const free = number === 1 ? `${stem}.cnn` : `${stem}-${number}.cnn`;
    if (!taken.has(free)) return free;
  }
}

/** Opens one file under its name, or a free one like it where another file has that. */
export function addFile({ name, text }: SpecFile): void {
  const same = files.peek().find((file) => file.name === name && file.text === text);
  const free = same ? name : freeName(name);
  batch(() => {
    if (!same) files.value = [...files.peek(), { name: free, text }];
    activeName.value = free;
  });
}

export function setText(name: string, text: string): void {
  files.value = files.peek().map((file) => (file.name === name ? { name, text } : file));
}

/** Makes edits, which may be of several files and do not overlap. */
export function applyEdits(edits: readonly TextEdit[]): void {
  const last = [...edits].sort((a, b) => b.from - a.from || b.to - a.to);
  batch(() => {
    for (const { file, from, to, text } of last) {
      const found = files.peek().find(({ name }) => name === file);
      if (found) setText(file, found.text.slice(0, from) + text + found.text.slice(to));
    }
  });
}

/** Closes a file. The last one is not closed. */
export function closeFile(name: string): void {
  const all = files.peek();
  const place = all.findIndex((file) => file.name === name);
  if (place < 0 || all.length === 1) return;
  const left = all.filter((file) => file.name !== name);
  batch(() => {
    files.value = left;
    if (activeName.peek() === name) activeName.value = left[Math.max(0, place - 1)]!.name;
  });
}

/** Gives a file another name; one that is taken or empty is not given. */
export function renameFile(from: string, given: string): void {
  const trimmed = given.trim().replace(/^\/+/, "");
  if (trimmed === "" || trimmed === from) return;
  const to = freeName(trimmed);
  batch(() => {
    files.value = files.peek().map((file) => (file.name === from ? { name: to, text: file.text } : file));
    if (activeName.peek() === from) activeName.value = to;
  });
}
