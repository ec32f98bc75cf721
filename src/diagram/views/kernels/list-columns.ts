import type { NetOutput } from "../../../ir/net.ts";
import { outputsOf } from "../../../ir/task-outputs.ts";
import { channels } from "../../../shape/shape.ts";
import type { Measure } from "../../scene/font.ts";
import { text } from "../../scene/marks.ts";
import { extentOf, type Mark } from "../../scene/scene.ts";
import { level, SHADES, scaleOf, shade, writtenNumber } from "../../scene/shades.ts";
import { INK, mixed, PAPER, palette, SECONDARY, type Sign, TEXT } from "../../scene/theme.ts";
import type { Stage } from "../../stages/stages.ts";
import { type Block, MOST, withMore } from "./map-columns.ts";

/** Side of a number that stands alone, in px; up to so many do. */
const CELL = 20;
const MOST_CELLS = 12;
/** Long lists are grids of columns of so many numbers. */
const STRIP = 64;
const BAR = { width: 110, height: 13, step: 25 };
const MOST_BARS = 12;
const WEIGHT = 11;

/** A list of numbers: each as a cell with its number, or, of many, shades alone. */
export function listBlock(stage: Stage, values: ArrayLike<number>, measure: Measure, pitch?: number): Block {
  const count = channels(stage.node.output);
  const scale = scaleOf(values);
  if (count > MOST_CELLS) return stripBlock(stage, values);
  const step = Math.max(pitch ?? 0, CELL + 6);
  const marks = Array.from({ length: count }, (_, i): Mark[] => {
    const y = (i + 0.5) * step;
    const fill = shade(values[i]!, scale);
    const box = { x: 0, y: y - CELL / 2, width: CELL, height: CELL };
    return [
      { type: "rect", ...box, fill, stroke: SECONDARY, strokeWidth: 0.8, className: "value" },
      text(writtenNumber(values[i]!), CELL + 7, y + 4, measure, { className: "number" }),
    ];
  }).flat();
  return { width: extentOf(marks).x, height: count * step, marks };
}

/** Long lists as columns of cells, read from the top, the first column first. */
function stripBlock({ node }: Stage, values: ArrayLike<number>): Block {
  const count = channels(node.output);
  const columns = Math.ceil(count / STRIP);
  const rows = Math.ceil(count / columns);
  const cell = Math.max(2, Math.min(6, 320 / columns));
  const scale = scaleOf(values);
  const shown = Array.from({ length: rows * columns }, (_, i) => {
    const at = (i % columns) * rows + Math.floor(i / columns);
    return at < count ? level(values[at]!, scale) : 0;
  });
  const [width, height] = [columns * Math.max(cell, 10 / columns), rows * cell];
  const box = { x: 0, y: 0, width, height };
  // Places of the last column that hold no number.
  const left = rows * columns - count;
  const cells = {
    x: width - width / columns,
    y: height - left * cell,
    width: width / columns,
    height: left * cell,
  };
  const rest: Mark[] = left > 0 ? [{ type: "rect", ...cells, fill: PAPER, className: "rest" }] : [];
  return {
    width,
    height,
    marks: [
      { type: "image", ...box, columns, rows, values: shown, between: SHADES, className: "values" },
      ...rest,
      { type: "rect", ...box, stroke: SECONDARY, strokeWidth: 0.8, className: "frame" },
    ],
  };
}

/** What a head says: a bar and its share for each name, the likeliest in bold; of measurements, their numbers. */
export function answerBlock(
  stage: Stage,
  { task, name }: NetOutput,
  values: ArrayLike<number>,
  measure: Measure,
): Block {
  const outputs = task ? outputsOf(task) : [];
  const count = values.length;
  const share = task !== undefined && task.kind !== "regress" && task.kind !== "reconstruct";
  const label = (i: number) =>
    (outputs[i]?.name ?? (count > 1 ? `${name} ${i + 1}` : name)).replaceAll("_", " ");
  const order = Array.from({ length: count }, (_, i) => i);
  const likeliest = order.reduce((best, i) => (values[i]! > values[best]! ? i : best), 0);
  // Of many, the likeliest; else all in their order.
  const shown = count > MOST_BARS ? order.sort((a, b) => values[b]! - values[a]!).slice(0, MOST) : order;
  const names = Math.max(...shown.map((i) => measure(label(i), TEXT, true)));
  const known = weightCells(stage, count);
  const left = known.width > 0 ? known.width + 14 : 0;
  const marks = shown.flatMap((i, row): Mark[] => {
    const y = (row + 0.5) * BAR.step;
    const bold = share && count > 1 && i === likeliest;
    const title = text(label(i), left, y + 4, measure, { bold, className: "class" });
    const x = left + names + 12;
    if (!share) {
      const unit = outputs[i]?.unit;
      return [
        title,
        text(`${writtenNumber(values[i]!)}${unit ? ` ${unit}` : ""}`, x, y + 4, measure, {
          className: "value",
        }),
      ];
    }
    const bar = { x, y: y - BAR.height / 2, height: BAR.height, radius: 2 };
    const { fill, stroke } = palette[stage.tint];
    return [
      ...known.row(i, y),
      title,
      { type: "rect", ...bar, width: BAR.width, fill: mixed(PAPER, "grid", 0.5), className: "track" },
      {
        type: "rect",
        ...bar,
        width: Math.max(1, BAR.width * values[i]!),
        fill: bold ? stroke : fill,
        className: "bar",
      },
      text(`${(100 * values[i]!).toFixed(1)} %`, x + BAR.width + 8, y + 4, measure, {
        fill: bold ? INK : SECONDARY,
        className: "share",
      }),
    ];
  });
  const height = shown.length * BAR.step;
  const keyed = share && known.width > 0;
  if (keyed) marks.push(...signs(height + 24, measure));
  const block = { width: extentOf(marks).x, height: height + (keyed ? 30 : 0), marks };
  return withMore(block, count - shown.length, measure);
}

/** What the colours of weights mean. */
function signs(y: number, measure: Measure): Mark[] {
  let x = 0;
  return (["stimulates", "inhibits"] as const).flatMap((sign): Mark[] => {
    const box = { x, y: y - WEIGHT + 2, width: WEIGHT, height: WEIGHT };
    const label = text(sign, x + WEIGHT + 6, y, measure, { fill: SECONDARY, className: "key" });
    x = label.box.x + label.box.width + 16;
    return [
      { type: "rect", ...box, fill: sign, stroke: SECONDARY, strokeWidth: 0.6, className: "swatch" },
      label,
    ];
  });
}

/** The few weights of each output of a head, coloured by sign and size. */
function weightCells(
  { node }: Stage,
  outputs: number,
): { readonly width: number; row(output: number, y: number): Mark[] } {
  const matrix = node.weights.find(({ shape }) => shape.length === 2 && shape[1] === outputs);
  const inputs = matrix?.shape[0] ?? 0;
  if (matrix?.initial.type !== "literal" || inputs > MOST_CELLS) return { width: 0, row: () => [] };
  const { values } = matrix.initial;
  const { low, high } = scaleOf(values);
  const largest = Math.max(-low, high) || 1;
  return {
    width: inputs * WEIGHT,
    row: (output, y) =>
      Array.from({ length: inputs }, (_, input): Mark => {
        const weight = values[input * outputs + output]!;
        const sign: Sign = weight < 0 ? "inhibits" : "stimulates";
        const box = { x: input * WEIGHT, y: y - WEIGHT / 2, width: WEIGHT, height: WEIGHT };
        const fill = mixed("paper", sign, Math.abs(weight) / largest);
        return {
          type: "rect",
          ...box,
          fill,
          stroke: SECONDARY,
          strokeWidth: 0.6,
          className: `weight ${sign}`,
        };
      }),
  };
}
