import type { Statement } from "../../ir/ast.ts";
import { vocabulary } from "../../layers/registry.ts";
import type { Analysis } from "../analysis.ts";

// Pieces of text that refactorings move.

/** The spaces that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start))![0];
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

/** The text of statements that stand behind each other, from the first one's beginning to the last one's end. */
export function textOf(statements: readonly Statement[], { text }: Analysis): string {
  return text.slice(statements[0]!.span.start, statements.at(-1)!.span.end);
}

/** A text with the spaces before all lines but the first one changed from one indentation to another. */
export function indented(text: string, from: string, to: string): string {
  return text.replace(/(\r\n?|\n)([ \t]*)(?=[^\s])/g, (_, end: string, spaces: string) => {
    return end + to + (spaces.startsWith(from) ? spaces.slice(from.length) : "");
  });
}

/** A name that nothing in the file has yet: the wanted one, or with a number behind it. */
export function freshName(
  wanted: string,
  analysis: Analysis,
  taken: ReadonlySet<string> = new Set(),
): string {
  const words = new Set(analysis.tokens.map(({ image }) => image));
  const isTaken = (name: string) => words.has(name) || taken.has(name) || Object.hasOwn(vocabulary, name);
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}_${n}`;
  return name;
}

/** Whether a comment stands in a part of the text. */
export function hasComment({ comments }: Analysis, start: number, end: number): boolean {
  return comments.some(({ startOffset }) => startOffset >= start && startOffset < end);
}
