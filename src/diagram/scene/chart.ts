import { scaleLinear } from "d3";
import type { Measure } from "./font.ts";
import { text } from "./marks.ts";
import type { Box, Mark, Paint, PathMark, Point } from "./scene.ts";
import { type Colour, LEADING, PAPER, SECONDARY, TEXT } from "./theme.ts";

/** Room around the area of a chart, in px: for the numbers at its left, and for those and the name below. */
export const AXIS_LEFT = 46;
export const AXIS_BOTTOM = 38;
/** Between two numbers of an axis. */
const TICK_GAP = 14;

/** One direction of a chart. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** What stands below it, or above an upright one. */
  readonly name?: string;
  /** Whether its numbers count something, so that there are no parts of 1. */
  readonly whole?: boolean;
  /** Whether its numbers are shares, which are written in percent. */
  readonly share?: boolean;
}

/** The area of a chart, and where its numbers lie in px. */
export interface Chart {
  readonly box: Box;
  x(value: number): number;
  y(value: number): number;
  /** Grid, numbers and names of the axes: what lies behind the data. */
  readonly marks: readonly Mark[];
}

/** Axes whose ends are round numbers around the values. */
export function rounded({ from, to, ...more }: Axis): Axis {
  // An axis has a length, also for a value that never changes.
  const [low, high] = from < to ? [from, to] : [from - 0.5, to + 0.5];
  const [start, end] = scaleLinear().domain([low, high]).nice(5).domain() as [number, number];
  return { ...more, from: start, to: end };
}

/** Axes around an area, whose box in px is that of the data alone. */
export function chartIn(box: Box, across: Axis, upright: Axis, measure: Measure): Chart {
  const x = scaleLinear([across.from, across.to], [box.x, box.x + box.width]);
  const y = scaleLinear([upright.from, upright.to], [box.y + box.height, box.y]);
  const bottom = box.y + box.height;
  const marks: Mark[] = [];
  for (const { value, label } of ticksOf(upright, Math.max(2, Math.round(box.height / 40)))) {
    const at = y(value);
    marks.push(
      { ...straight({ x: box.x, y: at }, { x: box.x + box.width, y: at }, "grid", "grid"), strokeWidth: 0.6 },
      text(label, box.x - 8, at + 4, measure, { anchor: "end", fill: SECONDARY, className: "tick" }),
    );
  }
  for (const { value, label } of fitting(across, box.width, measure)) {
    const at = x(value);
    marks.push(
      straight({ x: at, y: bottom }, { x: at, y: bottom + 4 }, SECONDARY, "tick-mark"),
      text(label, at, bottom + 17, measure, { anchor: "middle", fill: SECONDARY, className: "tick" }),
    );
  }
  marks.push(straight({ x: box.x, y: bottom }, { x: box.x + box.width, y: bottom }, SECONDARY, "axis"));
  if (across.name) {
    const at = { x: box.x + box.width / 2, y: bottom + 17 + LEADING };
    marks.push(text(across.name, at.x, at.y, measure, { anchor: "middle", className: "axis-name" }));
  }
  return { box, x, y, marks };
}

interface Tick {
  readonly value: number;
  readonly label: string;
}

function ticksOf({ from, to, whole, share }: Axis, count: number): Tick[] {
  const scale = scaleLinear([from, to], [0, 1]);
  const format = scale.tickFormat(count, share ? "%" : undefined);
  return scale
    .ticks(count)
    .filter((value) => !whole || Number.isInteger(value))
    .map((value) => ({
      value,
      label: whole ? String(value) : format(value).replace("%", " %").replaceAll(",", " "),
    }));
}

/** As many numbers as there is room for, side by side. */
function fitting(axis: Axis, width: number, measure: Measure): Tick[] {
  for (let count = Math.max(2, Math.round(width / 55)); count > 1; count--) {
    const ticks = ticksOf(axis, count);
    const widest = Math.max(0, ...ticks.map(({ label }) => measure(label, TEXT, false)));
    const step =
      width /
      Math.max(1, (axis.to - axis.from) / ((ticks[1]?.value ?? axis.to) - (ticks[0]?.value ?? axis.from)));
    if (ticks.length < 2 || widest + TICK_GAP <= step) return ticks;
  }
  return ticksOf(axis, 1);
}

export function straight(from: Point, to: Point, stroke: Colour, className: string): PathMark {
  return { type: "path", points: [from, to], stroke, strokeWidth: 1, className };
}

/** A line through values, and a dot at each where they are few. */
export function curveIn(chart: Chart, values: readonly Point[], stroke: Colour, paint: Paint = {}): Mark[] {
  const points = values.map(({ x, y }) => ({ x: chart.x(x), y: chart.y(y) }));
  const dots = points.length <= FEW ? points.map((at) => dot(at, stroke)) : [];
  return [{ type: "path", points, stroke, strokeWidth: 1.8, className: "curve", ...paint }, ...dots];
}

/** Up to so many values are shown as dots. */
const FEW = 30;

/** A dot with a rim of paper, which keeps it apart from the line. */
export function dot({ x, y }: Point, fill: Colour, r = 2.4): Mark {
  return { type: "circle", x, y, r, fill, stroke: PAPER, strokeWidth: 0.8, className: "dot" };
}
