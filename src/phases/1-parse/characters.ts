import type { ILexingError } from "chevrotain";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { fixOfCharacters } from "./character-fixes.ts";
import { asComment } from "./fixes.ts";

const MINUS = "a minus is written `-`";
const ARROW = "a claim has the arrow `=>`";
const QUOTES = 'text stands between plain quotation marks: `"…"`';

/** What people write for something that the language spells otherwise. */
const HELP: { readonly [written: string]: string } = {
  ":": "a definition has `=`: `task digit = classify { … }`; an option stands behind its name: `stride 2`",
  "'": 'text stands between double quotation marks: `"…"`',
  "“": QUOTES,
  "”": QUOTES,
  "„": QUOTES,
  "‘": QUOTES,
  "’": QUOTES,
  "«": QUOTES,
  "–": MINUS,
  "—": MINUS,
  "!": "a comment starts with `#`; a condition is turned around by `not`, and `!=` means different",
  "&": "two conditions are joined by `and`",
  ".": "a number has a digit before its point: `0.5`",
  "→": ARROW,
  "⇒": ARROW,
  "≤": "less or equal is written `<=`",
  "≥": "greater or equal is written `>=`",
  "≠": "different is written `!=`",
};

/**
 * Reports characters that no word of the language has: one message a declaration, since what follows the first is
 * often more of the same.
 */
export function reportCharacters(error: ILexingError, source: SourceFile, sink: Sink): void {
  const written = source.slice({ start: error.offset, end: error.offset + error.length });
  const slash = commentBefore(error.offset, source);
  if (slash !== undefined) {
    sink.error("syntax_unexpected", { start: slash, end: slash + 1 }, "`/` begins no comment", {
      help: "a comment starts with `#` and goes to the end of the line",
      fix: asComment(slash, source),
    });
    return;
  }
  if (written.startsWith('"')) {
    sink.error(
      "syntax_unclosed",
      { start: error.offset, end: error.offset + 1 },
      "this text has no closing quotation mark",
      {
        help: 'put `"` at its end, on the same line; inside it, a quotation mark is written `\\"`',
        fix: fixOfCharacters(error.offset, source),
      },
    );
    return;
  }
  const first = String.fromCodePoint(written.codePointAt(0)!);
  const isLetter = /\p{L}|\p{M}/u.test(first);
  const word = isLetter ? /^[\p{L}\p{M}]+/u.exec(written)![0] : first;
  const span = { start: error.offset, end: error.offset + word.length };
  if (/[\p{C}\p{Z}]/u.test(first)) {
    sink.error(
      "syntax_unexpected_character",
      span,
      `an invisible character stands here: ${codePoint(first)}`,
      {
        help: "delete it; it often comes along when text is copied from a web page or a word processor",
        fix: fixOfCharacters(error.offset, source),
      },
    );
  } else if (isLetter) {
    sink.error(
      "syntax_unexpected_character",
      span,
      `\`${shorten(word)}\` has a letter that names do not use: ${codePoint(first)}`,
      {
        help: 'names are made of Latin and Greek letters, digits and `_`; any other text stands between quotation marks: `"…"`',
      },
    );
  } else {
    sink.error("syntax_unexpected_character", span, `\`${first}\` has no meaning here`, {
      help: HELP[first],
      fix: fixOfCharacters(error.offset, source),
    });
  }
}

/** Where `//` or its like begins, outside of texts, in the line before an offset: all behind it are words. */
function commentBefore(offset: number, { text, base }: SourceFile): number | undefined {
  const at = offset - base;
  const start = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const before = text.slice(start, at).replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => " ".repeat(quoted.length));
  const place = before.search(/\/[/*]/);
  return place < 0 ? undefined : base + start + place;
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
