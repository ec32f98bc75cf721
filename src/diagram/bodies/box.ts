import { digits } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import type { Mark } from "../scene/scene.ts";
import { type Colours, LEADING, PAPER, palette, SECONDARY, TEXT, type Tint } from "../scene/theme.ts";
import { wrappedText } from "../scene/wrapped-text.ts";
import type { Block } from "../stages/closed-blocks.ts";
import { familyOf, layersOf, type Stage, titleOf, weightsSaid } from "../stages/stages.ts";
import type { Body } from "./body.ts";

const PAD = 8;
/** Width of the strip that shows a layer's family. */
const STRIP = 5;
/** Lines break before options to stay within this width. */
const WIDEST = 128;
/** How far the box behind that of a block is shifted. */
const BEHIND = 3;

interface Line {
  readonly text: string;
  readonly bold: boolean;
  readonly tint?: Tint;
}

/** A stage as a box: its layers in the order in which they compute, each with its family's colour, and its weights. */
export function layerBox(stage: Stage, measure: Measure): Body {
  const { node } = stage;
  const lines = layersOf(stage).flatMap((each) => {
    const tint = each === node ? stage.tint : familyOf(each);
    return broken(titleOf(each), each === node, measure).map((line): Line => ({ ...line, tint }));
  });
  return box([...lines, ...weightsSaid(stage).map(counted)], palette[stage.tint], false, measure);
}

/** A block that is not open: its name, with what it is given where that is numbers alone, and what it holds. */
export function blockBox(block: Block, stage: Stage, source: SourceFile | undefined, measure: Measure): Body {
  const { layers } = stage.counts;
  const [, given] =
    /^\w+\s*(\((?:\s*(?:\w+\s*=\s*)?[\d.]+\s*,?)+\))/.exec(source?.slice(block.span) ?? "") ?? [];
  const lines: Line[] = [
    ...broken(`${block.name.replaceAll("_", " ")}${given ?? ""}`, true, measure),
    counted(`${digits(layers)} ${layers === 1 ? "layer" : "layers"}`),
    ...weightsSaid(stage).map(counted),
  ];
  return box(lines, palette.join, true, measure);
}

function counted(content: string): Line {
  return { text: content, bold: false };
}

function broken(title: string, bold: boolean, measure: Measure): Line[] {
  const lines = wrappedText(title, WIDEST, (line) => measure(line, TEXT, bold), / (?=[a-z])/i);
  return lines.map((line) => ({ text: line, bold }));
}

function box(lines: readonly Line[], { stroke }: Colours, stacked: boolean, measure: Measure): Body {
  const widest = Math.max(...lines.map(({ text: line, bold }) => measure(line, TEXT, bold)));
  const width = widest + STRIP + 2 * PAD;
  const height = lines.length * LEADING + 8;
  const frame = { x: 0, y: -height / 2, width, height, radius: 3 };
  const paint = { fill: PAPER, stroke, strokeWidth: 1, className: "box" } as const;
  const behind: Mark[] = stacked
    ? [
        {
          type: "path",
          points: [
            { x: BEHIND, y: frame.y },
            { x: BEHIND, y: frame.y - BEHIND },
            { x: width + BEHIND, y: frame.y - BEHIND },
            { x: width + BEHIND, y: height / 2 - BEHIND },
            { x: width, y: height / 2 - BEHIND },
          ],
          corner: 3,
          stroke,
          strokeWidth: 1,
          className: "behind",
        },
      ]
    : [];
  const at = (i: number) => frame.y + 4 + i * LEADING;
  const strips = lines.flatMap(({ tint }, i): Mark[] => {
    if (!tint) return [];
    const fill = palette[tint].fill;
    return [
      { type: "rect", x: 3, y: at(i), width: STRIP, height: LEADING, fill, className: `strip ${tint}` },
    ];
  });
  const texts = lines.map(({ text: line, bold, tint }, i) =>
    text(line, STRIP + PAD, at(i) + 11, measure, {
      bold,
      className: tint || bold ? "layer" : "weights",
      ...(tint || bold ? {} : { fill: SECONDARY }),
    }),
  );
  return {
    form: "box",
    width: width + (stacked ? BEHIND : 0),
    top: frame.y - (stacked ? BEHIND : 0),
    bottom: height / 2,
    core: { left: 0, right: width, centre: width / 2 },
    crest: width / 2,
    neurons: [],
    whole: false,
    marks: [...behind, { type: "rect", ...frame, ...paint }, ...strips, ...texts],
  };
}
