// What advice offers to change, where the layer is written in a way that the change is exact.
import { type Fix, insert, offer, remove, write } from "../../diagnostics/fix.ts";
import type { Node } from "../../ir/net.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** The layer with an option more, before its name and claims. */
export function withOption({ span }: Node, option: string, source: SourceFile): Fix {
  const text = source.slice(span);
  const end = text.search(/\s+(as\s+\p{L}|=>)/u);
  return offer(`write \`${option}\``, insert(span.start + (end < 0 ? text.length : end), ` ${option}`));
}

/** `same` in place of `valid`, or of nothing. */
export function withSame(node: Node, source: SourceFile): Fix | undefined {
  const text = source.slice(node.span);
  const valid = /\bvalid\b/.exec(text);
  if (!valid) return /\b(same|pad)\b/.test(text) ? undefined : withOption(node, "same", source);
  const start = node.span.start + valid.index;
  return write("same", { start, end: start + "valid".length });
}

/** The next larger kernel in place of an even one. */
export function evenKernel({ span }: Node, size: number, source: SourceFile): Fix | undefined {
  const found = /@\s*(\d+)(?![\d_x\u00d7.])/.exec(source.slice(span));
  if (Number(found?.[1]) !== size) return undefined;
  const end = span.start + found!.index + found![0].length;
  return write(String(size + 1), { start: end - found![1]!.length, end });
}

/** Another layer in place of one that is a word alone. */
export function inPlaceOf(node: Node, text: string, source: SourceFile): Fix | undefined {
  return source.slice(node.span) === node.kind ? write(text, node.span) : undefined;
}

/** The comma or the end of a line that stands before a place, with the blanks between; reads no more than that. */
function separatorBefore(text: string, at: number): string | undefined {
  let start = at;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  start--;
  if (text[start] !== "," && text[start] !== "\n") return undefined;
  if (text[start] === "\n" && text[start - 1] === "\r") start--;
  return text.slice(start, at);
}

/** Without a layer that is a word alone, and without its comma or its line. */
export function withoutLayer({ span, kind }: Node, source: SourceFile): Fix | undefined {
  if (source.slice(span) !== kind) return undefined;
  const { text, base } = source.fileAt(span.start);
  const before = separatorBefore(text, span.start - base);
  const behind = /^[ \t]*(,[ \t]*|(?=\r?\n|\}))/.exec(text.slice(span.end - base));
  if (before === undefined || !behind) return undefined;
  // A layer that begins its line takes the comma behind it along.
  return before.startsWith(",") || behind[1] === ""
    ? offer("leave it out", remove(span.start - before.length, span.end))
    : offer("leave it out", remove(span.start, span.end + behind[0].length));
}

/** Without `as NAME`. */
export function withoutName({ span }: Node, name: string, source: SourceFile): Fix | undefined {
  const found = /\s+as\s+([\p{L}\d_]+)/u.exec(source.slice(span));
  if (found?.[1] !== name) return undefined;
  const start = span.start + found.index;
  return offer(`leave out \`as ${name}\``, remove(start, start + found[0].length));
}

/** Whether `from` takes a value by its name right where it was made, for the layer behind. */
export function wentOnFrom({ span }: Node, name: string, next: Node, source: SourceFile): boolean {
  const between = source.slice({ start: span.end, end: Math.max(span.end, next.span.start) });
  return between.includes("from") && between.split(/[\s,]+/).includes(name);
}
