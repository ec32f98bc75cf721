import { type Analysis, endOf } from "./analysis.ts";
import type { Fold } from "./types.ts";

const OPENING = new Set(["LeftBrace", "LeftSquare", "LeftParen"]);
const CLOSING = new Set(["RightBrace", "RightSquare", "RightParen"]);

/** What stands between brackets over several lines, and comments of several lines, in the order of the text. */
export function foldsOf({ tokens, comments, text }: Analysis): Fold[] {
  const folds: Fold[] = [];
  const open: { readonly name: string; readonly start: number }[] = [];
  for (const token of tokens) {
    const { name } = token.tokenType;
    if (OPENING.has(name)) open.push({ name, start: endOf(token) });
    if (!CLOSING.has(name)) continue;
    const partner = name.replace("Right", "Left");
    const at = open.findLastIndex((each) => each.name === partner);
    if (at < 0) continue;
    const { start } = open[at]!;
    open.length = at;
    if (hasBreak(text, start, token.startOffset)) folds.push({ kind: "body", start, end: token.startOffset });
  }
  for (let i = 0; i < comments.length; i++) {
    const first = i;
    while (
      comments[i + 1] &&
      /^(\r\n?|\n)[ \t]*$/.test(text.slice(endOf(comments[i]!), comments[i + 1]!.startOffset))
    )
      i++;
    if (i > first) folds.push({ kind: "comment", start: endOf(comments[first]!), end: endOf(comments[i]!) });
  }
  return folds.sort((a, b) => a.start - b.start || b.end - a.end);
}

function hasBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text[at] === "\n" || text[at] === "\r") return true;
  return false;
}
