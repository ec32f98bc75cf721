import type { Measure } from "./font.ts";
import { text } from "./marks.ts";
import type { Mark } from "./scene.ts";
import { type Colour, type ColourName, mixed, SECONDARY } from "./theme.ts";

/** From the lowest number to the highest: from black to white, as the pixels of an image are, under every theme. */
export const SHADES = ["low", "high"] as const satisfies readonly ColourName[];

/** Numbers that are shaded alike. 0 is always among them, so that numbers of one sign keep their distance to it. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

export function scaleOf(values: ArrayLike<number>): Scale {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return { low, high };
}

/** Share of the way from the lowest to the highest number. */
export function level(value: number, { low, high }: Scale): number {
  return high > low ? (value - low) / (high - low) : 0;
}

export function shade(value: number, scale: Scale): Colour {
  return mixed(...SHADES, level(value, scale));
}

const BAR = { width: 60, height: 9, steps: 12 };

/** What shades mean: a bar from the lowest number to the highest between what they are called; its baseline is at `y`. */
export function shadesKey(low: string, high: string, x: number, y: number, measure: Measure): Mark[] {
  const style = { fill: SECONDARY, className: "key" } as const;
  const before = text(low, x, y, measure, style);
  const box = {
    x: before.box.x + before.box.width + 7,
    y: y - BAR.height + 0.5,
    width: BAR.width,
    height: BAR.height,
  };
  const values = Array.from({ length: BAR.steps }, (_, i) => i / (BAR.steps - 1));
  return [
    before,
    { type: "image", ...box, columns: BAR.steps, rows: 1, values, between: SHADES, className: "shades" },
    { type: "rect", ...box, stroke: SECONDARY, strokeWidth: 0.8, className: "frame" },
    text(high, box.x + box.width + 7, y, measure, style),
  ];
}

/** A number as it stands beside its shade: with two decimals, or, of a small one, two digits. */
export function writtenNumber(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.095) return String(Number(value.toPrecision(2))).replace("-", "−");
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2).replace("-", "−");
}
