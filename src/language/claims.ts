import type { Span } from "../source/source-file.ts";
import type { Analysis } from "./analysis.ts";
import type { Occurrence } from "./layers.ts";
import { weightsIn } from "./numbers.ts";

/** Claims about the statement that begins at an offset that hold wherever it is used: its shape, its weights. */
export function trueClaims(analysis: Analysis, start: number): string[] {
  const placed = analysis.statements.all.find(({ statement }) => statement.span.start === start);
  return placed ? claimsOf(analysis, placed.statement.span) : [];
}

/** What a net may be expected to have. */
export function claimsOfNet({ compilation }: Analysis, name: string): string[] {
  const net = compilation.program.nets.find((each) => each.name === name);
  if (!net?.complete) return [];
  return [`${written(net.totals.weights)} weights`, `${written(net.totals.multiplyAdds)} multiply-adds`];
}

/** The shape and the weights of a part of the text, as they are claimed; those alone that are the same each time. */
export function claimsOf(analysis: Analysis, span: Span): string[] {
  const occurrences = analysis.layers.of(span);
  if (occurrences.length === 0) return [];
  const shapes = new Set(occurrences.map(shapeOf));
  const counts = new Set(occurrences.map(weightsIn));
  const [shape] = shapes;
  const [count] = counts;
  return [
    ...(shapes.size === 1 && shape ? [shape] : []),
    ...(counts.size === 1 && count ? [`${written(count)} weights`] : []),
  ];
}

/** Empty where the value depends on sizes that are left open. */
function shapeOf({ net, nodes }: Occurrence): string {
  const last = net.nodes[nodes.at(-1)!];
  return last && !last.form && last.output.every(Number.isSafeInteger) ? last.output.join("x") : "";
}

/** `61_706`. */
export function written(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "_");
}
