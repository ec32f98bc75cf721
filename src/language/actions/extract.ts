import type { Statement } from "../../ir/ast.ts";
import type { Definition } from "../../ir/mentions.ts";
import type { Span } from "../../source/source-file.ts";
import type { Analysis } from "../analysis.ts";
import type { Action, Range } from "../types.ts";
import { freshName, indentAt, indented, lineStart, textOf } from "./text.ts";

/** Numbers that a block is given. */
const NUMBERS: ReadonlySet<Definition["kind"]> = new Set(["parameter", "round", "size"]);

/** Names that hold inside of one declaration. */
const LOCAL: ReadonlySet<Definition["kind"]> = new Set([...NUMBERS, "value", "shared", "hole"]);

/** Makes a block of the statements that are selected, and uses it in their place. */
export function extractActions(analysis: Analysis, range: Range): Action[] {
  const chosen = selected(analysis, range);
  if (!chosen) return [];
  const { statements, declaration } = chosen;
  const span = { start: statements[0]!.span.start, end: statements.at(-1)!.span.end };
  const parameters = parametersOf(span, analysis);
  if (!parameters || takesIn(span, analysis)) return [];
  const { text, file } = analysis;
  const name = freshName("part", analysis);
  const given = parameters.length > 0 ? `(${parameters.join(", ")})` : "";
  const indent = indentAt(text, span.start);
  const body = indented(textOf(statements, analysis), indent, "  ");
  const at = above(text, declaration);
  return [
    {
      title: `make a block of ${statements.length === 1 ? "it" : "them"}`,
      kind: "refactor",
      safe: true,
      edits: [
        { file, start: at, end: at, text: `block ${name}${given} {\n  ${body}\n}\n\n` },
        { file, ...span, text: `${name}${given}` },
      ],
    },
  ];
}

/** The statements of one list that lie in a range, where none of that list lies in it in part. */
function selected({ statements, text }: Analysis, { start, end }: Range) {
  let from = Math.max(0, start);
  let to = Math.min(text.length, end);
  while (from < to && /[\s,]/.test(text[from]!)) from++;
  while (to > from && /[\s,]/.test(text[to - 1]!)) to--;
  if (from >= to) return undefined;
  const first = statements.all.find(({ statement: { span } }) => span.start >= from && span.end <= to);
  if (!first) return undefined;
  const inside = first.list.filter(({ span }) => span.start >= from && span.end <= to);
  const whole = first.list.filter(({ span }) => span.start < to && span.end > from).length === inside.length;
  const around = first.around.every(({ span }) => span.start <= from && span.end >= to);
  return whole && around && inside.every(isLayers)
    ? { statements: inside, declaration: first.declaration.span }
    : undefined;
}

function isLayers({ type }: Statement): boolean {
  return type !== "input" && type !== "expect" && type !== "broken";
}

/** Numbers from outside that a part of the text needs; undefined where it needs or gives anything else. */
function parametersOf(span: Span, analysis: Analysis): string[] | undefined {
  const found = new Set<string>();
  const isInside = (at: Span) => at.start >= span.start && at.end <= span.end;
  for (const { span: use, of } of analysis.compilation.mentions.uses) {
    if (!LOCAL.has(of.kind) || isInside(use) === isInside(of.span)) continue;
    // Parameters are named by uses of their block as well.
    if (!isInside(use) || !NUMBERS.has(of.kind)) return undefined;
    if (analysis.text[use.end] === " " && /^ *=[^=>]/.test(analysis.text.slice(use.end))) continue;
    found.add(of.name);
  }
  return [...found];
}

/** Whether `in` stands in it, which would come to mean another value. */
function takesIn({ start, end }: Span, { tokens }: Analysis): boolean {
  return tokens.some(({ image, startOffset }) => image === "in" && startOffset >= start && startOffset < end);
}

/** Where what stands above a declaration begins: its comments are its own. */
function above(text: string, { start }: Span): number {
  let at = lineStart(text, start);
  while (at > 0) {
    const before = lineStart(text, text[at - 1] === "\n" && text[at - 2] === "\r" ? at - 2 : at - 1);
    if (text[before] !== "#") break;
    at = before;
  }
  return at;
}
