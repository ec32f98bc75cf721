import { bold, type Run, regular } from "./font-widths.ts";

/** Width of a text in px at a font size in px. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** The face of every text, then faces of the same widths, then any. */
export const FONT_FAMILY = "Arimo, Helvetica, Arial, Liberation Sans, sans-serif";

/** Parts of the font size that a line of text covers above and below its baseline. */
export const ASCENT = 0.78;
export const DESCENT = 0.22;

/** A character that the table lacks counts as a full em, which is as wide as most of them get. */
const UNKNOWN = 1000;

function table(runs: readonly Run[]): Map<number, number> {
  return new Map(runs.flatMap(([start, widths]) => widths.map((width, i) => [start + i, width] as const)));
}

const widths = { regular: table(regular), bold: table(bold) };

/** Measures with the advance widths of Arimo, without kerning: what is drawn is never wider. */
export const measureArimo: Measure = (text, size, isBold) => {
  const known = isBold ? widths.bold : widths.regular;
  let sum = 0;
  for (const character of text) sum += known.get(character.codePointAt(0)!) ?? UNKNOWN;
  return (sum * size) / 1000;
};
