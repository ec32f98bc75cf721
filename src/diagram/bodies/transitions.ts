import type { Values } from "../../layers/parameters.ts";
import { product, rank, spatial } from "../../shape/shape.ts";
import { paddingOf, type Window } from "../../shape/window.ts";
import { arrow } from "../scene/marks.ts";
import type { Box, Mark, Point } from "../scene/scene.ts";
import { INK, PAPER } from "../scene/theme.ts";
import type { Stage } from "../stages/stages.ts";
import type { Body } from "./body.ts";

/** A stage's body where it stands: its left edge and its middle, in px. */
export interface Standing extends Point {
  readonly stage: Stage;
  readonly body: Body;
}

/** Columns are joined neuron by neuron up to this many lines. */
const MOST_SYNAPSES = 160;

/**
 * What leads from one stage to the next: the kernel on the map it reads, with a cone to the number it makes; all
 * connections of small columns; else an arrow.
 */
export function transition(from: Standing, to: Standing): { readonly below: Mark[]; readonly above: Mark[] } {
  const cone = kernelCone(from, to);
  if (cone) return { below: [], above: cone };
  const synapses = allToAll(from, to);
  if (synapses) return { below: synapses, above: [] };
  const points = [
    { x: from.x + from.body.width + (from.body.form === "glyph" ? 1 : 6), y: from.y },
    { x: to.x + to.body.core.left - 4, y: to.y },
  ];
  return { below: arrow(points), above: [] };
}

function allToAll(from: Standing, to: Standing): Mark[] | undefined {
  const [a, b] = [from.body, to.body];
  if (!a.whole || !b.whole || to.stage.node.weights.length === 0) return undefined;
  if (a.neurons.length * b.neurons.length > MOST_SYNAPSES) return undefined;
  return a.neurons.flatMap((start) =>
    b.neurons.map(
      (end): Mark => ({
        type: "path",
        points: [
          { x: from.x + a.core.right, y: from.y + start.y },
          { x: to.x + b.core.left, y: to.y + end.y },
        ],
        stroke: "cone",
        strokeWidth: 0.8,
        className: "synapse",
      }),
    ),
  );
}

/** Cells from `start` up to `end` along one axis. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** One output cell near `at` (0 to 1) of every axis and the input cells that it is made from. */
function seen(
  window: Window,
  input: readonly number[],
  output: readonly number[],
  at: readonly number[],
): { cell: Range[]; patch: Range[] } {
  const cell: Range[] = [];
  const patch: Range[] = [];
  output.forEach((size, axis) => {
    const index = Math.min(size - 1, Math.floor(at[axis]! * size));
    const [before] = paddingOf(
      input[axis]!,
      window.extent[axis]!,
      window.stride[axis]!,
      window.padding,
      axis,
    );
    const start = index * window.stride[axis]! - before;
    cell.push({ start: index, end: index + 1 });
    patch.push({ start: Math.max(0, start), end: Math.min(input[axis]!, start + window.extent[axis]!) });
  });
  return { cell, patch };
}

/** Cells of a map as a rectangle on its front, at least `least` px wide and high so that it can be seen. */
function onFront(standing: Standing, ranges: readonly Range[], least: number, one = false): Box {
  const front = standing.body.front!;
  const size = spatial(standing.stage.node.output);
  const span = (range: Range, cells: number, start: number, length: number): [number, number] => {
    const wide = Math.min(length, Math.max(least, ((range.end - range.start) / cells) * length));
    const middle = start + ((range.start + range.end) / 2 / cells) * length;
    return [Math.min(Math.max(start, middle - wide / 2), start + length - wide), wide];
  };
  const last = ranges.length - 1;
  const [x, width] = span(ranges[last]!, size[last]!, front.x, front.width);
  const [y, height] =
    last === 0
      ? one && standing.body.strip
        ? [standing.body.strip.y, standing.body.strip.height]
        : [front.y, front.height]
      : span(ranges[last - 1]!, size[last - 1]!, front.y, front.height);
  return { x: standing.x + x, y: standing.y + y, width, height };
}

function kernelCone(from: Standing, to: Standing): Mark[] | undefined {
  const input = from.stage.node.output;
  const output = to.stage.node.output;
  const { definition, node } = to.stage;
  if (!from.body.front || !definition || to.stage.before.length > 0 || node.inputs.length !== 1)
    return undefined;
  const params = node.params as Values<never>;
  const [rows, target] = [rank(input), rank(output)];
  let patch: Box;
  let cell: Box;
  if (definition.window && target === 0) {
    const all = spatial(input).map((size) => ({ start: 0, end: size }));
    const neuron = to.body.neurons[0]!;
    patch = onFront(from, all, 0);
    cell = { x: to.x + neuron.x - 2, y: to.y + neuron.y - 2, width: 4, height: 4 };
  } else if (to.body.front && target === rows) {
    // Alternate stages look at the upper and the lower half, so that a cell never lies on the next kernel.
    const v = to.stage.index % 2 === 0 ? 0.68 : 0.3;
    const at = spatial(output).map((_, axis) => (axis === rows - 1 ? (rows === 1 ? v : 0.6) : v));
    const window = definition.window?.(input, params) ?? {
      extent: at.map(() => 1),
      stride: at.map(() => 1),
      padding: "valid",
    };
    const factors = definition.scale?.(input, params);
    if (factors && definition.window) {
      // Each number is laid out `factor` times, and the window slides over those.
      const large = spatial(input).map((size, axis) => size * factors[axis]!);
      const { cell: one, patch: many } = seen(window, large, spatial(output), at);
      const sources = many.map((range, axis) => ({
        start: Math.floor(range.start / factors[axis]!),
        end: Math.ceil(range.end / factors[axis]!),
      }));
      patch = onFront(from, sources, 5);
      cell = onFront(to, one, 3.6, true);
    } else if (factors) {
      // Enlarging: one cell of the input becomes a block of the output.
      const blocks = seen(window, spatial(input), spatial(input), at);
      patch = onFront(from, blocks.patch, 4);
      const block = blocks.cell.map((range, axis) => ({
        start: range.start * factors[axis]!,
        end: range.end * factors[axis]!,
      }));
      cell = onFront(to, block, 4, true);
    } else if (product(spatial(output)) > 0) {
      const { cell: one, patch: many } = seen(window, spatial(input), spatial(output), at);
      patch = onFront(from, many, 5);
      cell = onFront(to, one, 3.6, true);
    } else return undefined;
  } else return undefined;
  const edge = (y1: number, y2: number): Mark => ({
    type: "path",
    points: [
      { x: patch.x + patch.width, y: y1 },
      { x: cell.x, y: y2 },
    ],
    stroke: INK,
    strokeWidth: 0.8,
    opacity: 0.55,
    className: "cone",
  });
  // A window over all of the map is only outlined: the cell that the map was made by lies in it.
  const glass: Mark[] =
    target === 0 ? [] : [{ type: "rect", ...patch, fill: PAPER, opacity: 0.55, className: "kernel" }];
  return [
    ...glass,
    { type: "rect", ...patch, stroke: INK, strokeWidth: 1, className: "kernel" },
    edge(patch.y, cell.y),
    edge(patch.y + patch.height, cell.y + cell.height),
    { type: "rect", ...cell, fill: INK, className: "cell" },
  ];
}
