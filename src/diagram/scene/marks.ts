import { ASCENT, DESCENT, type Measure } from "./font.ts";
import type { Mark, Paint, PathMark, Point, TextMark } from "./scene.ts";
import { type Colour, INK, TEXT, WIRE } from "./theme.ts";

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: TextMark["anchor"];
  readonly fill?: Colour;
  readonly className?: string;
}

/** A line of text with the box that it covers; `x`, `y` in px is its anchor on the baseline. */
export function text(
  content: string,
  x: number,
  y: number,
  measure: Measure,
  style: TextStyle = {},
): TextMark {
  const { size = TEXT, bold = false, anchor = "start", fill = INK, className } = style;
  const width = measure(content, size, bold);
  const left = anchor === "start" ? x : anchor === "middle" ? x - width / 2 : x - width;
  const box = { x: left, y: y - ASCENT * size, width, height: (ASCENT + DESCENT) * size };
  return {
    type: "text",
    text: content,
    x,
    y,
    size,
    bold,
    anchor,
    fill,
    box,
    ...(className ? { className } : {}),
  };
}

/** A line through points, with rounded corners. */
export function line(points: readonly Point[], paint: Paint = {}): PathMark {
  return { type: "path", points, corner: 6, stroke: WIRE, strokeWidth: 1.2, className: "wire", ...paint };
}

/** A line that ends in an open arrow head. */
export function arrow(points: readonly Point[], paint: Paint = {}): Mark[] {
  const end = points[points.length - 1]!;
  const before = points[points.length - 2]!;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const wing = (side: number) => ({
    x: end.x - 5 * ux - side * 3.2 * uy,
    y: end.y - 5 * uy + side * 3.2 * ux,
  });
  return [line(points, paint), line([wing(1), end, wing(-1)], { ...paint, className: "arrow-head" })].map(
    (mark, i) => (i === 1 ? { ...mark, corner: 0 } : mark),
  );
}
