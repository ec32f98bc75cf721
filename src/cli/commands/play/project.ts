import { createHash } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { compile } from "../../../compile.ts";
import { describeAccess } from "../../../host/access.ts";
import { diskHost } from "../../../host/imports.ts";
import { writeOutput } from "../../../host/output.ts";
import { readTextFile } from "../../../host/text.ts";
import { SourceFile } from "../../../source/source-file.ts";
import { readText } from "../../spec/spec.ts";
import { Failure } from "../../terminal/failure.ts";

/** A spec of the project, and what tells one state of it from another. */
export interface ProjectFile {
  /** From the project's folder, with `/`. */
  readonly name: string;
  readonly text: string;
  readonly stamp: string;
}

/** What the page is given. */
export interface ProjectState {
  /** Tells this project from others. */
  readonly id: string;
  readonly main: string;
  readonly files: readonly ProjectFile[];
}

/** So many specs of a folder are served. */
const MOST_FILES = 500;

/** What came of a wish to write a file. */
export type Writing =
  | { readonly stamp: string }
  | { readonly changed: ProjectFile | undefined }
  | { readonly refused: string };

/** A spec with what it imports, or the specs of a folder: what the page shows, and all that it may change. */
export class Project {
  private readonly folder: string;
  /** The spec that it is of; undefined where it is of a folder. */
  private readonly main: string | undefined;

  /** @throws Failure where there is nothing of that name, or a folder holds no spec */
  constructor(path: string) {
    if (!existsSync(path)) throw new Failure(`${path}: there is no such file or folder`);
    const isFolder = statSync(path).isDirectory();
    this.folder = realpathSync(isFolder ? path : dirname(resolve(path)));
    this.main = isFolder ? undefined : resolve(path);
    if (isFolder && this.paths().length === 0)
      throw new Failure(`${path}: there is no spec in this folder`, {
        help: "`cnnc play` alone opens the page",
      });
    if (this.main !== undefined) readText(this.main);
  }

  /** The files as they are on the disk now. */
  state(): ProjectState {
    const files = this.paths().flatMap((path) => {
      const file = this.read(path);
      return file ? [file] : [];
    });
    const main = this.main === undefined ? (files[0]?.name ?? "") : this.nameOf(this.main);
    return { id: stampOf(this.main ?? this.folder), main, files };
  }

  /** Writes a file of the project, whole or not at all, unless it is another on the disk than the page knows. */
  async write(name: string, text: string, stamp: string | undefined): Promise<Writing> {
    const path = this.pathOf(name);
    if (path === undefined) return { refused: "it lies outside of the project" };
    const now = this.read(path);
    if (now?.stamp !== stamp) return { changed: now };
    try {
      await writeOutput(path, text);
      return { stamp: stampOf(text) };
    } catch (error) {
      return { refused: describeAccess(name, error) };
    }
  }

  private paths(): string[] {
    if (this.main === undefined) return specsIn(this.folder);
    const { source } = compile(new SourceFile(this.main, textOr(this.main)), {
      host: diskHost(this.main),
      advice: false,
    });
    return [this.main, ...source.imports.map(({ name }) => resolve(name))];
  }

  private read(path: string): ProjectFile | undefined {
    try {
      const text = readTextFile(path);
      return { name: this.nameOf(path), text, stamp: stampOf(text) };
    } catch {
      // It was there a moment ago.
      return undefined;
    }
  }

  private nameOf(path: string): string {
    return relative(this.folder, path).split(sep).join("/");
  }

  /** A file of the project, or a new spec in its folder; undefined where neither is meant. */
  private pathOf(name: string): string | undefined {
    if (!name.endsWith(".cnn") || name.includes("\0") || name.includes("\\") || isAbsolute(name))
      return undefined;
    const path = resolve(this.folder, name);
    if (this.paths().includes(path)) return path;
    return isBelow(this.folder, dirname(path)) && !existsSync(path) ? path : undefined;
  }
}

/** Whether a path lies in a folder, there where its links lead. */
function isBelow(folder: string, path: string): boolean {
  try {
    const way = relative(folder, realpathSync(path));
    return !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
  } catch {
    return false;
  }
}

function specsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".cnn") && !/(^|[\\/])(node_modules|\.[^\\/]*)([\\/]|$)/.test(name))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => isBelow(folder, path))
    .slice(0, MOST_FILES);
}

function textOr(path: string): string {
  try {
    return readTextFile(path);
  } catch {
    return "";
  }
}

function stampOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
