import { bold, type Run, regular } from "./font-widths.ts";

/** Width of a text in px at a font size in px. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** The face of every text, then faces of the same widths, then any. */
export const FONT_FAMILY = "Arimo, Helvetica, Arial, Liberation Sans, sans-serif";

/** Parts of the font size that a line of text covers above and below its baseline. */
export const ASCENT = 0.78;
export const DESCENT = 0.22;

/**
 * Characters that the table lacks: a full em, which those of Chinese, Japanese and Korean are; about what faces have on average
 * where letters are narrower; nothing for signs that stand on the letter before them. Whoever writes a text keeps it in
 * the width that comes out.
 */
const EM = 1000;
const OTHERS: readonly (readonly [RegExp, number])[] = [
  [/[\p{Mn}\p{Me}\p{Cf}]/u, 0],
  [/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Lao}]/u, 620],
  [/[\u0250-\u10ff\u1200-\u1fff]/u, 720],
  [/\p{Extended_Pictographic}/u, 1300],
];

function estimate(character: string): number {
  return OTHERS.find(([characters]) => characters.test(character))?.[1] ?? EM;
}

function table(runs: readonly Run[]): Map<number, number> {
  return new Map(runs.flatMap(([start, widths]) => widths.map((width, i) => [start + i, width] as const)));
}

const widths = { regular: table(regular), bold: table(bold) };

/** Whether the width of a character is known: then the shipped face has it. */
export function isMeasured(character: string): boolean {
  return widths.regular.has(character.codePointAt(0)!);
}

/** Measures with the advance widths of Arimo, without kerning: what is drawn with it is never wider. */
export const measureArimo: Measure = (text, size, isBold) => {
  const known = isBold ? widths.bold : widths.regular;
  let sum = 0;
  for (const character of text) sum += known.get(character.codePointAt(0)!) ?? estimate(character);
  return (sum * size) / 1000;
};
