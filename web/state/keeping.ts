// What the browser keeps of the work: files, tabs, what can be undone. In IndexedDB, since texts and their histories may be large.
import { effect, signal } from "@preact/signals";
import type { SpecFile } from "../worker/messages.ts";
import { type DiskFile, onDisk } from "./disk.ts";
import { activeName, files } from "./project.ts";
import { takeSetting, writeSetting } from "./settings.ts";

/** What is kept. */
export interface Kept {
  readonly files: readonly SpecFile[];
  readonly active: string;
  /** States of the editor with what can be undone, by the names of files. */
  readonly histories: Readonly<Record<string, unknown>>;
  /** What was on the disk when this was kept, for a project of the machine. */
  readonly disk?: readonly DiskFile[];
}

/** Whether the work is kept, and if not, why. */
export const keeping = signal<{ readonly kept: true } | { readonly kept: false; readonly why: string }>({
  kept: true,
});

const STORE = "work";

function database(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("cnnc", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error ?? new Error("the browser keeps nothing"));
  });
}

let opened: Promise<IDBDatabase> | undefined;

async function within<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  opened ??= database();
  const transaction = (await opened).transaction(STORE, mode);
  const request = use(transaction.objectStore(STORE));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = () => fail(transaction.error ?? new Error("the browser could not keep it"));
    transaction.onerror = () => fail(transaction.error ?? new Error("the browser could not keep it"));
  });
}

/** The work of the project of that name; undefined where none was kept. */
export async function readWork(project: string): Promise<Kept | undefined> {
  try {
    const last = takeLast(project);
    if (last) return last;
    const found = await within("readonly", (store) => store.get(project));
    return isKept(found) ? found : undefined;
  } catch (error) {
    told(error);
    return undefined;
  }
}

function isKept(found: unknown): found is Kept {
  const { files: texts, active } = (found ?? {}) as Partial<Kept>;
  const isFile = (file: SpecFile) => typeof file?.name === "string" && typeof file.text === "string";
  return Array.isArray(texts) && texts.length > 0 && texts.every(isFile) && typeof active === "string";
}

/** Time without a change after which the work is written, in ms. */
const PAUSE = 250;

/** Keeps the work from now on. */
export function keepWork(project: string, histories: () => Kept["histories"]): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const now = (): Kept => ({
    files: files.peek(),
    active: activeName.peek(),
    histories: histories(),
    disk: [...onDisk.peek().values()],
  });
  const write = () => {
    waiting = undefined;
    within("readwrite", (store) => store.put(now(), project)).then(() => {
      if (!keeping.peek().kept) keeping.value = { kept: true };
    }, told);
  };
  effect(() => {
    void files.value;
    void activeName.value;
    void onDisk.value;
    clearTimeout(waiting);
    waiting = setTimeout(write, PAUSE);
  });
  addEventListener("pagehide", () => {
    if (waiting !== undefined) keepLast(project, now());
  });
}

const LAST = "last work";

/** A page that is left has no time for a database. */
function keepLast(project: string, work: Kept): void {
  const text = JSON.stringify({ project, work });
  if (text.length < 2_000_000) writeSetting(LAST, text);
}

/** What was kept when the page was left, if anything was newer then than the database. */
function takeLast(project: string): Kept | undefined {
  const text = takeSetting(LAST);
  if (text === undefined) return undefined;
  const found = JSON.parse(text) as { readonly project?: unknown; readonly work?: unknown };
  return found.project === project && isKept(found.work) ? found.work : undefined;
}

function told(error: unknown): void {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  const why = full
    ? "the browser's storage is full"
    : "the browser keeps nothing here, as in a private window";
  keeping.value = { kept: false, why };
}
