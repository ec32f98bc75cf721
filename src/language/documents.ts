import type { Host, ImportedFile, ImportProblem } from "../source/host.ts";
import type { TextChange } from "./types.ts";

/** Texts of files that are not open, by their path; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** Files that are open, with what stands in them now, over those that are not. */
export class Documents {
  private readonly open = new Map<string, string>();
  private readonly read: ReadFile;

  constructor(read: ReadFile) {
    this.read = read;
  }

  /** Paths of the open files. */
  get names(): readonly string[] {
    return [...this.open.keys()];
  }

  has(file: string): boolean {
    return this.open.has(file);
  }

  set(file: string, text: string): void {
    this.open.set(file, text);
  }

  delete(file: string): void {
    this.open.delete(file);
  }

  /** The text of a file, open or not. */
  text(file: string): string | undefined {
    return this.open.get(file) ?? this.read(file);
  }
}

/** Imported files as the compiler asks for them; `noted` is told of each path and what was found there. */
export function hostOf(read: ReadFile, noted: (path: string, text: string | undefined) => void): Host {
  return {
    read(path: string, from: string): ImportedFile | ImportProblem {
      const name = resolvePath(path, from);
      const text = read(name);
      noted(name, text);
      return text === undefined ? { problem: "there is no such file" } : { id: name, name, text };
    },
  };
}

/** The path that a file means by another one: relative to its folder, with `/` between names. */
export function resolvePath(path: string, from: string): string {
  const folder = path.startsWith("/") ? "" : from.slice(0, from.lastIndexOf("/") + 1);
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split("/")) {
    const last = parts.at(-1);
    if (part === ".." && last !== undefined && last !== ".." && last !== "") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}

/** A text with parts of it replaced; where they overlap, or lie outside of it, they are cut to what is left. */
export function changed(text: string, changes: readonly TextChange[]): string {
  const sorted = [...changes].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: put } of sorted) {
    const from = Math.min(text.length, Math.max(at, start));
    result += text.slice(at, from) + put;
    at = Math.max(from, Math.min(text.length, end));
  }
  return result + text.slice(at);
}
