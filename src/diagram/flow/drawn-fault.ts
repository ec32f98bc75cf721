import { type Caption, captionHeight } from "../bodies/captions.ts";
import type { Measure } from "../scene/font.ts";
import type { Mark } from "../scene/scene.ts";
import { LEADING, PAPER, TEXT } from "../scene/theme.ts";
import { wrappedText } from "../scene/wrapped-text.ts";
import type { Fault } from "../stages/fault.ts";
import type { Drawing } from "./entries.ts";

const WIDEST = 190;

/** A crossed circle, with what is written there and why it can't be. */
export function faultDrawing({ text, message, line }: Fault, measure: Measure): Drawing {
  const r = 9;
  const bar = (x1: number, y1: number, x2: number, y2: number): Mark => ({
    type: "path",
    points: [
      { x: x1, y: y1 },
      { x: x2, y: y2 },
    ],
    stroke: "fault",
    strokeWidth: 2,
    className: "fault",
  });
  const marks: Mark[] = [
    { type: "circle", x: r, y: 0, r, fill: PAPER, stroke: "fault", strokeWidth: 1.6, className: "fault" },
    bar(r - 4, -4, r + 4, 4),
    bar(r - 4, 4, r + 4, -4),
  ];
  const names = wrappedText(text, WIDEST, (line) => measure(line, TEXT, true));
  const sums = wrappedText(`line ${line}: ${message}`, WIDEST, (line) => measure(line, TEXT, false));
  const width = Math.max(
    ...names.map((each) => measure(each, TEXT, true)),
    ...sums.map((each) => measure(each, TEXT, false)),
  );
  const caption: Caption = { names, sums, width, fill: "fault" };
  return {
    body: {
      form: "glyph",
      width: 2 * r,
      top: -r,
      bottom: r,
      core: { left: 0, right: 2 * r, centre: r },
      crest: r,
      neurons: [],
      whole: false,
      marks,
    },
    caption,
    label: "",
    labelWidth: width,
    close: captionHeight(caption) > LEADING,
  };
}
