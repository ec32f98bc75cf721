import type { Analysis } from "../analysis.ts";
import { claimsOf, written } from "../claims.ts";
import type { Action, Range } from "../types.ts";
import { indentAt } from "./text.ts";

/** Writes down what is true of the statement at a place, or of the net whose name stands there. */
export function claimActions(analysis: Analysis, { start }: Range): Action[] {
  return [...ofStatement(analysis, start), ...ofNet(analysis, start)];
}

function ofStatement(analysis: Analysis, offset: number): Action[] {
  const placed = analysis.statements.at(offset);
  if (!placed) return [];
  const { statement } = placed;
  if (!("claims" in statement) || statement.type === "expect" || statement.claims.length > 0) return [];
  const claims = claimsOf(analysis, statement.span);
  if (claims.length === 0) return [];
  const { end } = statement.span;
  const text = claims.join(", ");
  const edits = [{ file: analysis.file, start: end, end, text: ` => ${text}` }];
  return [{ title: `claim what is true: \`=> ${text}\``, kind: "refactor", safe: true, edits }];
}

function ofNet(analysis: Analysis, offset: number): Action[] {
  const declaration = analysis.declarations.find(
    (each) => each.type === "net" && each.name.span.start <= offset && offset <= each.name.span.end,
  );
  if (declaration?.type !== "net") return [];
  const net = analysis.compilation.program.nets.find(({ name }) => name === declaration.name.text);
  const last = declaration.body.at(-1);
  const isSaid = declaration.body.some(
    (each) =>
      each.type === "expect" &&
      each.claims.some((claim) => claim.type === "count" && claim.count.text === "weights"),
  );
  if (!net?.complete || !last || isSaid) return [];
  const { end } = last.span;
  const { text } = analysis;
  const indent = indentAt(text, last.span.start);
  const isOneLine = !/[\r\n]/.test(text.slice(declaration.span.start, end));
  const claim = `expect ${written(net.totals.weights)} weights`;
  const edits = [
    { file: analysis.file, start: end, end, text: isOneLine ? `, ${claim}` : `\n${indent}${claim}` },
  ];
  return [{ title: `claim what is true: \`${claim}\``, kind: "refactor", safe: true, edits }];
}
