import type { CheckedNet } from "../ir/net.ts";
import type { SourceFile } from "../source/source-file.ts";
import { emitChain, type Layers } from "./emit.ts";
import { type Measure, measureArimo } from "./font.ts";
import { headingMarks, subtitle } from "./heading.ts";
import { type Figure, layoutChain } from "./layout.ts";
import { arrow, text } from "./marks.ts";
import { namesOf } from "./names.ts";
import { extentOf, type Mark, type Scene } from "./scene.ts";
import { seriesParallel } from "./series-parallel.ts";
import { sizesOf } from "./sizes.ts";
import { familyOf, type Stage, stagesOf, titleOf } from "./stages.ts";
import { legend, MARGIN, palette, SECONDARY } from "./theme.ts";
import { wrapped } from "./wrap.ts";

export interface DrawOptions {
  /** Width in px at which rows of layers wrap; a part that can't be cut may be wider. 1280 by default. */
  readonly width?: number;
  /** The spec, so that every layer carries the line on which it is written. */
  readonly source?: SourceFile;
  /** Width of text; by default that of Arimo, which is that of Arial and Helvetica. */
  readonly measure?: Measure;
}

const LINE_GAP = 34;
/** Room at the ends of lines for the way from one to the next. */
const INDENT = 22;
const TURN = 16;
/** Nets with more stages than this, or with more than two ways side by side, are drawn with smaller maps. */
const LARGE = 14;

/** Draws the values of a net and the layers between them, to scale. A pure function; sizes in px. */
export function drawMaps(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { width: room = 1280, source, measure = measureArimo } = options;
  const stages = stagesOf(net);
  const figure: Figure = {
    sizes: sizesOf(stages, stages.length > LARGE || stages.some((stage) => stage.consumers.length > 2)),
    measure,
    names: (stage) => namesOf(net, stage),
  };
  const lines = wrapped(seriesParallel(stages), figure, room - 2 * MARGIN - INDENT - TURN);
  const layers: Layers = { ways: [], stages: [], cones: [] };
  const lineOf = source && ((offset: number) => source.position(offset).line);
  const context = { net: net.name, measure, lineOf };

  const heading = headingMarks(net, measure);
  const indent = lines.length > 1 ? INDENT : 0;
  let y = 72;
  let bottom = y;
  let from: { x: number; y: number } | undefined;
  const widest = Math.max(0, ...lines.map((line) => line.width));
  for (const chain of lines) {
    const layout = layoutChain(chain.chain, figure, from !== undefined);
    const axis = y - layout.top;
    const start = { x: MARGIN + (from ? 0 : indent), y: axis };
    if (from) {
      const channel = y - LINE_GAP / 2;
      const turn = MARGIN + indent + widest + TURN;
      const ends = layout.entries[0];
      const target = start.x + (ends?.type === "stage" ? ends.x + ends.body.core.left : 0) - 4;
      const path = [
        { x: from.x + 6, y: from.y },
        { x: turn, y: from.y },
        { x: turn, y: channel },
        { x: MARGIN, y: channel },
        { x: MARGIN, y: axis },
        { x: target, y: axis },
      ];
      layers.ways.push(...arrow(path));
    }
    const end = emitChain(layout, start, false, context, layers);
    from = { x: end, y: axis };
    bottom = axis + layout.bottom;
    y = bottom + LINE_GAP;
  }
  const key = legendMarks(stages, bottom + 30, measure);
  const marks: Mark[] = [
    { type: "group", className: "heading", children: heading },
    { type: "group", className: "ways", children: layers.ways },
    ...layers.stages,
    { type: "group", className: "cones", children: layers.cones },
    ...(key.length > 0 ? [{ type: "group" as const, className: "legend", children: key }] : []),
  ];
  const extent = extentOf(marks);
  return {
    width: Math.ceil(extent.x + MARGIN),
    height: Math.ceil(extent.y + 22),
    title: net.name,
    description: descriptionOf(net, stages),
    marks,
  };
}

function descriptionOf(net: CheckedNet, stages: readonly Stage[]): string {
  const ways = stages.map(({ before, node, after }) => [...before, node, ...after].map(titleOf).join(", "));
  return `${subtitle(net)}. ${ways.join("; ")}. Sizes of maps are to a logarithmic scale.`;
}

function legendMarks(stages: readonly Stage[], y: number, measure: Measure): Mark[] {
  const used = new Set<string>(stages.map((stage) => stage.tint));
  for (const stage of stages) for (const node of stage.after) used.add(familyOf(node));
  const entries = legend.filter(([tint]) => used.has(tint));
  if (entries.length < 2) return [];
  let x = MARGIN;
  return entries.flatMap(([tint, name]) => {
    const label = text(name, x + 16, y, measure, { fill: SECONDARY, className: "key" });
    const swatch = { x, y: y - 9.5, width: 11, height: 11, radius: 1.5 };
    x = label.box.x + label.box.width + 20;
    return [
      { type: "rect", ...swatch, ...palette[tint], strokeWidth: 0.9, className: "swatch" } as Mark,
      label,
    ];
  });
}
