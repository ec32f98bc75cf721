import type { Box, PathMark, Point } from "../../scene/scene.ts";
import { type Pen, trace } from "../outline.ts";
import { type Node, node } from "./xml.ts";

/**
 * The geometry of a path that no ready-made shape has.
 *
 * @param at where a point of the drawing lies on the slide, in EMU
 * @param box what the path covers, in EMU
 */
export function freeform(mark: PathMark, at: (point: Point) => Point, box: Box): Node {
  const steps: Node[] = [];
  let here: Point = { x: 0, y: 0 };
  const step = (name: string, ...points: readonly Point[]) => {
    here = points.at(-1) ?? here;
    const placed = points.map(at).map(({ x, y }) => node("a:pt", { x: x - box.x, y: y - box.y }));
    steps.push(node(name, {}, placed));
  };
  const pen: Pen = {
    moveTo: (x, y) => step("a:moveTo", { x, y }),
    lineTo: (x, y) => step("a:lnTo", { x, y }),
    bezierCurveTo: (x1, y1, x2, y2, x, y) =>
      step("a:cubicBezTo", { x: x1, y: y1 }, { x: x2, y: y2 }, { x, y }),
    arcTo: (x1, y1, x2, y2, radius) => {
      const round = corner(here, { x: x1, y: y1 }, { x: x2, y: y2 }, radius);
      if (!round) return pen.lineTo(x1, y1);
      step("a:lnTo", round.start);
      step("a:cubicBezTo", ...round.curve);
    },
    closePath: () => step("a:close"),
  };
  trace(mark, pen);
  // The size of the path's own units; a side of none would have no scale.
  const size = { w: Math.max(1, box.width), h: Math.max(1, box.height) };
  return node("a:custGeom", {}, [
    node("a:avLst"),
    node("a:gdLst"),
    node("a:ahLst"),
    node("a:cxnLst"),
    node("a:rect", { l: 0, t: 0, r: "r", b: "b" }),
    node("a:pathLst", {}, [node("a:path", size, steps)]),
  ]);
}

/** Angles of less than this, in radians, are none. */
const STRAIGHT = 1e-6;

/** A corner on the way from one point to another, rounded by a cubic curve; none where the way is straight. */
function corner(from: Point, at: Point, to: Point, radius: number) {
  const [back, on] = [direction(at, from), direction(at, to)];
  const turn = Math.PI - Math.acos(Math.min(1, Math.max(-1, back.x * on.x + back.y * on.y)));
  if (radius === 0 || !(turn > STRAIGHT && Math.PI - turn > STRAIGHT)) return undefined;
  const reach = radius * Math.tan(turn / 2);
  const along = (way: Point, length: number) => ({ x: at.x + way.x * length, y: at.y + way.y * length });
  // A handle of 4/3·tan(φ/4) radii comes closest to an arc of angle φ.
  const handle = reach - (4 / 3) * Math.tan(turn / 4) * radius;
  return {
    start: along(back, reach),
    curve: [along(back, handle), along(on, handle), along(on, reach)],
  };
}

function direction(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}
