import { contours, extent, ticks } from "d3";
import type { Field } from "../../../ir/net.ts";
import { AXIS_BOTTOM, AXIS_LEFT, type Axis, type Chart, chartIn } from "../../scene/chart.ts";
import type { Measure } from "../../scene/font.ts";
import { text } from "../../scene/marks.ts";
import { type Box, extentOf, type Mark, type PathMark, type Point } from "../../scene/scene.ts";
import { type Colour, INK, MARGIN, mixed, SECONDARY } from "../../scene/theme.ts";
import { type Output, titled } from "./answers.ts";

const AREA = { width: 380, height: 300 };
const MOST = 4;
/** Room for a chart's name above it. */
const HEAD = 26;
const GAP = 44;
/** The key at the right of a chart: its distance, its width, and the room for its numbers. */
const KEY = { gap: 18, width: 14, room: 60 };

/** Levels between bands: tens of percent of a share, else round numbers. */
export function levelsOf({ share, values }: Output): number[] {
  if (share) return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const [low = 0, high = 0] = extent(values);
  return ticks(low, high, 9).filter((level) => level > low && level < high);
}

/**
 * Filled contours of each output over two inputs.
 *
 * @param at left end and top of all charts, with their numbers
 */
export function surfaceMarks(
  fields: readonly Field[],
  outputs: readonly Output[],
  inputs: readonly (readonly number[])[],
  at: Point,
  room: number,
  measure: Measure,
): Mark[] {
  const whole = AXIS_LEFT + AREA.width + KEY.gap + KEY.width + KEY.room;
  const columns = outputs.length === 1 || 2 * whole + GAP > room - 2 * MARGIN ? 1 : 2;
  const width = Math.max(160, Math.min(AREA.width, room - 2 * MARGIN - (whole - AREA.width)));
  const [across, upright] = fields.map(
    (field, i): Axis => ({ from: inputs[i]![0]!, to: inputs[i]!.at(-1)!, name: titled(field) }),
  );
  const charts = outputs.slice(0, MOST).flatMap((output, i) => {
    const box = {
      x: at.x + AXIS_LEFT + (i % columns) * (whole + GAP),
      y: at.y + HEAD + Math.floor(i / columns) * (AREA.height + AXIS_BOTTOM + HEAD + GAP),
      width,
      height: AREA.height,
    };
    const chart = chartIn(box, across!, upright!, measure);
    const bands = bandsOf(output, chart, inputs);
    const title = output.share ? `probability of ${titled(output)}` : titled(output);
    return [
      { type: "group", className: "chart", children: [...bands, ...chart.marks.filter(isOutside)] } as Mark,
      frame(box),
      text(title, box.x, box.y - HEAD - 8, measure, { bold: true, className: "chart-name" }),
      text(upright!.name!, box.x - AXIS_LEFT + 8, box.y - 10, measure, { className: "axis-name" }),
      ...keyMarks(output, box, measure),
    ];
  });
  const more = outputs.length - MOST;
  if (more <= 0) return charts;
  const below = extentOf(charts).y + GAP / 2;
  return [
    ...charts,
    text(`and ${more} more`, at.x + AXIS_LEFT, below, measure, { fill: SECONDARY, className: "more" }),
  ];
}

/** The grid is not drawn over the bands. */
function isOutside(mark: Mark): boolean {
  return mark.type === "text" || mark.className !== "grid";
}

function frame(box: Box): Mark {
  return { type: "rect", ...box, stroke: SECONDARY, strokeWidth: 1, className: "frame" };
}

function shadeOf(place: number, levels: readonly number[]): Colour {
  return mixed("paper", "head edge", 0.06 + (0.84 * place) / Math.max(1, levels.length));
}

/** The lowest band as the whole area, then what lies above each level over it. */
function bandsOf(output: Output, chart: Chart, inputs: readonly (readonly number[])[]): Mark[] {
  const levels = levelsOf(output);
  const [columns, rows] = [inputs[0]!.length, inputs[1]!.length];
  const place = ([x, y]: readonly number[]): Point => ({
    // Contours are told in cells, in whose middle a value lies; half a cell beyond the outer ones there is nothing.
    x: chart.box.x + within((x! - 0.5) / (columns - 1)) * chart.box.width,
    y: chart.box.y + chart.box.height * (1 - within((y! - 0.5) / (rows - 1))),
  });
  const filled = contours().size([columns, rows]).thresholds(levels)([...output.values]);
  const bands = filled.flatMap(({ coordinates }, i) =>
    coordinates.map(([outer, ...holes]): PathMark => {
      const fill = shadeOf(i + 1, levels);
      return {
        type: "path",
        points: outer!.map(place),
        holes: holes.map((hole) => hole.map(place)),
        closed: true,
        fill,
        className: "band",
      };
    }),
  );
  const lowest: Mark = { type: "rect", ...chart.box, fill: shadeOf(0, levels), className: "band" };
  const half = output.share ? filled[levels.indexOf(0.5)] : undefined;
  const rings = half?.coordinates.flat().map((ring) => ring.map(place)) ?? [];
  const lines = rings.flatMap((ring) => inner(ring, chart.box));
  return [
    lowest,
    ...bands,
    ...lines.map(
      (points): Mark => ({ type: "path", points, stroke: INK, strokeWidth: 1.6, className: "half" }),
    ),
  ];
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** The pieces of a ring that do not run along the edge of the area. */
function inner(ring: readonly Point[], { x, y, width, height }: Box): Point[][] {
  const on = (a: Point, b: Point) =>
    [x, x + width].some((edge) => Math.abs(a.x - edge) < 0.01 && Math.abs(b.x - edge) < 0.01) ||
    [y, y + height].some((edge) => Math.abs(a.y - edge) < 0.01 && Math.abs(b.y - edge) < 0.01);
  const pieces: Point[][] = [];
  let piece: Point[] = [];
  ring.slice(1).forEach((end, i) => {
    const start = ring[i]!;
    if (on(start, end)) {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
    } else piece = piece.length === 0 ? [start, end] : [...piece, end];
  });
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

/** The bands from the lowest at the bottom, with the levels between them. */
function keyMarks(output: Output, box: Box, measure: Measure): Mark[] {
  const levels = levelsOf(output);
  const x = box.x + box.width + KEY.gap;
  const step = box.height / (levels.length + 1);
  return [...levels, undefined].flatMap((level, i): Mark[] => {
    const y = box.y + box.height - (i + 1) * step;
    const swatch: Mark = {
      type: "rect",
      ...{ x, y, width: KEY.width, height: step },
      fill: shadeOf(i, levels),
      className: "swatch",
    };
    if (level === undefined) return [swatch];
    const written = output.share
      ? `${Math.round(100 * level)} %`
      : String(Number(level.toPrecision(6))).replace("-", "−");
    const bold = output.share && level === 0.5;
    return [
      swatch,
      text(written, x + KEY.width + 7, y + 4, measure, {
        fill: bold ? INK : SECONDARY,
        bold,
        className: "level",
      }),
    ];
  });
}
