import type { Token } from "../../../grammar/lexer.ts";
import type { BlockSyntax, Expression, LayerSyntax, Statement } from "../../ir/ast.ts";
import type { Analysis } from "../analysis.ts";
import { changed } from "../documents.ts";
import type { Placed } from "../statements.ts";
import type { Action, Range, TextChange, TextEdit } from "../types.ts";
import { freshName, indentAt, indented } from "./text.ts";

/** Writes the layers of a block in the place of the use of it. */
export function inlineActions(analysis: Analysis, { start }: Range): Action[] {
  const placed = analysis.statements.at(start);
  if (placed?.statement.type !== "layer") return [];
  const layer = placed.statement;
  const { name } = layer;
  if (start < name.span.start || start > name.span.end) return [];
  const block = analysis.declarations.find((each) => each.type === "block" && each.name.text === name.text);
  if (block?.type !== "block" || !isPlain(layer, block)) return [];
  const values = valuesOf(layer, block, analysis);
  const before = valueBefore(placed, block, analysis);
  if (!values || before === "none") return [];
  const { file, text } = analysis;
  const body = bodyOf(block, values, before?.name, analysis);
  const laid = indented(body, indentAt(text, block.body[0]!.span.start), indentAt(text, layer.span.start));
  const as = layer.as ? ` as ${layer.as.text}` : "";
  const edits: TextEdit[] = [{ file, start: layer.span.start, end: layer.span.end, text: laid + as }];
  if (before?.edit) edits.unshift({ file, ...before.edit });
  return [{ title: `write out \`${name.text}\``, kind: "refactor", safe: true, edits }];
}

/** Whether a use of a block can be written out: nothing is said of the block as a whole. */
function isPlain({ words, body, claims, as }: LayerSyntax, block: BlockSyntax): boolean {
  const last = block.body.at(-1);
  const named = !as || (last?.type === "layer" && !last.as && last.claims.length === 0);
  return !block.hole && !body && words.length === 0 && claims.length === 0 && last !== undefined && named;
}

/** The text that stands for each parameter, by its name's place. */
function valuesOf(
  layer: LayerSyntax,
  block: BlockSyntax,
  analysis: Analysis,
): Map<number, string> | undefined {
  const values = new Map<number, string>();
  const given = layer.arguments ?? [];
  for (const [i, { name, fallback }] of block.parameters.entries()) {
    const argument =
      given.find((each) => each.name?.text === name.text) ?? (given[i]?.name ? undefined : given[i]);
    const value = argument?.values[0] ?? fallback;
    if (!value) return undefined;
    const text = substituted(value.span, analysis, values);
    values.set(name.span.start, isAtom(value) ? text : `(${text})`);
  }
  return values;
}

function isAtom({ type }: Expression): boolean {
  return type === "number" || type === "name" || type === "call";
}

/** A part of the text with other texts in the place of names, by where those are given. */
function substituted(
  { start, end }: Range,
  analysis: Analysis,
  values: ReadonlyMap<number, string>,
  more: readonly TextChange[] = [],
): string {
  const changes = more.map((each) => ({ ...each, start: each.start - start, end: each.end - start }));
  for (const { span, of } of analysis.names.values()) {
    const value = values.get(of.span.start);
    if (value === undefined || span.start < start || span.end > end) continue;
    changes.push({ start: span.start - start, end: span.end - start, text: value });
  }
  return changed(analysis.text.slice(start, end), changes);
}

/** The layers of a block with numbers for its parameters, and with names that nothing else has. */
function bodyOf(
  block: BlockSyntax,
  values: ReadonlyMap<number, string>,
  before: string | undefined,
  analysis: Analysis,
): string {
  const range = { start: block.body[0]!.span.start, end: block.body.at(-1)!.span.end };
  const texts = new Map(values);
  const taken = new Set<string>();
  for (const { of, defines } of analysis.names.values()) {
    if (!defines || of.span.start < range.start || of.span.end > range.end) continue;
    const name = freshName(of.name, analysis, taken);
    taken.add(name);
    texts.set(of.span.start, name);
  }
  const given = before === undefined ? [] : insOf(range, analysis);
  return substituted(
    range,
    analysis,
    texts,
    given.map(({ startOffset: start }) => ({ start, end: start + 2, text: before! })),
  );
}

/** `in` in a part of a block: what the block was given. */
function insOf({ start, end }: Range, { tokens }: Analysis): readonly Token[] {
  return tokens.filter(
    ({ image, startOffset }) => image === "in" && startOffset >= start && startOffset < end,
  );
}

/** The name of the value that `in` of a block stands for, and the edit that gives it; `none` where it can have none. */
function valueBefore({ list, index }: Placed, block: BlockSyntax, analysis: Analysis) {
  const range = { start: block.body[0]!.span.start, end: block.body.at(-1)!.span.end };
  if (insOf(range, analysis).length === 0) return undefined;
  const before = list[index - 1];
  if (!before) return "none";
  return nameOf(before, analysis) ?? "none";
}

function nameOf(statement: Statement, analysis: Analysis) {
  if (statement.type === "from") return { name: statement.value.text };
  if (!("claims" in statement) || statement.type === "expect") return undefined;
  if (statement.as) return { name: statement.as.text };
  if (statement.claims.length > 0) return undefined;
  const name = freshName("given", analysis);
  const { end } = statement.span;
  return { name, edit: { start: end, end, text: ` as ${name}` } };
}
