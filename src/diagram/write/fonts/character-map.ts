import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** A face of a font file, and which characters it has. */
export interface Face {
  readonly file: string;
  /** Its PostScript name, by which it is found among those of its file; absent where it is the only one. */
  readonly name?: string;
  has(codePoint: number): boolean;
}

/** Most faces that a file is asked for, and most bytes of a table. */
const MOST_FACES = 64;
const LARGEST = 2 ** 24;

/** The faces of a TrueType or OpenType file that have outlines; none where it can't be read. */
export function facesIn(file: string): Face[] {
  // A damaged file, or one that isn't ours to read, is no font.
  return attempt(() => {
    // What is no file, such as a pipe, could keep us waiting.
    if (!statSync(file).isFile()) return [];
    const handle = openSync(file, "r");
    try {
      const size = fstatSync(handle).size;
      const starts = startsOf(handle, size);
      return starts.flatMap((start) => {
        const face = faceAt(handle, size, start);
        if (!face) return [];
        const { name, has } = face;
        const guarded = (code: number) => attempt(() => has(code), false);
        return [starts.length > 1 ? { file, name, has: guarded } : { file, has: guarded }];
      });
    } finally {
      closeSync(handle);
    }
  }, []);
}

function attempt<T>(read: () => T, failed: T): T {
  try {
    return read();
  } catch {
    return failed;
  }
}

/** @throws RangeError where a table is not inside the file */
function bytesAt(handle: number, size: number, start: number, length: number): Buffer {
  if (length > LARGEST || start + length > size) throw new RangeError("a table outside its file");
  const bytes = Buffer.alloc(length);
  readSync(handle, bytes, 0, length, start);
  return bytes;
}

/** Where the faces of a file begin: at its start, or, in a collection, where its list says. */
function startsOf(handle: number, size: number): number[] {
  const head = bytesAt(handle, size, 0, 12);
  if (head.toString("latin1", 0, 4) !== "ttcf") return [0];
  const count = Math.min(MOST_FACES, head.readUInt32BE(8));
  const list = bytesAt(handle, size, 12, 4 * count);
  return Array.from({ length: count }, (_, i) => list.readUInt32BE(4 * i));
}

function faceAt(handle: number, size: number, start: number): Omit<Required<Face>, "file"> | undefined {
  const count = bytesAt(handle, size, start, 12).readUInt16BE(4);
  const directory = bytesAt(handle, size, start + 12, 16 * count);
  const tables = new Map<string, () => Buffer>();
  for (let at = 0; at < directory.length; at += 16) {
    const [offset, length] = [directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12)];
    tables.set(directory.toString("latin1", at, at + 4), () => bytesAt(handle, size, offset, length));
  }
  const [map, names] = [tables.get("cmap"), tables.get("name")];
  if (!map || !names || !(tables.has("glyf") || tables.has("CFF "))) return undefined;
  // Of a face that may not be put into files.
  const restricted = ((tables.get("OS/2")?.().readUInt16BE(8) ?? 0) & 0b1111) === 0b10;
  const name = postScriptName(names());
  const has = characters(map());
  return restricted || !name || !has ? undefined : { name, has };
}

/** The sixth of the names, whose letters are those of ASCII in every encoding. */
function postScriptName(table: Buffer): string | undefined {
  const [count, texts] = [table.readUInt16BE(2), table.readUInt16BE(4)];
  for (let i = 0; i < count; i++) {
    const at = 6 + 12 * i;
    if (table.readUInt16BE(at + 6) !== 6) continue;
    const from = texts + table.readUInt16BE(at + 10);
    return table.toString("latin1", from, from + table.readUInt16BE(at + 8)).replaceAll("\0", "");
  }
  return undefined;
}

/** Unicode's subtables of a character map, the fullest first: platform and encoding. */
const SUBTABLES = ["3.10", "0.6", "0.4", "3.1", "0.3", "0.2", "0.1", "0.0"];

function characters(table: Buffer): Face["has"] | undefined {
  const found = new Map<string, number>();
  for (let i = 0; i < table.readUInt16BE(2); i++) {
    const at = 4 + 8 * i;
    found.set(`${table.readUInt16BE(at)}.${table.readUInt16BE(at + 2)}`, table.readUInt32BE(at + 4));
  }
  for (const name of SUBTABLES) {
    const start = found.get(name);
    if (start === undefined) continue;
    const format = table.readUInt16BE(start);
    if (format === 12) return inGroups(table.subarray(start));
    if (format === 4) return inSegments(table.subarray(start));
  }
  return undefined;
}

/** Format 12: groups of characters whose glyphs follow each other. */
function inGroups(map: Buffer): Face["has"] {
  const count = Math.min(map.readUInt32BE(12), (map.length - 16) / 12);
  return (code) => {
    for (let i = 0; i < count; i++) {
      const at = 16 + 12 * i;
      if (code <= map.readUInt32BE(at + 4)) {
        const first = map.readUInt32BE(at);
        return code >= first && code - first + map.readUInt32BE(at + 8) > 0;
      }
    }
    return false;
  };
}

/** Format 4: segments of 16-bit characters, whose glyphs follow each other or stand in a list. */
function inSegments(map: Buffer): Face["has"] {
  const twice = map.readUInt16BE(6);
  return (code) => {
    if (code > 0xffff) return false;
    for (let at = 0; at < twice; at += 2) {
      if (code > map.readUInt16BE(14 + at)) continue;
      const first = map.readUInt16BE(16 + twice + at);
      if (code < first) return false;
      const delta = map.readUInt16BE(16 + 2 * twice + at);
      const place = 16 + 3 * twice + at;
      const offset = map.readUInt16BE(place);
      if (offset === 0) return ((code + delta) & 0xffff) !== 0;
      const entry = place + offset + 2 * (code - first);
      return entry + 2 <= map.length && map.readUInt16BE(entry) !== 0;
    }
    return false;
  };
}
