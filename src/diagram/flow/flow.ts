import type { CheckedNet } from "../../ir/net.ts";
import { kernelsKey } from "../bodies/written-kernels.ts";
import type { Measure } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import { extentOf, type Mark, type Scene } from "../scene/scene.ts";
import type { Scale } from "../scene/shades.ts";
import { LEADING, legend, MARGIN, palette, SECONDARY, TEXT } from "../scene/theme.ts";
import { headingMarks, subtitle } from "../stages/heading.ts";
import { FAULT } from "../stages/kinds.ts";
import type { DrawOptions } from "../stages/options.ts";
import type { Chain } from "../stages/series-parallel.ts";
import type { Shown } from "../stages/shown.ts";
import { familyOf, layersOf, type Stage, titleOf } from "../stages/stages.ts";
import { faultDrawing } from "./drawn-fault.ts";
import { emitRows, type Layers } from "./emit.ts";
import type { Drawing, Figure, Rows } from "./entries.ts";
import { laidOut } from "./rows.ts";

const TOP = 72;
/** From what is above the key of shades to its baseline. */
const KEY_GAP = 26;
/** How much narrower branches are made, in px, until what can't be cut fits. */
const SQUEEZES = [0, 120, 240, 360];

/** A chain of more items than this is not tried in one row. */
const MOST_IN_ROW = 60;

/** How a view draws stages. */
export interface Look {
  readonly draw: (stage: Stage) => Drawing;
  /** Least way between bodies, in px. */
  readonly gap: number;
  /** From the lowest to the highest number of the kernels that it shows, where it shows any. */
  readonly shades?: Scale;
  /** What holds of the whole figure, for its description. */
  readonly remark: string;
}

/**
 * Draws what is shown of a net from left to right in rows, with the ways between its stages. Sizes in px.
 */
export function drawFlow(
  net: CheckedNet,
  { stages, chain, brackets }: Shown,
  { draw, gap, remark, shades }: Look,
  { width: room = 1280, source, fault }: DrawOptions,
  measure: Measure,
): Scene {
  const drawings = new Map<Stage, Drawing>();
  const drawn = (stage: Stage) => {
    const made =
      drawings.get(stage) ??
      (stage.node.kind === FAULT && fault ? faultDrawing(fault, measure) : draw(stage));
    drawings.set(stage, made);
    return made;
  };
  const figure = { measure, draw: drawn, gap, brackets };
  const laid = fitted(chain, figure, room - 2 * MARGIN);
  const layers: Layers = { ways: [], stages: [], cones: [] };
  const lineOf = source && ((offset: number) => source.position(offset).line);
  const axis = TOP - laid.top;
  emitRows(laid, { x: MARGIN, y: axis }, { net: net.name, measure, lineOf }, layers);
  const key = legendMarks(stages, room, axis + laid.bottom + 30, measure);
  const group = (className: string, children: readonly Mark[]): Mark[] =>
    children.length > 0 ? [{ type: "group", className, children }] : [];
  const marks: Mark[] = [
    ...group("heading", headingMarks(net, measure)),
    ...group("ways", layers.ways),
    ...layers.stages,
    ...group("cones", layers.cones),
    ...group("legend", key),
  ];
  if (shades)
    marks.push(...group("legend shades", kernelsKey(shades, MARGIN, extentOf(marks).y + KEY_GAP, measure)));
  const extent = extentOf(marks);
  return {
    width: Math.ceil(extent.x + MARGIN),
    height: Math.ceil(extent.y + 22),
    title: net.name,
    description: descriptionOf(net, stages, remark),
    marks,
  };
}

/** In one row with lower levels beside the upper ones, where there is room for it; else in rows. */
function fitted(chain: Chain, figure: Omit<Figure, "stairs" | "squeeze" | "rows">, room: number): Rows {
  const attempt = (stairs: boolean, squeeze: number) =>
    laidOut(chain, { ...figure, stairs, squeeze }, stairs ? Number.POSITIVE_INFINITY : room);
  let best = attempt(chain.items.length <= MOST_IN_ROW, 0);
  for (const squeeze of SQUEEZES) {
    if (best.width <= room) break;
    const rows = attempt(false, squeeze);
    if (rows.width < best.width) best = rows;
  }
  return best;
}

function descriptionOf(net: CheckedNet, stages: readonly Stage[], remark: string): string {
  const ways = stages.map((stage) => layersOf(stage).map(titleOf).join(", "));
  return `${subtitle(net)}. ${ways.join("; ")}. ${remark}`;
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
