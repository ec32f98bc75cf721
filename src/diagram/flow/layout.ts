import type { Body } from "../bodies/body.ts";
import type { Chain, Ends, Item } from "../stages/series-parallel.ts";
import type { Stage } from "../stages/stages.ts";
import type { Branch, ChainLayout, Drawing, Entry, Figure, Rows, ValleyEntry } from "./entries.ts";
import { ROW_GAP, withHeights } from "./heights.ts";

const ARROW_GAP = 30;
const GLYPH_GAP = 24;
const LABEL_PAD = 12;
const CAPTION_PAD = 18;
/** What reaches higher than this is beside the texts over a join. */
const OVER = -16;
/** Between the upright line of a fork and the texts behind it. */
const BUS_PAD = 10;
/** Room that a fork, a join and what stands behind it take from branches, and the least that branches get. */
const BRANCH_ENDS = 110;
const LEAST_ROOM = 220;
/** How far a level under another one is shifted, the least way between its ends, and the way beside it. */
const STEP = 18;
const LEAST_SKIP = 40;
export const RISE = 10;

/** A stage before it has a place. */
interface Part {
  readonly stage: Stage;
  readonly drawing: Drawing;
  /** True where the caption stands under the body and not under the way into it. */
  readonly centred: boolean;
}

/**
 * Lays a chain out from left to right; `leads` where a line comes in at its start. What stands in it wraps at `room` px.
 */
export function layoutChain(chain: Chain, figure: Figure, leads: boolean, room: number): ChainLayout {
  const { entries, width } = placed(chain, figure, leads, room);
  return withHeights(entries, chain, figure, width);
}

/** What stands in a chain from left to right, before it has heights, and how wide it is; as for `layoutChain`. */
export function placed(
  chain: Chain,
  figure: Figure,
  leads: boolean,
  room: number,
): { readonly entries: readonly Entry[]; readonly width: number } {
  const parts = chain.items.map((item, place): Part | undefined => {
    if (item.type !== "stage") return undefined;
    const { stage } = item;
    const drawing = figure.draw(stage);
    const { form } = drawing.body;
    return { drawing, stage, centred: form === "glyph" || form === "box" || (place === 0 && !leads) };
  });
  const even = evenGaps(parts);
  const entries: Entry[] = [];
  // Right ends of what is placed: bodies, labels of shapes, captions, grids of kernels.
  let right = 0;
  let labels = (leads ? BUS_PAD : 0) - LABEL_PAD;
  let captions = (leads ? BUS_PAD : 0) - CAPTION_PAD;
  let grids = -CAPTION_PAD;
  let aside = 0;
  let over = Number.NEGATIVE_INFINITY;

  chain.items.forEach((item, place) => {
    const previous = entries[place - 1];
    if (item.type === "stage") {
      const { stage, drawing, centred } = parts[place]!;
      const { body, caption, label: written, labelWidth: label, close = false, kernels: row } = drawing;
      const { core } = body;
      const textAbove = previous?.type === "valley";
      let x = textAbove
        ? right - core.centre
        : right + Math.max(gapBetween(previous, body, leads, figure.gap), even[place]! - core.left);
      let captionX = centred ? x + core.centre : (right + x + core.left) / 2;
      if (!textAbove) {
        const start = x + core.centre - label / 2;
        const shift = Math.max(
          0,
          over + LABEL_PAD / 2 - (body.top < OVER ? x : Number.POSITIVE_INFINITY),
          labels + LABEL_PAD - start,
          clearance(previous, labels, right, body, x, start),
        );
        x += shift;
        captionX += centred ? shift : shift / 2;
        // A caption may stand right of the middle of its way, but not beyond it.
        const lack = Math.max(0, captions + CAPTION_PAD - (captionX - caption.width / 2));
        x += centred || place === 0 ? lack * (centred ? 1 : 2) : lack;
        captionX += lack;
      }
      const kernels = row && { row, x: Math.max(grids + CAPTION_PAD, captionX - row.width / 2) };
      entries.push({
        type: "stage",
        stage,
        body,
        x,
        caption,
        captionX,
        label: written,
        close,
        textAbove,
        ...(kernels ? { kernels } : {}),
      });
      right = x + body.width;
      labels = x + core.centre + (textAbove ? 0 : label / 2);
      captions = textAbove ? x + core.centre : captionX + caption.width / 2;
      over = textAbove ? x + core.centre + Math.max(label, caption.width) / 2 : Number.NEGATIVE_INFINITY;
      if (textAbove) aside = Math.max(aside, x + core.centre + Math.max(label, caption.width) / 2);
      if (kernels) grids = kernels.x + kernels.row.width;
    } else if (item.type === "parallel") {
      const { ends } = item;
      const inputs = ends?.startsWith("inputs") ?? false;
      const fork = inputs ? 0 : Math.max(right + 20, labels + BUS_PAD, captions + BUS_PAD);
      const kept = ends && previous?.type === "stage" ? fork - previous.x : 0;
      const inner = Math.max(LEAST_ROOM, room - BRANCH_ENDS - kept - figure.squeeze);
      const branches = item.branches.map((branch) => figure.rows(branch, !inputs, inner));
      const join = fork + Math.max(...branches.map((branch) => branch.width)) + 14;
      entries.push({ type: "parallel", fork, join, branches: stacked(branches, ends), ends });
      right = labels = captions = grids = join;
    } else {
      const join = parts[place + 1];
      const half = join ? Math.max(join.drawing.caption.width, join.drawing.labelWidth) / 2 + LABEL_PAD : 0;
      const valley = valleyEntry(item, figure, Math.max(right, labels, captions) + 12, half, room);
      entries.push(valley);
      right = valley.up;
      if (!figure.stairs) aside = Math.max(aside, valley.insideRight);
    }
  });
  return { entries, width: Math.max(right, labels, captions, grids, aside) };
}

type Valley = Item & { readonly type: "valley" };

/** A level that begins at `down` and ends at its join, whose texts reach `half` px to the left, before it has a height. */
function valleyEntry(item: Valley, figure: Figure, down: number, half: number, room: number): ValleyEntry {
  const kept = item.skip && { layout: layoutChain(item.skip, figure, true, room), x: down + 6 };
  const entry = { type: "valley", down, y: 0, ...(kept ? { skip: kept } : {}) } as const;
  const least = kept
    ? kept.x + kept.layout.width + Math.max(LEAST_SKIP / 2, half)
    : down + Math.max(LEAST_SKIP, half - 12);
  if (figure.stairs) {
    const inside = figure.rows(item.inside, true, room);
    const up = Math.max(least, down + inside.width + 16);
    return { ...entry, up, inside, insideX: down, insideRight: up };
  }
  const inside = figure.rows(item.inside, true, Math.max(LEAST_ROOM, room - STEP - RISE));
  const insideX = Math.min(STEP, down);
  const insideRight = insideX + inside.width + RISE;
  const inner = inside.rows[0]!.layout.entries.find((each) => each.type === "valley");
  const join = Math.max(least, inner ? insideX + inner.up : 0);
  // A way up that nearly meets its join leads straight to it.
  const up = insideRight > join && insideRight < join + 2 * RISE ? insideRight : join;
  return { ...entry, up, inside, insideX, insideRight, channel: 0 };
}

/** How far a stage must move right so that neither its label nor the one before stands on the other's body. */
function clearance(
  previous: Entry | undefined,
  labels: number,
  right: number,
  body: Body,
  left: number,
  label: number,
): number {
  if (previous?.type !== "stage") return 0;
  const [before, after] = [previous.body.bottom, body.bottom];
  const room = after > before ? labels + LABEL_PAD / 2 - left : right + LABEL_PAD / 2 - label;
  return before === after ? 0 : Math.max(0, room);
}

/**
 * Least way into each stage that leaves its caption and its neighbours' room. Half of a way belongs to each of the
 * captions at its ends, so that ways of equal captions come out equal.
 */
function evenGaps(parts: readonly (Part | undefined)[]): number[] {
  const gaps = parts.map(() => 0);
  for (let place = 0; place + 1 < parts.length; place++) {
    const [a, b] = [parts[place], parts[place + 1]];
    if (!a || !b || a.centred || b.centred) continue;
    const { body } = a.drawing;
    const need =
      (a.drawing.caption.width + b.drawing.caption.width) / 2 + CAPTION_PAD - (body.width - body.core.left);
    gaps[place] = Math.max(gaps[place]!, need);
    gaps[place + 1] = Math.max(gaps[place + 1]!, need);
  }
  return gaps;
}

function gapBetween(previous: Entry | undefined, body: Body, leads: boolean, gap: number): number {
  if (previous === undefined) return leads ? ARROW_GAP : 0;
  if (previous.type !== "stage" || body.form === "glyph" || previous.body.form === "glyph") return GLYPH_GAP;
  return gap + (body.form === "column" && previous.body.form === "column" ? 30 : 0);
}

/**
 * Branches under each other with even spaces. Where they begin together the middle between the first axis and the last is at
 * y = 0, where they only end together that between their ends; what stands aside is all below it.
 */
function stacked(branches: readonly Rows[], ends: Ends | undefined): Branch[] {
  let y = 0;
  const rows = branches.map((layout, place) => {
    if (place > 0) y += ROW_GAP + branches[place - 1]!.bottom - layout.top;
    return { layout, y };
  });
  const axisOf = ({ layout, y: at }: Branch) => at + (ends === "inputs" ? layout.rows.at(-1)!.y : 0);
  const middle = (axisOf(rows[0]!) + axisOf(rows.at(-1)!)) / 2;
  const shift = ends === "aside" ? ROW_GAP - branches[0]!.top : -middle;
  return rows.map(({ layout, y: at }) => ({ layout, y: at + shift }));
}
