import {
  type Box,
  flatMarks,
  type Mark,
  type Point,
  type Scene,
  type TextMark,
} from "../../src/diagram/scene/scene.ts";

/** Pairs in which a text touches another text, a line or an edge that is not its own, or leaves the picture. */
export function collisions(scene: Scene): string[] {
  const marks = flatMarks(scene.marks);
  const texts = marks.filter((mark): mark is TextMark => mark.type === "text");
  const found: string[] = [];
  texts.forEach((text, i) => {
    for (const other of texts.slice(i + 1)) {
      if (overlap(text.box, other.box)) found.push(`"${text.text}" and "${other.text}"`);
    }
    for (const mark of marks) {
      if (mark.type !== "text" && touches(text, mark))
        found.push(`"${text.text}" and ${mark.type}.${mark.className}`);
    }
  });
  return found;
}

/** Marks that reach beyond the view box. */
export function outside(scene: Scene): string[] {
  return flatMarks(scene.marks).flatMap((mark) => {
    const box = boundsOf(mark);
    const inside =
      box.x >= 0 && box.y >= 0 && box.x + box.width <= scene.width && box.y + box.height <= scene.height;
    return inside ? [] : [`${mark.type}.${mark.className}`];
  });
}

function boundsOf(mark: Exclude<Mark, { type: "group" }>): Box {
  if (mark.type === "text") return mark.box;
  if (mark.type === "rect" || mark.type === "image") return mark;
  if (mark.type === "circle") {
    return { x: mark.x - mark.r, y: mark.y - mark.r, width: 2 * mark.r, height: 2 * mark.r };
  }
  const xs = mark.points.map((point) => point.x);
  const ys = mark.points.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function touches(text: TextMark, mark: Exclude<Mark, { type: "group" } | TextMark>): boolean {
  if (mark.type === "path") {
    const points = mark.smooth ? sampled(mark.points) : mark.points;
    return points.slice(1).some((end, i) => crosses(points[i]!, end, text.box));
  }
  // The numbers of a kernel stand in its cells, whole.
  const ownCell = text.className === "number" && (mark.className === "weight" || mark.className === "grid");
  if (ownCell)
    return (
      overlap(boundsOf(mark), text.box) && mark.className === "weight" && !within(text.box, boundsOf(mark))
    );
  // A layer's box holds its texts, whole.
  if (mark.className === "box" && within(text.box, boundsOf(mark))) return false;
  return overlap(boundsOf(mark), text.box);
}

/** Points of a smooth line: cubic curves that are level at each of its points, their handles in the middle between. */
function sampled(points: readonly Point[]): Point[] {
  const all: Point[] = [points[0]!];
  points.slice(1).forEach((end, i) => {
    const start = points[i]!;
    for (let step = 1; step <= 24; step++) {
      const t = step / 24;
      const [a, b] = [(1 - t) ** 2 * (1 + 2 * t), t ** 2 * (3 - 2 * t)];
      const middle = 3 * t * (1 - t) * ((start.x + end.x) / 2);
      all.push({ x: (1 - t) ** 3 * start.x + middle + t ** 3 * end.x, y: a * start.y + b * end.y });
    }
  });
  return all;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function within(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y - 0.01 &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height + 0.01
  );
}

/** Does a straight piece pass through a box? Liang and Barsky's clipping. */
function crosses(a: Point, b: Point, box: Box): boolean {
  let [enter, leave] = [0, 1];
  const edges: [number, number][] = [
    [a.x - b.x, a.x - box.x],
    [b.x - a.x, box.x + box.width - a.x],
    [a.y - b.y, a.y - box.y],
    [b.y - a.y, box.y + box.height - a.y],
  ];
  for (const [slope, room] of edges) {
    if (slope === 0) {
      if (room <= 0) return false;
    } else if (slope < 0) enter = Math.max(enter, room / slope);
    else leave = Math.min(leave, room / slope);
  }
  return enter < leave;
}
