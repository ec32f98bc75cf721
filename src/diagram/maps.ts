import type { CheckedNet } from "../ir/net.ts";
import type { SourceFile } from "../source/source-file.ts";
import { emitRows, type Layers } from "./emit.ts";
import { type Measure, measureArimo } from "./font.ts";
import { headingMarks, subtitle } from "./heading.ts";
import type { Figure } from "./layout.ts";
import { text } from "./marks.ts";
import { namesOf } from "./names.ts";
import { layoutRows, type Rows } from "./rows.ts";
import { extentOf, type Mark, type Scene } from "./scene.ts";
import { type Chain, seriesParallel } from "./series-parallel.ts";
import { sizesOf } from "./sizes.ts";
import { familyOf, type Stage, stagesOf, titleOf } from "./stages.ts";
import { LEADING, legend, MARGIN, palette, SECONDARY, TEXT } from "./theme.ts";

export interface DrawOptions {
  /** Width in px at which rows of layers wrap; a part that can't be cut may be wider. 1280 by default. */
  readonly width?: number;
  /** The spec, so that every layer carries the line on which it is written. */
  readonly source?: SourceFile;
  /** Width of text; by default that of Arimo, which is that of Arial and Helvetica. */
  readonly measure?: Measure;
}

const TOP = 72;
/** Nets with more stages than this, or with more than two ways side by side, are drawn with smaller maps. */
const LARGE = 14;
/** Room in px below which their maps are smaller still. */
const NARROW = 1000;
/** How much narrower branches are made, in px, until what can't be cut fits. */
const SQUEEZES = [0, 120, 240, 360];

/** Draws the values of a net and the layers between them, to scale. A pure function; sizes in px. */
export function drawMaps(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { width: room = 1280, source, measure = measureArimo } = options;
  const stages = stagesOf(net);
  const large = stages.length > LARGE || stages.some((stage) => stage.consumers.length > 2);
  const figure = {
    sizes: sizesOf(stages, large ? (room < NARROW ? "narrow" : "compact") : "roomy"),
    measure,
    names: (stage: Stage) => namesOf(net, stage),
  };
  const laid = laidOut(seriesParallel(stages), figure, room - 2 * MARGIN);
  const layers: Layers = { ways: [], stages: [], cones: [] };
  const lineOf = source && ((offset: number) => source.position(offset).line);
  const axis = TOP - laid.top;
  emitRows(laid, { x: MARGIN, y: axis }, { net: net.name, measure, lineOf }, layers);
  const key = legendMarks(stages, room, axis + laid.bottom + 30, measure);
  const marks: Mark[] = [
    { type: "group", className: "heading", children: headingMarks(net, measure) },
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

/** In one row with lower levels beside the upper ones, where there is room for it; else in rows. */
function laidOut(chain: Chain, figure: Omit<Figure, "stairs" | "squeeze" | "laid">, room: number): Rows {
  const wide: Figure = { ...figure, stairs: true, squeeze: 0, laid: new Map() };
  let best = layoutRows(chain, wide, false, Number.POSITIVE_INFINITY);
  for (const squeeze of SQUEEZES) {
    if (best.width <= room) break;
    const rows = layoutRows(chain, { ...figure, stairs: false, squeeze, laid: new Map() }, false, room);
    if (rows.width < best.width) best = rows;
  }
  return best;
}

function descriptionOf(net: CheckedNet, stages: readonly Stage[]): string {
  const ways = stages.map(({ before, node, after }) => [...before, node, ...after].map(titleOf).join(", "));
  return `${subtitle(net)}. ${ways.join("; ")}. Sizes of maps are to a logarithmic scale.`;
}

function legendMarks(stages: readonly Stage[], room: number, y: number, measure: Measure): Mark[] {
  const used = new Set<string>(stages.map((stage) => stage.tint));
  for (const stage of stages) for (const node of stage.after) used.add(familyOf(node));
  const entries = legend.filter(([tint]) => used.has(tint));
  if (entries.length < 2) return [];
  let at = { x: MARGIN, y };
  return entries.flatMap(([tint, name]): Mark[] => {
    const width = 16 + measure(name, TEXT, false);
    if (at.x + width > room - MARGIN) at = { x: MARGIN, y: at.y + LEADING + 3 };
    const { x } = at;
    const swatch = { x, y: at.y - 9.5, width: 11, height: 11, radius: 1.5 };
    at = { x: x + width + 20, y: at.y };
    return [
      { type: "rect", ...swatch, ...palette[tint], strokeWidth: 0.9, className: "swatch" },
      text(name, x + 16, at.y, measure, { fill: SECONDARY, className: "key" }),
    ];
  });
}
