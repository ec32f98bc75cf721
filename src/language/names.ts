import { tokenize } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import type { Definition } from "../ir/mentions.ts";
import { Analysis } from "./analysis.ts";
import { changed, type ReadFile } from "./documents.ts";
import type { Location, Rename, TextEdit } from "./types.ts";

/** Where the name at an offset was given; undefined where none stands. */
export function definitionAt(analysis: Analysis, offset: number): Location | undefined {
  const named = analysis.nameAt(offset);
  return named && analysis.locate(named.of.span);
}

/** All places of the name at an offset in the files that `analyses` know, the definition first. */
export function referencesAt(
  analysis: Analysis,
  offset: number,
  analyses: readonly Analysis[],
): readonly Location[] {
  const named = analysis.nameAt(offset);
  return named ? placesOf(analysis.locate(named.of.span), analyses) : [];
}

function placesOf(definition: Location, analyses: readonly Analysis[]): Location[] {
  const found = new Map<string, Location>([[keyOf(definition), definition]]);
  for (const each of analyses) {
    for (const { span, of } of each.compilation.mentions.uses) {
      if (!isAt(of, definition, each)) continue;
      const place = each.locate(span);
      found.set(keyOf(place), place);
    }
  }
  const [first, ...rest] = found.values();
  return [first!, ...rest.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1))];
}

function isAt({ span }: Definition, { file, start }: Location, analysis: Analysis): boolean {
  const place = analysis.locate(span);
  return place.start === start && place.file === file;
}

function keyOf({ file, start }: Location): string {
  return `${start} ${file}`;
}

/**
 * Edits that give another name to what the name at an offset stands for, wherever it stands. Refused where a name would
 * come to mean something else then, or a message would come or go: the files are compiled anew to see that.
 */
export function renameAt(
  analysis: Analysis,
  offset: number,
  name: string,
  analyses: readonly Analysis[],
  read: ReadFile,
): Rename {
  const named = analysis.nameAt(offset);
  if (!named) return { refused: "no name stands here that could be another one" };
  const unfit = unfitName(name);
  if (unfit) return { refused: unfit };
  const edits = referencesAt(analysis, offset, analyses).map((place): TextEdit => ({ ...place, text: name }));
  if (named.of.name === name) return { edits: [] };
  const after = edited(edits, read);
  for (const before of analyses) {
    const text = after(before.file);
    if (text === undefined) continue;
    const clash = differenceOf(before, new Analysis(before.file, text, after), edits);
    if (clash) return { refused: `\`${name}\` can't be its name: ${clash}` };
  }
  return { edits };
}

/** Why a text can't be a name at all. */
function unfitName(name: string): string | undefined {
  const { tokens, errors, comments } = tokenize(name);
  const [only] = tokens;
  if (tokens.length !== 1 || errors.length + comments.length > 0 || only!.image !== name)
    return "a name is one word of letters, digits and `_`, and begins with no digit";
  if (only!.tokenType === t.Identifier) return undefined;
  return only!.tokenType.CATEGORIES?.some((each) => each === t.AnyName || each === t.Identifier)
    ? `\`${name}\` is a word of the language`
    : "a name is one word of letters, digits and `_`, and begins with no digit";
}

/** Files as they are with edits. */
export function edited(edits: readonly TextEdit[], read: ReadFile): ReadFile {
  return (path) => {
    const text = read(path);
    const own = edits.filter(({ file }) => file === path);
    return text === undefined || own.length === 0 ? text : changed(text, own);
  };
}

/** What is different once names are others: a message, or what a name stands for. */
function differenceOf(before: Analysis, after: Analysis, edits: readonly TextEdit[]): string | undefined {
  const shift = shiftBy(edits);
  const told = (analysis: Analysis, place: (at: Location) => string) =>
    analysis.compilation.diagnostics.map(({ code, span }) => `${code} ${place(analysis.locate(span))}`);
  const here = ({ file, start }: Location) => `${start} ${file}`;
  const moved = ({ file, start }: Location) => `${shift(file, start)} ${file}`;
  const had = new Set(told(before, moved));
  const now = told(after, here);
  if (now.length !== had.size || now.some((each) => !had.has(each))) {
    const added = after.compilation.diagnostics.find((_, i) => !had.has(now[i]!));
    return added?.message ?? "what is wrong with the spec would be told differently";
  }
  const uses = (analysis: Analysis, place: (at: Location) => string) =>
    analysis.compilation.mentions.uses.map(
      ({ span, of }) => `${place(analysis.locate(span))} ${place(analysis.locate(of.span))}`,
    );
  const meant = new Set(uses(before, moved));
  const means = uses(after, here);
  const isSame = means.length === meant.size && means.every((each) => meant.has(each));
  return isSame ? undefined : "a name would come to mean something else";
}

/** Where an offset of a file lies once edits are made. */
function shiftBy(edits: readonly TextEdit[]): (file: string, offset: number) => number {
  return (file, offset) => {
    let moved = offset;
    for (const { file: edited, start, end, text } of edits)
      if (edited === file && start < offset) moved += text.length - (end - start);
    return moved;
  };
}
