import { curveBumpX, pathRound } from "d3";
import type { PathMark, Point } from "../scene/scene.ts";
import { rounded } from "./written.ts";

/** What an outline is drawn with, in px; the names and arguments are those of a canvas. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void;
  closePath(): void;
}

/** A path as SVG writes it. */
export function outlineOf(mark: PathMark): string {
  const { points, corner = 0, closed, smooth, holes = [] } = mark;
  if (corner === 0 && !smooth)
    return straight(points, closed) + holes.map((hole) => straight(hole, true)).join("");
  const pen = pathRound(2);
  trace(mark, pen);
  return pen.toString();
}

/** Most paths are pieces without rounded corners. */
function straight(points: readonly Point[], closed: boolean | undefined): string {
  let path = "";
  for (const { x, y } of points) path += `${path === "" ? "M" : "L"}${rounded(x)},${rounded(y)}`;
  return closed ? `${path}Z` : path;
}

/** Draws straight pieces, or a smooth line; a corner gets a smaller radius where a piece is too short for it. */
export function trace({ points, corner = 0, closed, smooth, holes = [] }: PathMark, pen: Pen): void {
  if (smooth) {
    // Of a canvas, the curve asks for no more than a pen has.
    const curve = curveBumpX(pen as unknown as CanvasRenderingContext2D);
    curve.lineStart();
    for (const { x, y } of points) curve.point(x, y);
    curve.lineEnd();
    return;
  }
  points.forEach((point, i) => {
    const next = points[i + 1];
    const previous = points[i - 1];
    if (!previous) pen.moveTo(point.x, point.y);
    else if (!next || corner === 0) pen.lineTo(point.x, point.y);
    else {
      const radius = Math.min(corner, distance(previous, point) / 2, distance(point, next) / 2);
      pen.arcTo(point.x, point.y, next.x, next.y, radius);
    }
  });
  if (closed) pen.closePath();
  for (const hole of holes) trace({ type: "path", points: hole, closed: true }, pen);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
