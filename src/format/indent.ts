import { BAR, startsWithBar } from "./columns.ts";
import type { Bracket, Line } from "./lines.ts";

const STEP = 2;

/** Rows of a grid stand below its first number, unless that is further right than this. */
const MAX_COLUMN = 100;

/** Gives every line its indentation: two spaces for each pair of brackets that it stands in. */
export function indent(lines: readonly Line[]): void {
  const barFollows = beforeBars(lines);
  for (const line of lines) {
    line.indent = columnOf(line, barFollows.has(line));
    place(line);
  }
}

/** Comments above the `|` of a branch or above the end of the last one. */
function beforeBars(lines: readonly Line[]): ReadonlySet<Line> {
  const found = new Set<Line>();
  let below: Line | undefined;
  for (const line of lines.toReversed()) {
    if (line.pieces.length > 0) below = line;
    else if (below && (below.closes || startsWithBar(below))) found.add(line);
  }
  return found;
}

function columnOf(line: Line, barFollows: boolean): number {
  if (line.closes) return line.closes.close;
  const { inside } = line;
  if (!inside) return 0;
  const isBar = startsWithBar(line) || barFollows;
  if (inside.type === "square")
    return startsWithBar(line) ? Math.max(0, inside.content - BAR) : inside.content;
  return inside.content + (inside.hasBars && !isBar ? BAR : 0);
}

/** Sets the columns of the brackets that a line leaves open. */
function place(line: Line): void {
  const base = line.indent + (startsWithBar(line) ? BAR : 0);
  let column = line.indent;
  let outer: Bracket | undefined;
  line.pieces.forEach((piece, i) => {
    column += piece.before + piece.image.length;
    const opened = piece.opens;
    if (!opened?.isLong) return;
    const within = outer ? outer.content : base;
    const hangs = opened.type === "square" && i < line.pieces.length - 1 && column <= MAX_COLUMN;
    opened.close = hangs ? column - 1 : within;
    opened.content = hangs ? column + 1 : within + STEP;
    outer = opened;
  });
}
