import * as t from "../../grammar/tokens.ts";
import { bodyOf, type Line, type Piece } from "./lines.ts";

/** Spaces before a column of claims, of sources or of comments. */
const GAP = 2;

/** What is wider stands outside of its column: one long line must not push all the others away. */
const MAX_WIDTH = 100;
const MAX_NAME = 40;

/** Spaces by which the lines of a branch stand behind those that begin with its `|`. */
export const BAR = 2;

/** Width of what stands before a piece, or of the whole line, without the indentation. */
export function widthBefore(line: Line, piece?: Piece): number {
  let width = 0;
  for (const each of line.pieces) {
    if (each === piece) return width + each.before;
    width += each.before + each.image.length;
  }
  return width;
}

/** `=` of definitions of one kind that follow each other stands in one column: `kernel`, `task`, `data`. */
export function alignDefinitions(lines: readonly Line[]): void {
  for (const group of groups(lines)) {
    const heads = group.filter((line) => line.inside === undefined && line.pieces.length > 0 && !line.closes);
    for (const run of runs(heads, (line) => line.pieces[0]!.image)) {
      const defining = run.filter(isDefinition);
      const widest = largest(defining.map((line) => line.pieces[1]!.image.length));
      for (const line of defining) line.pieces[2]!.before = 1 + widest - line.pieces[1]!.image.length;
    }
  }
}

function isDefinition({ pieces: [, name, equals] }: Line): boolean {
  return equals?.token.tokenType === t.Equals && name!.image.length <= MAX_NAME;
}

/** Claims of lines that follow each other stand in one column, and so do their errata and the sources of what is expected. */
export function alignClaims(lines: readonly Line[]): void {
  for (const group of groups(lines)) {
    alignBefore(group, arrowOf);
    const isExpect = ({ pieces }: Line) => pieces[0]?.token.tokenType === t.Expect;
    for (const expects of [false, true])
      alignBefore(group, (line) => (isExpect(line) === expects ? butOf(line) : undefined), 1);
    alignBefore(group, sourceOf);
  }
}

/** The arrow of a line's only claim; one inside of further brackets, as of a net in one line, has no column. */
function arrowOf({ pieces, inside }: Line): Piece | undefined {
  if (inside?.type !== "brace") return undefined;
  const arrows = pieces.filter((piece) => piece.token.tokenType === t.Arrow && piece.inside === inside);
  return arrows.length === 1 && arrows[0] !== pieces[0] ? arrows[0] : undefined;
}

/** The `but` of a line's only erratum. */
function butOf({ pieces, inside }: Line): Piece | undefined {
  const errata = pieces.filter((piece) => piece.token.tokenType === t.But && piece.inside === inside);
  return inside?.type === "brace" && errata.length === 1 && errata[0] !== pieces[0] ? errata[0] : undefined;
}

/** The text behind `expect 44 weights`. */
function sourceOf({ pieces }: Line): Piece | undefined {
  const last = pieces.at(-1);
  return pieces[0]?.token.tokenType === t.Expect && last?.kind === "text" ? last : undefined;
}

function alignBefore(group: readonly Line[], pick: (line: Line) => Piece | undefined, gap = GAP): void {
  const places = group.flatMap((line) => {
    const piece = pick(line);
    if (!piece) return [];
    return [{ piece, width: widthBefore(line, piece) - piece.before + hanging(line) }];
  });
  const column = columnOf(
    places.map(({ width }) => width),
    gap,
  );
  for (const { piece, width } of places) piece.before = Math.max(column - width, gap);
}

/** How far the content of a branch stands behind the lines with its `|`. */
function hanging(line: Line): number {
  return line.inside?.type === "brace" && line.inside.hasBars && !startsWithBar(line) ? BAR : 0;
}

export function startsWithBar(line: Line): boolean {
  return line.pieces[0]?.token.tokenType === t.Bar;
}

/**
 * Comments behind the lines of a group stand in one column, and so does a comment that goes on below one: it stood
 * under it before.
 */
export function alignComments(lines: readonly Line[]): void {
  for (const group of groups(lines)) {
    const behind = group.filter((line) => line.comment && line.pieces.length > 0);
    const widthOf = (line: Line) => line.indent + widthBefore(line);
    const column = columnOf(behind.map(widthOf));
    for (const line of behind) line.gap = Math.max(column - widthOf(line), GAP);
  }
  let above: { readonly from: number; readonly to: number } | undefined;
  for (const line of lines) {
    const { comment, pieces, blank } = line;
    if (!comment) above = undefined;
    else if (pieces.length > 0)
      above = { from: comment.column, to: line.indent + widthBefore(line) + line.gap };
    else if (above && !blank && comment.column === above.from) line.indent = above.to;
    else above = undefined;
  }
}

function columnOf(widths: readonly number[], gap = GAP): number {
  return gap + largest(widths.filter((width) => width <= MAX_WIDTH));
}

/** 0 of none; `Math.max` takes too few arguments for a long file. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Lines of one body without an empty line between them. */
function groups(lines: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  let body: unknown;
  for (const line of lines) {
    if (found.length === 0 || line.blank || bodyOf(line) !== body) found.push([]);
    body = bodyOf(line);
    found.at(-1)!.push(line);
  }
  return found;
}

/** Neighbours with the same key. */
function runs(lines: readonly Line[], keyOf: (line: Line) => string): Line[][] {
  const found: Line[][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && keyOf(last[0]!) === keyOf(line)) last.push(line);
    else found.push([line]);
  }
  return found;
}
