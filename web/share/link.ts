// A link holds specs and how they are seen in its fragment, which no server is told.
import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import { version } from "../../package.json";
import type { SpecFile } from "../worker/messages.ts";

/** What a link brings. Everything but the files may be missing. */
export interface Shared {
  readonly files: readonly SpecFile[];
  readonly main: string;
  readonly net?: string | undefined;
  readonly view?: string | undefined;
  readonly depth?: number | "all" | undefined;
  readonly expand?: readonly string[] | undefined;
  readonly sizes?: Readonly<Record<string, number>> | undefined;
  /** Only what is seen, for a page that embeds it. */
  readonly embed?: boolean | undefined;
}

/** How fragments begin: a later form gets another number. */
const START = "#spec1=";

/** A text that a link brings has so many characters at most, all together; specs have a few thousand. */
const MOST = 1_000_000;
const MOST_FILES = 64;

/** Why a link can't be opened. */
export class BadLink extends Error {}

/** The fragment of a link. */
export function fragmentOf(shared: Shared): string {
  const bytes = deflateSync(strToU8(JSON.stringify({ cnnc: version, ...shared })), {
    level: 9,
    mtime: 0,
  } as object);
  return START + btoa(strFromU8(bytes, true)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * What a fragment brings.
 *
 * @throws BadLink where it is broken, of a later cnnc, or holds what no link of ours does
 */
export function sharedIn(fragment: string): Shared {
  if (!fragment.startsWith(START)) throw new BadLink("it was made by a later version of cnnc");
  const text = inflated(bytesOf(fragment.slice(START.length)));
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new BadLink("a part of it is missing or was changed");
  }
  return read(found);
}

function bytesOf(code: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(code)) throw new BadLink("it has characters that no link of cnnc has");
  try {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new BadLink("a part of it is missing");
  }
}

/** Unpacks step by step, so that a link that would fill the memory is given up early. */
function inflated(bytes: Uint8Array): string {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((part) => {
    parts.push(part);
    size += part.length;
  });
  const STEP = 4096;
  try {
    for (let at = 0; at < bytes.length || at === 0; at += STEP) {
      inflate.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
      if (size > 4 * MOST) throw new BadLink("what it holds is too large for a spec");
    }
  } catch (error) {
    throw error instanceof BadLink ? error : new BadLink("a part of it is missing or was changed");
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(all);
}

/** Takes what is of the right form, since anyone may write a link. */
function read(found: unknown): Shared {
  const { files, main, net, view, depth, expand, sizes, embed } = (found ?? {}) as { [key: string]: unknown };
  if (!Array.isArray(files) || files.length === 0 || files.length > MOST_FILES || !files.every(isFile))
    throw new BadLink("it holds no specs");
  if (files.reduce((sum, { name, text }) => sum + name.length + text.length, 0) > MOST)
    throw new BadLink("what it holds is too large for a spec");
  const names = new Set(files.map(({ name }) => name));
  return {
    files: files.map(({ name, text }) => ({ name, text })),
    main: isText(main) && names.has(main) ? main : files[0]!.name,
    ...(isText(net) ? { net } : {}),
    ...(isText(view) ? { view } : {}),
    ...(depth === "all" || isCount(depth) ? { depth } : {}),
    ...(Array.isArray(expand) ? { expand: expand.filter(isText).slice(0, MOST_FILES) } : {}),
    ...(isSizes(sizes) ? { sizes } : {}),
    ...(embed === true ? { embed } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 300;
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= 1e6;

function isFile(value: unknown): value is SpecFile {
  const { name, text } = (value ?? {}) as Partial<SpecFile>;
  return isText(name) && name !== "" && typeof text === "string";
}

function isSizes(value: unknown): value is Record<string, number> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MOST_FILES && entries.every(([name, size]) => isText(name) && isCount(size));
}
