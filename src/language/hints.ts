import { digits } from "../shape/shape.ts";
import type { Analysis } from "./analysis.ts";
import { shapeAfter, weightsIn } from "./numbers.ts";
import type { InlayHint } from "./types.ts";

/** Output shape and weights of what stands in a line, behind the last statement of each. */
export function hintsOf(analysis: Analysis): InlayHint[] {
  const hints = new Map<number, InlayHint>();
  for (const { statement } of analysis.statements.all) {
    if (statement.type === "expect" || statement.type === "broken" || statement.type === "from") continue;
    const occurrences = analysis.layers.of(statement.span);
    const [first] = occurrences;
    if (!first) continue;
    const shapes = new Set(occurrences.map(shapeAfter));
    const counts = new Set(occurrences.map(weightsIn));
    const weights = Math.max(...counts);
    const text = [
      shapes.size === 1 ? [...shapes][0]! : `${shapeAfter(first)} …`,
      ...(weights > 0
        ? [counts.size === 1 ? `${digits(weights)} weights` : `up to ${digits(weights)} weights`]
        : []),
      ...(occurrences.length > 1 ? [`${occurrences.length} times`] : []),
    ].join(" · ");
    const offset = lineEnd(analysis.text, statement.span.end);
    hints.set(offset, { offset, text });
  }
  return [...hints.values()].sort((a, b) => a.offset - b.offset);
}

/** Where the line of an offset ends. */
function lineEnd(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) if (text[at] === "\n" || text[at] === "\r") return at;
  return text.length;
}
