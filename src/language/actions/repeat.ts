import type { Statement } from "../../ir/ast.ts";
import type { Analysis } from "../analysis.ts";
import type { Action, Range } from "../types.ts";
import { hasComment, indentAt, indented, textOf } from "./text.ts";

/** A run of so many rounds is worth a `repeat`. */
const LEAST = 3;

/** So many statements are one round at most. */
const LONGEST = 64;

/** Writes once what stands three times or more behind each other, where the statement at the place is a part of that. */
export function repeatActions(analysis: Analysis, { start }: Range): Action[] {
  const placed = analysis.statements.at(start);
  if (!placed) return [];
  const { list, index } = placed;
  for (let length = 1; length * LEAST <= list.length && length <= LONGEST; length++) {
    const run = runOf(list, index, length, analysis);
    if (!run) continue;
    const { first, rounds } = run;
    const all = list.slice(first, first + rounds * length);
    const { start: from } = all[0]!.span;
    const { end } = all.at(-1)!.span;
    if (hasComment(analysis, from, end)) return [];
    const text = repeated(textOf(all.slice(0, length), analysis), rounds, indentAt(analysis.text, from));
    const edits = [{ file: analysis.file, start: from, end, text }];
    return [{ title: `write it once, in \`repeat ${rounds}\``, kind: "refactor", safe: true, edits }];
  }
  return [];
}

function repeated(round: string, rounds: number, indent: string): string {
  if (!/[\r\n]/.test(round)) return `repeat ${rounds} { ${round} }`;
  return `repeat ${rounds} {\n${indent}  ${indented(round, indent, `${indent}  `)}\n${indent}}`;
}

/** The longest run of equal rounds of so many statements that holds an index. */
function runOf(list: readonly Statement[], index: number, length: number, analysis: Analysis) {
  for (let first = Math.max(0, index - length + 1); first <= index; first++) {
    if (first + length > list.length) break;
    const equal = (round: number) =>
      Array.from({ length }, (_, i) => i).every((i) =>
        isSame(list[first + i], list[first + round * length + i], analysis),
      );
    if (!list.slice(first, first + length).every(isRepeatable)) continue;
    let before = 0;
    while (first + (before - 1) * length >= 0 && equal(before - 1)) before--;
    let rounds = 1;
    while (equal(rounds)) rounds++;
    if (rounds - before >= LEAST) return { first: first + before * length, rounds: rounds - before };
  }
  return undefined;
}

function isSame(a: Statement | undefined, b: Statement | undefined, analysis: Analysis): boolean {
  if (!a || !b || a.type !== b.type) return false;
  const words = (each: Statement) => textOf([each], analysis).replace(/\s+/g, " ");
  return words(a) === words(b);
}

/** Whether a statement may stand in a `repeat`: an input and an expectation may not, and a name is given once. */
function isRepeatable(statement: Statement): boolean {
  if (["input", "expect", "shared", "broken"].includes(statement.type)) return false;
  return !("as" in statement && statement.as && statement.type !== "repeat");
}
