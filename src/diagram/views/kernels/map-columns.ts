import type { Node, Weight } from "../../../ir/net.ts";
import type { Kernels } from "../../../layers/parameters.ts";
import { layerOf } from "../../../layers/registry.ts";
import { channels, product, rank, spatial } from "../../../shape/shape.ts";
import type { Measure } from "../../scene/font.ts";
import { arrow, text } from "../../scene/marks.ts";
import { extentOf, type ImageMark, type Mark, moved } from "../../scene/scene.ts";
import { level, type Scale, SHADES, scaleOf } from "../../scene/shades.ts";
import { LEADING, SECONDARY } from "../../scene/theme.ts";
import type { Stage } from "../../stages/stages.ts";

/** Part of a picture with its top left corner at 0, 0; sizes in px. */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Most kernels, maps, and inputs of a kernel that are drawn. */
export const MOST = 8;
const MOST_INPUTS = 6;
/** Longest side of a map of the input's size, of the input itself, and of a kernel that reads one or several channels. */
export const MAP = 64;
const INPUT = 132;
const KERNEL = 42;
const SHEET = 24;
const SHEET_GAP = 4;
const ARROW = 34;
/** Height of what is of a signal, and how much wider it is than a map of an image. */
const STRIP = 14;
const WIDER = 1.7;

/** The kernels of a layer with one for each map that it makes, where their numbers are known. */
export function kernelsOf({ node }: Stage): Weight | undefined {
  return node.weights.find(
    ({ shape, initial }) =>
      initial.type === "literal" &&
      node.params.kernels !== undefined &&
      layerOf(node.kind)?.scale === undefined &&
      shape.length === rank(node.output) + 2 &&
      shape.at(-1) === channels(node.output),
  );
}

/** Number of what makes and holds the maps of a stage, as far as they are drawn. */
export function rowsOf({ node }: Stage): number {
  return Math.min(MOST, channels(node.output));
}

/** Rows and columns of a map: a signal is a strip of one row. */
function planeOf(node: Node): readonly [rows: number, columns: number] {
  const sizes = spatial(node.output);
  return [product(sizes.slice(0, -1)), sizes.at(-1)!];
}

/** A map of a plane, framed. */
function framed(image: Omit<ImageMark, "type">): Mark[] {
  const { x, y, width, height } = image;
  return [
    { type: "image", ...image },
    { type: "rect", x, y, width, height, stroke: SECONDARY, strokeWidth: 0.8, className: "frame" },
  ];
}

/** Sides in px of a map whose larger side is `longest` where it is as large as `full` places. */
function sides([rows, columns]: readonly [number, number], full: number, longest: number): [number, number] {
  const side = Math.max(28, longest * Math.sqrt(Math.min(1, Math.max(rows, columns) / full)));
  if (rows === 1) return [STRIP, WIDER * side];
  const scale = side / Math.max(rows, columns);
  return [Math.max(8, rows * scale), Math.max(8, columns * scale)];
}

/** The numbers that are black and white in an input: those that it is declared with, else 0 and 1, or what goes beyond. */
export function pixelRange(node: Node, values: ArrayLike<number>): Scale {
  const declared = node.params.range as unknown as readonly [number, number] | undefined;
  if (declared) return { low: declared[0], high: declared[1] };
  const { low, high } = scaleOf(values);
  return { low, high: Math.max(1, high) };
}

/** The example itself: in its own colours, or as a stack of strips or maps where it has other channels than those. */
export function inputBlock(stage: Stage, values: ArrayLike<number>, measure: Measure): Block {
  const { node } = stage;
  const maps = channels(node.output);
  const plane = planeOf(node);
  if (maps !== 1 && maps !== 3) return mapsBlock(stage, values, Math.max(...plane), measure);
  const [height, width] = sides(plane, Math.max(...plane), INPUT);
  const range = pixelRange(node, values);
  // Pixels are black to white under every theme, since that is what they are.
  const shown = Array.from({ length: 3 * plane[0] * plane[1] }, (_, i) => {
    const value = values[maps === 3 ? i : Math.floor(i / 3)]!;
    return level(value, range);
  });
  const box = { x: 0, y: 0, width, height, columns: plane[1], rows: plane[0] };
  return { width, height, marks: framed({ ...box, values: shown, className: "input" }) };
}

/** Maps of a stage one under the other, with one scale for all. */
export function mapsBlock(
  stage: Stage,
  values: ArrayLike<number>,
  full: number,
  measure: Measure,
  { pitch, names = [] }: { readonly pitch?: number; readonly names?: readonly string[] } = {},
): Block {
  const { node } = stage;
  const maps = channels(node.output);
  const plane = planeOf(node);
  const [height, width] = sides(plane, full, MAP);
  const step = pitch ?? height + 12;
  const scale = scaleOf(values);
  const rows = rowsOf(stage);
  const marks = Array.from({ length: rows }, (_, map) => {
    const cells = coarse(plane, (place) => level(values[place * maps + map]!, scale));
    const box = { x: 0, y: map * step + (step - height) / 2, width, height };
    const name = names[map]?.replaceAll("_", " ");
    return [
      ...framed({ ...box, ...cells, between: SHADES, className: "map" }),
      ...(name ? [text(name, width + 8, (map + 0.5) * step + 4, measure, { className: "class" })] : []),
    ];
  }).flat();
  return withMore({ width: extentOf(marks).x, height: rows * step, marks }, maps - rows, measure);
}

/** Most cells along a side of a map, which is drawn on half as many px. */
const FINEST = 128;

/** The cells of a map: of a large one, means of equal blocks. */
function coarse(
  [rows, columns]: readonly [number, number],
  at: (place: number) => number,
): Pick<ImageMark, "columns" | "rows" | "values"> {
  const each = Math.ceil(Math.max(rows, columns) / FINEST);
  const size = [Math.ceil(rows / each), Math.ceil(columns / each)] as const;
  const sums = new Float64Array(size[0] * size[1]);
  const counts = new Uint32Array(sums.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = Math.floor(row / each) * size[1] + Math.floor(column / each);
      sums[cell]! += at(row * columns + column);
      counts[cell]!++;
    }
  }
  return { rows: size[0], columns: size[1], values: Array.from(sums, (sum, cell) => sum / counts[cell]!) };
}

/** `and 8 more` under what is drawn. */
export function withMore(block: Block, more: number, measure: Measure): Block {
  if (more <= 0) return block;
  const label = text(`and ${more} more`, block.width / 2, block.height + 12, measure, {
    anchor: "middle",
    fill: SECONDARY,
    className: "more",
  });
  const shift = Math.max(0, -label.box.x);
  const marks = moved([...block.marks, label], shift, 0);
  return { width: Math.max(extentOf(marks).x, block.width), height: block.height + LEADING + 2, marks };
}

/** Height of one kernel with its name, if it has one. */
function heightOf(stage: Stage, kernels: Weight): number {
  const [rows, columns] = windowOf(kernels);
  const side = kernels.shape.at(-2) === 1 ? KERNEL : SHEET;
  const height = rows === 1 ? STRIP : (side * rows) / Math.max(rows, columns);
  return height + (namesOf(stage) ? LEADING : 0);
}

function windowOf({ shape }: Weight): readonly [rows: number, columns: number] {
  const window = shape.slice(0, -2);
  return [product(window.slice(0, -1)), window.at(-1)!];
}

function namesOf({ node }: Stage): readonly string[] | undefined {
  const kernels = node.params.kernels as unknown as Kernels | undefined;
  return kernels?.literal?.map(({ name }) => name.replaceAll("_", " "));
}

/** From one row of a stage to the next, in px: room for its map, its kernel and the kernel's name. */
export function pitchOf(stage: Stage, full: number, drawn: boolean): number {
  const kernels = kernelsOf(stage);
  const [map] = drawn ? sides(planeOf(stage.node), full, MAP) : [0];
  return Math.max(map, kernels ? heightOf(stage, kernels) : 0) + 12;
}

/** The numbers of a stage's kernels. */
function numbersOf(stage: Stage): ArrayLike<number> {
  const { initial } = kernelsOf(stage)!;
  return initial.type === "literal" ? initial.values : [];
}

export function kernelScale(stage: Stage): Scale {
  return scaleOf(numbersOf(stage));
}

/** The kernels of a stage one under the other, each as a grid for every channel that it reads, and its name. */
export function kernelsBlock(stage: Stage, measure: Measure, pitch: number): Block {
  const kernels = kernelsOf(stage)!;
  const { shape } = kernels;
  const values = numbersOf(stage);
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const [rows, columns] = windowOf(kernels);
  const side = (inputs === 1 ? KERNEL : SHEET) / Math.max(rows, columns);
  const [height, width] = [rows === 1 ? STRIP : side * rows, side * columns];
  const sheets = Math.min(MOST_INPUTS, inputs);
  const scale = kernelScale(stage);
  const names = namesOf(stage);
  const count = rowsOf(stage);
  const marks = Array.from({ length: count }, (_, kernel) => {
    const name = names?.[kernel];
    const top = kernel * pitch + (pitch - height - (name ? LEADING : 0)) / 2;
    const grids = Array.from({ length: sheets }, (_, sheet) => {
      const shown = Array.from({ length: rows * columns }, (_, place) => {
        return level(values[(place * inputs + sheet) * outputs + kernel]!, scale);
      });
      const box = { x: sheet * (width + SHEET_GAP), y: top, width, height, columns, rows };
      return framed({ ...box, values: shown, between: SHADES, className: "kernel" });
    }).flat();
    if (name)
      grids.push(text(name, width / 2, top + height + 12, measure, { anchor: "middle", className: "name" }));
    if (inputs > sheets) grids.push(...dotsAt(sheets * (width + SHEET_GAP) + 2, top + height / 2));
    return grids;
  }).flat();
  const left = Math.max(0, ...marks.map((mark) => (mark.type === "text" ? -mark.box.x : 0)));
  const shifted = moved(marks, left, 0);
  return { width: extentOf(shifted).x, height: count * pitch, marks: shifted };
}

function dotsAt(x: number, y: number): Mark[] {
  return [0, 4, 8].map((dx) => ({
    type: "circle",
    x: x + dx,
    y,
    r: 1,
    fill: SECONDARY,
    className: "elided",
  }));
}

/** Kernels, and the maps that they make, with an arrow from each to its own. */
export function kernelsAndMaps(kernels: Block, maps: Block, rows: number, pitch: number): Block {
  const arrows = Array.from({ length: rows }, (_, row) => {
    const y = (row + 0.5) * pitch;
    return arrow([
      { x: kernels.width + 7, y },
      { x: kernels.width + ARROW - 7, y },
    ]);
  }).flat();
  const marks = [...kernels.marks, ...arrows, ...moved(maps.marks, kernels.width + ARROW, 0)];
  return {
    width: Math.max(extentOf(marks).x, kernels.width + ARROW + maps.width),
    height: Math.max(kernels.height, maps.height),
    marks,
  };
}
