import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { isMeasured } from "../../scene/font.ts";
import { flatMarks, type Scene } from "../../scene/scene.ts";
import { oneLine } from "../written.ts";
import { type Face, facesIn } from "./character-map.ts";
import { shippedFaces } from "./shipped.ts";

/** Faces of this machine for what the shipped one lacks, and the characters that none has. */
export interface MachineFaces {
  readonly faces: readonly Face[];
  readonly missing: readonly string[];
}

/** Most files that are looked at. */
const MOST = 20_000;

/** What shows nothing by itself: white space, and signs that say how their neighbours are shown. */
const UNSEEN = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Finds the faces that a scene's texts need beside the shipped one. The machine's are looked at where a text has a character
 * that it lacks, and only then.
 */
export function facesFor(scene: Scene): MachineFaces {
  const unknown = new Set<number>();
  for (const mark of flatMarks(scene.marks)) {
    if (mark.type !== "text") continue;
    for (const character of oneLine(mark.text))
      if (!isMeasured(character) && !UNSEEN.test(character)) unknown.add(character.codePointAt(0)!);
  }
  const lacking = [...unknown]
    .filter((code) => !Object.values(shippedFaces()).every((face) => face.has(code)))
    .sort((a, b) => a - b);
  return lacking.length > 0 ? covered(lacking) : { faces: [], missing: [] };
}

/** Faces that have the characters, each with as many as any, plain ones before bold or slanted ones. */
function covered(codes: readonly number[]): MachineFaces {
  const candidates = fontsOfMachine()
    .flatMap(facesIn)
    .map((face) => ({ face, codes: codes.filter((code) => face.has(code)), oddness: oddnessOf(face) }))
    .filter((each) => each.codes.length > 0)
    .sort((a, b) => a.oddness - b.oddness);
  const faces: Face[] = [];
  let left = [...codes];
  while (left.length > 0) {
    const counts = candidates.map((each) => each.codes.filter((code) => left.includes(code)).length);
    const most = Math.max(0, ...counts);
    if (most === 0) break;
    const { face } = candidates[counts.indexOf(most)]!;
    faces.push(face);
    left = left.filter((code) => !face.has(code));
  }
  return { faces, missing: left.map((code) => String.fromCodePoint(code)) };
}

/** How little a face looks like ours. */
function oddnessOf({ file, name }: Face): number {
  const words = name ?? basename(file);
  const odd = words.match(/bold|black|heavy|light|thin|italic|oblique|mono|serif|condensed/gi)?.length ?? 0;
  return /sans/i.test(words) ? odd - 0.5 : odd;
}

/** Faces that have a box, or nothing, for every character. */
const EMPTY = /lastresort|adobe-?blank/i;

function fontsOfMachine(): string[] {
  const files: string[] = [];
  for (const folder of foldersOfFonts()) {
    let found: string[];
    try {
      found = readdirSync(folder, { recursive: true, encoding: "utf8" });
    } catch {
      // Most of the folders are on some machines alone.
      continue;
    }
    for (const name of found.sort())
      if (/\.(ttf|otf|ttc|otc)$/i.test(name) && !EMPTY.test(name)) files.push(join(folder, name));
    if (files.length > MOST) break;
  }
  return files.slice(0, MOST);
}

/** Folders of fonts: those of the freedesktop standard, of macOS, and of Windows. */
function foldersOfFonts(): string[] {
  const { env, platform } = process;
  const home = homedir();
  if (platform === "win32")
    return [
      join(env.LOCALAPPDATA ?? home, "Microsoft/Windows/Fonts"),
      join(env.SystemRoot ?? "C:/Windows", "Fonts"),
    ];
  const shared = (env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(delimiter);
  const data = [env.XDG_DATA_HOME || join(home, ".local/share"), ...shared];
  const own = [...data.map((folder) => join(folder, "fonts")), join(home, ".fonts")];
  return platform === "darwin"
    ? [...own, join(home, "Library/Fonts"), "/Library/Fonts", "/System/Library/Fonts"]
    : own;
}
