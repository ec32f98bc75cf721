// The files of the machine that `cnnc play FILE` opened the page for.
import { batch, computed, signal } from "@preact/signals";
import type { SpecFile } from "../worker/messages.ts";
import { activeName, files, setText } from "./project.ts";

/** A file as it is on the disk, as far as the page knows. */
export interface DiskFile extends SpecFile {
  readonly stamp: string;
}

interface DiskState {
  readonly id: string;
  readonly main: string;
  readonly files: readonly DiskFile[];
}

/** What is on the disk, by name; empty where the page was opened for no file. */
export const onDisk = signal<ReadonlyMap<string, DiskFile>>(new Map());

/** Whether files are saved to the disk. */
export const hasDisk = computed(() => onDisk.value.size > 0);

/** Names of files whose text is not what is on the disk. */
export const unsaved = computed(
  () =>
    new Set(
      files.value.filter(({ name, text }) => onDisk.value.get(name)?.text !== text).map(({ name }) => name),
    ),
);

/** Files that were changed both here and outside: what is on the disk now, by name. */
export const conflicts = signal<ReadonlyMap<string, DiskFile>>(new Map());

/** Whether the server answers. */
export const connected = signal(true);

/** How often the disk is looked at, in ms. */
const INTERVAL = 2000;

const KEY = "cnnc.key";
let key: string | undefined;
let tag = "";

/** Takes the key out of the page's address, where `cnnc play` put it; a reload finds it again. */
export function takeKey(): void {
  const [, given] = /^#key=([\w-]+)$/.exec(location.hash) ?? [];
  try {
    if (given !== undefined) sessionStorage.setItem(KEY, given);
    key = given ?? sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    key = given;
  }
  if (given !== undefined) history.replaceState(null, "", location.pathname + location.search);
}

async function ask(path: string, more: RequestInit = {}): Promise<Response> {
  const headers = { "x-cnnc-key": key ?? "", ...more.headers };
  return fetch(new URL(path, document.baseURI), { ...more, headers, cache: "no-store" });
}

/** The project of the machine; undefined where the page was opened for none. */
export async function readDisk(): Promise<DiskState | undefined> {
  if (key === undefined) return undefined;
  try {
    const response = await ask("api/project");
    if (!response.ok) return undefined;
    tag = response.headers.get("etag") ?? "";
    const state = (await response.json()) as DiskState;
    onDisk.value = new Map(state.files.map((file) => [file.name, file]));
    return state;
  } catch {
    return undefined;
  }
}

/** Looks at the disk from now on, as long as the page is seen. `changed` is told of files that were taken over. */
export function watchDisk(changed: (names: readonly string[]) => void): void {
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const response = await ask("api/project", { headers: { "if-none-match": tag } });
      connected.value = response.ok || response.status === 304;
      if (!response.ok) return;
      tag = response.headers.get("etag") ?? "";
      const names = take(((await response.json()) as DiskState).files);
      if (names.length > 0) changed(names);
    } catch {
      connected.value = false;
    }
  };
  setInterval(() => void look(), INTERVAL);
  addEventListener("focus", () => void look());
}

/** Takes over what changed outside; where a file was changed here too, its user is asked. */
function take(found: readonly DiskFile[]): string[] {
  const changed = found.filter(({ name, stamp }) => onDisk.peek().get(name)?.stamp !== stamp);
  const names: string[] = [];
  batch(() => {
    for (const file of changed) {
      const here = files.peek().find(({ name }) => name === file.name);
      const before = onDisk.peek().get(file.name);
      if (!here) files.value = [...files.peek(), { name: file.name, text: file.text }];
      else if (here.text === before?.text || here.text === file.text) {
        if (here.text !== file.text) names.push(file.name);
        setText(file.name, file.text);
      } else {
        conflicts.value = new Map([...conflicts.peek(), [file.name, file]]);
        continue;
      }
      know(file);
    }
  });
  return names;
}

function know(file: DiskFile): void {
  onDisk.value = new Map([...onDisk.peek(), [file.name, file]]);
}

/** Ends a conflict: with the text of the disk, or with the one that is here, which the next saving writes. */
export function settle(name: string, winner: "disk" | "here"): void {
  const file = conflicts.peek().get(name);
  if (!file) return;
  batch(() => {
    conflicts.value = new Map([...conflicts.peek()].filter(([each]) => each !== name));
    know(file);
    if (winner === "disk") setText(name, file.text);
  });
}

/**
 * Saves a file to the disk. One that was changed outside meanwhile is not written, and its user is asked.
 *
 * @throws Error where it can't be written
 */
export async function saveToDisk(name: string): Promise<"saved" | "conflict"> {
  const text = files.peek().find((file) => file.name === name)?.text ?? "";
  const body = JSON.stringify({ name, text, stamp: onDisk.peek().get(name)?.stamp });
  const response = await ask("api/file", {
    method: "PUT",
    body,
    headers: { "content-type": "application/json" },
  });
  const answer = (await response.json()) as {
    stamp?: string;
    changed?: DiskFile;
    refused?: string;
    problem?: string;
  };
  if (response.ok && answer.stamp !== undefined) {
    know({ name, text, stamp: answer.stamp });
    return "saved";
  }
  if (response.status === 409) {
    const disk = answer.changed ?? { name, text: "", stamp: "" };
    conflicts.value = new Map([...conflicts.peek(), [name, disk]]);
    return "conflict";
  }
  throw new Error(answer.refused ?? answer.problem ?? "cnnc play does not answer");
}

/** Shows the main file of the disk first. */
export function showMain({ main }: DiskState): void {
  if (files.peek().some(({ name }) => name === main)) activeName.value = main;
}
