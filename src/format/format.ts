import type { Sink } from "../diagnostics/diagnostic.ts";
import { parse } from "../phases/1-parse/parse.ts";
import type { SourceFile } from "../source/source-file.ts";
import { alignClaims, alignComments, alignDefinitions } from "./columns.ts";
import { alignGrids } from "./grids.ts";
import { indent } from "./indent.ts";
import { type Line, readLines } from "./lines.ts";
import { space } from "./spacing.ts";

/**
 * A spec as it is best read, or undefined where it has syntax errors, which `sink` then holds.
 *
 *     text ─ lines of tokens ─ spaces ─ columns of `=`, grids and claims ─ indentation ─ column of comments ─ text
 *
 * It works on tokens and brackets and knows no rule of the grammar, so that what the grammar learns is formatted too.
 * Words, numbers, comments and the ends of lines stay the author's; spaces and empty lines are ours. Takes time in
 * proportion to the length.
 */
export function format(source: SourceFile, sink: Sink): string | undefined {
  const before = sink.size;
  parse(source, sink);
  if (sink.size > before) return undefined;
  return layOut(source.text);
}

/** A text whose words make sense, as far as the lexer knows them, and whose brackets match; in its best form. */
export function layOut(text: string): string {
  const lines = readLines(text);
  space(lines);
  alignDefinitions(lines);
  alignGrids(lines);
  alignClaims(lines);
  indent(lines);
  alignComments(lines);
  return `${lines.map(write).join("\n")}\n`;
}

function write({ pieces, comment, blank, indent, gap }: Line): string {
  const text = pieces.map((piece) => " ".repeat(piece.before) + piece.image).join("");
  const behind = comment ? " ".repeat(pieces.length > 0 ? gap : 0) + comment.text : "";
  return `${blank ? "\n" : ""}${" ".repeat(indent)}${text}${behind}`;
}
