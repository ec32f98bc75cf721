import { curveBumpX, pathRound } from "d3";
import type { PathMark, Point } from "./scene.ts";

/** A path as SVG writes it: straight pieces, or a smooth line; a corner gets a smaller radius where a piece is too short for it. */
export function outlineOf(mark: PathMark): string {
  const { points, corner = 0, closed, smooth, holes = [] } = mark;
  if (corner === 0 && !smooth)
    return straight(points, closed) + holes.map((hole) => straight(hole, true)).join("");
  const pen = pathRound(2);
  if (smooth) {
    const curve = curveBumpX(pen as unknown as CanvasRenderingContext2D);
    curve.lineStart();
    for (const { x, y } of points) curve.point(x, y);
    curve.lineEnd();
    return pen.toString();
  }
  points.forEach((point, i) => {
    const next = points[i + 1];
    const previous = points[i - 1];
    if (!previous) pen.moveTo(point.x, point.y);
    else if (!next) pen.lineTo(point.x, point.y);
    else {
      const radius = Math.min(corner, distance(previous, point) / 2, distance(point, next) / 2);
      pen.arcTo(point.x, point.y, next.x, next.y, radius);
    }
  });
  if (closed) pen.closePath();
  return pen.toString();
}

/** Most paths are pieces without rounded corners. */
function straight(points: readonly Point[], closed: boolean | undefined): string {
  let path = "";
  for (const { x, y } of points) path += `${path === "" ? "M" : "L"}${rounded(x)},${rounded(y)}`;
  return closed ? `${path}Z` : path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** To two decimals, so that output is stable. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
