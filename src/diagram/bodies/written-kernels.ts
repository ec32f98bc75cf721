import type { Node } from "../../ir/net.ts";
import type { Kernels } from "../../layers/parameters.ts";
import { product } from "../../shape/shape.ts";
import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import type { Mark } from "../scene/scene.ts";
import { level, type Scale, scaleOf, shade, shadesKey } from "../scene/shades.ts";
import { LEADING, SECONDARY, TEXT } from "../scene/theme.ts";

/** Kernels that the spec writes down, as grids in a row: its left edge at x = 0, its top at y = 0, in px. */
export interface KernelRow {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

const MOST = 8;
const GAP = 18;

function literalKernels(node: Node): Kernels | undefined {
  const kernels = node.params.kernels as unknown as Kernels | undefined;
  return kernels?.literal && kernels.literal.length > 0 ? kernels : undefined;
}

/** The scale of all kernels of a figure whose numbers stand in the spec; undefined where none do. */
export function scaleOfKernels(nodes: readonly Node[]): Scale | undefined {
  const numbers = nodes.flatMap(
    (node) => literalKernels(node)?.literal?.flatMap(({ values }) => values) ?? [],
  );
  return numbers.length > 0 ? scaleOf(numbers) : undefined;
}

/** What the shades of kernels mean. */
export function kernelsKey({ low, high }: Scale, x: number, y: number, measure: Measure): Mark[] {
  const label = (value: number) => String(Number(value.toPrecision(3))).replace("-", "−");
  return shadesKey(label(low), label(high), x, y, measure);
}

function written(value: number): string {
  return String(Math.round(value * 100) / 100).replace("-", "−");
}

/** The kernels of a layer whose numbers stand in the spec, each over its name; undefined where none do. */
export function kernelRow(node: Node, scale: Scale, measure: Measure): KernelRow | undefined {
  const kernels = literalKernels(node);
  if (!kernels) return undefined;
  const [rows, columns] = [product(kernels.extent.slice(0, -1)), kernels.extent.at(-1)!];
  const all = kernels.literal!.flatMap((kernel) => kernel.values);
  const widest = all.reduce((most, value) => Math.max(most, measure(written(value), TEXT, false)), 0);
  const numbers = rows * columns <= 25 && widest <= 24;
  const cell = numbers ? Math.max(17, widest + 5) : Math.max(3, Math.min(10, 60 / columns));
  const marks: Mark[] = [];
  let x = 0;
  for (const kernel of kernels.literal!.slice(0, MOST)) {
    const name = kernel.name.replaceAll("_", " ");
    const width = Math.max(columns * cell, measure(name, TEXT, false));
    const left = x + (width - columns * cell) / 2;
    kernel.values.forEach((value, i) => {
      const [cx, cy] = [left + (i % columns) * cell, Math.floor(i / columns) * cell];
      const paint = { fill: shade(value, scale), stroke: "grid" as const, strokeWidth: 0.6 };
      marks.push({ type: "rect", x: cx, y: cy, width: cell, height: cell, ...paint, className: "weight" });
      if (numbers) {
        const fill = level(value, scale) > 0.45 ? "low" : "high";
        marks.push(
          text(written(value), cx + cell / 2, cy + cell / 2 + 4, measure, {
            anchor: "middle",
            fill,
            className: "number",
          }),
        );
      }
    });
    const frame = { x: left, y: 0, width: columns * cell, height: rows * cell };
    marks.push({ type: "rect", ...frame, stroke: SECONDARY, strokeWidth: 0.9, className: "grid" });
    marks.push(
      text(name, x + width / 2, rows * cell + LEADING, measure, { anchor: "middle", className: "name" }),
    );
    x += width + GAP;
  }
  const left = kernels.literal!.length - MOST;
  if (left > 0) {
    const more = text(`and ${left} more`, x, (rows * cell) / 2 + 4, measure, { fill: SECONDARY });
    marks.push(more);
    x += more.box.width + GAP;
  }
  return { width: x - GAP, height: rows * cell + LEADING + 3, marks };
}
