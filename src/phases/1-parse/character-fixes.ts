import { type Fix, insert, put, remove, sure, when } from "../../diagnostics/fix.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** A run of characters at an offset, with the line around it. */
interface Place {
  readonly start: number;
  readonly before: string;
  /** From the characters to the end of the line. */
  readonly rest: string;
}

/** Marks that close a text, by the one that opens it. */
const CLOSING: { readonly [opening: string]: string } = {
  "'": "'",
  '"': "”",
  "“": "”“",
  "”": "”",
  "„": "“”",
  "‘": "’",
  "’": "’",
  "«": "»",
};

const SIGNS: { readonly [written: string]: string } = { "≤": "<=", "≥": ">=", "≠": "!=" };

/** What the language writes for characters that it does not know, where that is exact. */
export function fixOfCharacters(offset: number, { text, base }: SourceFile): Fix | undefined {
  const at = offset - base;
  const lineStart = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const rest = /^[^\r\n]*/.exec(text.slice(at, at + 1000))![0];
  const place = { start: offset, before: text.slice(Math.max(lineStart, at - 1000), at), rest };
  return invisible(place) ?? quoted(place) ?? sign(place);
}

function invisible({ start, rest }: Place): Fix | undefined {
  const [run] = /^[\p{C}\p{Z}]+/u.exec(rest) ?? [];
  if (run === undefined) return undefined;
  const span = { start, end: start + run.length };
  return /[\p{Zl}\p{Zp}]/u.test(run)
    ? sure("write a new line", put(span, "\n"))
    : /[\p{Z}\f\v]/u.test(run)
      ? sure("write a space", put(span, " "))
      : sure("delete it", remove(span.start, span.end));
}

/** A text between other quotation marks; one alone may be an apostrophe. */
function quoted({ start, before, rest }: Place): Fix | undefined {
  const closing = CLOSING[rest[0]!];
  if (closing === undefined) return undefined;
  const end = [...rest].findIndex((each, i) => i > 0 && closing.includes(each));
  if (end < 1) return undefined;
  const inside = [...rest].slice(1, end).join("");
  if (/["\\]/.test(inside) || /[\p{L}\d]$/u.test(before)) return undefined;
  const last = start + 1 + inside.length;
  return sure('write `"`', put({ start, end: start + 1 }, '"'), put({ start: last, end: last + 1 }, '"'));
}

function sign({ start, before, rest }: Place): Fix | undefined {
  const span = { start, end: start + 1 };
  const first = rest[0]!;
  if (first === "." && /^\.\d/.test(rest) && !/[\p{L}\d.]$/u.test(before))
    return sure("write `0.`", insert(start, "0"));
  if (/^[\u2013\u2014]/.test(rest))
    return when(/^.\s*[\d(.]/.test(rest) && !/\p{L}$/u.test(before), "write `-`", put(span, "-"));
  // Before a layer it would be another arrow.
  if (/^[\u2192\u21d2]\s*\d/.test(rest)) return sure("write `=>`", put(span, "=>"));
  const both = /^&+/.exec(rest)?.[0];
  if (both !== undefined) {
    const text = `${/\s$/.test(before) ? "" : " "}and${/^&+\s/.test(rest) ? "" : " "}`;
    return when(/\bif\b/.test(before), "write `and`", put({ start, end: start + both.length }, text));
  }
  if (first === ":") {
    const definition = /^\s*(task|kernel|data)\s+[\p{L}\w]+\s*$/u.test(before);
    const option = /\w\s*$/.test(before) && /^:\s*[\w"[]/.test(rest);
    if (definition) return sure("write `=`", put(span, /\s$/.test(before) ? "=" : " ="));
    return option ? when(false, "leave out `:`", put(span, /^:\s/.test(rest) ? "" : " ")) : undefined;
  }
  const known = SIGNS[first];
  return known === undefined ? undefined : sure(`write \`${known}\``, put(span, known));
}
