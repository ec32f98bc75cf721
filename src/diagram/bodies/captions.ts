import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import type { Mark } from "../scene/scene.ts";
import { type Colour, INK, LEADING, SECONDARY, TEXT } from "../scene/theme.ts";
import { arithmeticOf, layersOf, remarkOf, type Stage, titleOf } from "../stages/stages.ts";

/** What stands under the way into a stage: its layers in bold, its arithmetic in grey. */
export interface Caption {
  readonly width: number;
  readonly names: readonly string[];
  readonly sums: readonly string[];
  /** Colour of the sums; grey where absent. */
  readonly fill?: Colour;
}

/** Of what says all in itself. */
export const NO_CAPTION: Caption = { width: 0, names: [], sums: [] };

/** The caption of a stage; its lines break at commas and at the equals sign to stay within `widest` px. */
export function captionOf(stage: Stage, measure: Measure, widest: number): Caption {
  const bold = (content: string) => measure(content, TEXT, true);
  const lines: string[] = [];
  for (const chunk of chunksOf(stage, (label) => bold(label) <= widest)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && bold(`${last} ${chunk}`) <= widest)
      lines[lines.length - 1] = `${last} ${chunk}`;
    else lines.push(chunk);
  }
  const { sum, total } = arithmeticOf(stage);
  const whole = sum ? `${sum} = ${total}` : total;
  const plain = (content: string) => measure(content, TEXT, false);
  const said = whole === "" ? [] : sum === "" || plain(whole) <= widest ? [whole] : [sum, `= ${total}`];
  const remark = remarkOf(stage);
  const sums = remark === "" ? said : [...said, remark];
  return { names: lines, sums, width: Math.max(0, ...lines.map(bold), ...sums.map(plain)) };
}

/** Labels with commas between them; one that does not fit on a line falls apart before its options. */
function chunksOf(stage: Stage, fits: (label: string) => boolean): string[] {
  const nodes = layersOf(stage);
  return nodes.flatMap((node, place) => {
    const label = titleOf(node);
    const written = place < nodes.length - 1 ? `${label},` : label;
    return fits(written) ? [written] : written.split(/ (?=[a-z])/i);
  });
}

/** Height of a caption in px. */
export function captionHeight(caption: Caption): number {
  return (caption.names.length + caption.sums.length) * LEADING;
}

/** The lines of a caption around x, from the top at y. */
export function captionMarks(caption: Caption, x: number, y: number, measure: Measure): Mark[] {
  const at = (row: number) => y + row * LEADING + 11;
  return [
    ...caption.names.map((name, i) =>
      text(name, x, at(i), measure, { anchor: "middle", bold: true, fill: INK, className: "layer" }),
    ),
    ...caption.sums.map((sum, i) =>
      text(sum, x, at(caption.names.length + i), measure, {
        anchor: "middle",
        fill: caption.fill ?? SECONDARY,
        className: "arithmetic",
      }),
    ),
  ];
}
