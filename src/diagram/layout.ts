import { bodyOf, shapeLabel } from "./bodies.ts";
import type { Body } from "./body.ts";
import { type Caption, captionHeight, captionOf } from "./captions.ts";
import type { Measure } from "./font.ts";
import { type KernelRow, kernelRow } from "./kernels.ts";
import type { Names } from "./names.ts";
import { LINE_GAP, layoutRows, type Rows } from "./rows.ts";
import type { Arc, Chain, Ends, Item } from "./series-parallel.ts";
import type { Sizes } from "./sizes.ts";
import type { Stage } from "./stages.ts";
import { LEADING, TEXT } from "./theme.ts";

/** A stage in its chain: left edge of its body in px from the chain's start. */
export interface StageEntry {
  readonly type: "stage";
  readonly stage: Stage;
  readonly body: Body;
  readonly x: number;
  readonly caption: Caption;
  readonly captionX: number;
  /** True where the texts stand above: the way up from a valley comes in from below. */
  readonly textAbove: boolean;
  readonly kernels?: { readonly row: KernelRow; readonly x: number };
}

export interface ParallelEntry {
  readonly type: "parallel";
  /** Upright lines of the fork and of the join. */
  readonly fork: number;
  readonly join: number;
  readonly branches: readonly Branch[];
  readonly ends?: Ends | undefined;
}

export interface Branch {
  readonly layout: Rows;
  readonly y: number;
}

/** A lower level: beside what stands before it as in a staircase, or under it where that would be too wide. */
export interface ValleyEntry {
  readonly type: "valley";
  readonly down: number;
  readonly up: number;
  readonly inside: Rows;
  /** What the kept value goes through, and where it begins. */
  readonly skip?: { readonly layout: ChainLayout; readonly x: number };
  /** Start of what is inside, and its right end with the way up. */
  readonly insideX: number;
  readonly insideRight: number;
  readonly y: number;
  /** Height of the ways to what stands under the chain. */
  readonly channel?: number;
}

export type Entry = StageEntry | ParallelEntry | ValleyEntry;

/** An arc over part of a chain: from x to x at the height y, all in px. */
export interface ArcLine {
  readonly from?: Entry;
  readonly to?: Entry;
  readonly y: number;
}

/** A chain laid out from x = 0 around its axis y = 0, in px. */
export interface ChainLayout {
  readonly entries: readonly Entry[];
  readonly arcs: readonly ArcLine[];
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly captionY: number;
  readonly kernelsY: number;
}

/** What layout needs to know of the figure. */
export interface Figure {
  readonly sizes: Sizes;
  readonly measure: Measure;
  readonly names: (stage: Stage) => Names;
  /** Whether lower levels stand beside what is before them. */
  readonly stairs: boolean;
  /** How much less room than there is branches take, for what stands in one row with them, in px. */
  readonly squeeze: number;
  /** What is laid out already. */
  readonly laid: Map<Chain, Rows>;
}

const ARROW_GAP = 30;
const GLYPH_GAP = 24;
const LABEL_PAD = 12;
const CAPTION_PAD = 18;
const ROW_GAP = 22;
const ARC_GAP = 12;
/** Between the upright line of a fork and the texts behind it. */
const BUS_PAD = 10;
/** Room that a fork, a join and what stands behind it take from branches, and the least that branches get. */
const BRANCH_ENDS = 110;
const LEAST_ROOM = 220;
/** How far a level under another one is shifted, the least way between its ends, and the way beside it. */
const STEP = 18;
const LEAST_SKIP = 40;
export const RISE = 10;

/** Body and caption of a stage before it has a place. */
interface Part {
  readonly stage: Stage;
  readonly body: Body;
  readonly caption: Caption;
  /** True where the caption stands under the body and not under the way into it. */
  readonly centred: boolean;
}

/**
 * Lays a chain out from left to right; `leads` where a line comes in at its start. What stands in it wraps at `room` px.
 */
export function layoutChain(chain: Chain, figure: Figure, leads: boolean, room: number): ChainLayout {
  const { measure, sizes } = figure;
  const parts = chain.items.map((item, place): Part | undefined => {
    if (item.type !== "stage") return undefined;
    const { stage } = item;
    const body = bodyOf(stage, figure.names(stage), sizes, measure);
    const centred = body.form === "glyph" || (place === 0 && !leads);
    return { stage, body, caption: captionOf(stage, measure, sizes.caption), centred };
  });
  const even = evenGaps(parts);
  const entries: Entry[] = [];
  // Right ends of what is placed: bodies, labels of shapes, captions, grids of kernels.
  let right = 0;
  let labels = (leads ? BUS_PAD : 0) - LABEL_PAD;
  let captions = (leads ? BUS_PAD : 0) - CAPTION_PAD;
  let grids = -CAPTION_PAD;
  let aside = 0;

  chain.items.forEach((item, place) => {
    const previous = entries[place - 1];
    if (item.type === "stage") {
      const { stage, body, caption, centred } = parts[place]!;
      const { core } = body;
      const label = measure(shapeLabel(stage.node), TEXT, false);
      const textAbove = previous?.type === "valley";
      let x = textAbove
        ? right - core.centre
        : right + Math.max(gapBetween(previous, body, leads, sizes), even[place]! - core.left);
      let captionX = centred ? x + core.centre : (right + x + core.left) / 2;
      if (!textAbove) {
        const start = x + core.centre - label / 2;
        const shift = Math.max(
          0,
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
      const row = kernelRow(stage.node, measure);
      const kernels = row && { row, x: Math.max(grids + CAPTION_PAD, captionX - row.width / 2) };
      entries.push({
        type: "stage",
        stage,
        body,
        x,
        caption,
        captionX,
        textAbove,
        ...(kernels ? { kernels } : {}),
      });
      right = x + body.width;
      labels = x + core.centre + (textAbove ? 0 : label / 2);
      captions = textAbove ? x + core.centre : captionX + caption.width / 2;
      if (textAbove) aside = Math.max(aside, x + core.centre + Math.max(label, caption.width) / 2);
      if (kernels) grids = kernels.x + kernels.row.width;
    } else if (item.type === "parallel") {
      const { ends } = item;
      const inputs = ends?.startsWith("inputs") ?? false;
      const fork = inputs ? 0 : Math.max(right + 20, labels + BUS_PAD, captions + BUS_PAD);
      const kept = ends && previous?.type === "stage" ? fork - previous.x : 0;
      const inner = Math.max(LEAST_ROOM, room - BRANCH_ENDS - kept - figure.squeeze);
      const branches = item.branches.map((branch) => layoutRows(branch, figure, !inputs, inner));
      const join = fork + Math.max(...branches.map((branch) => branch.width)) + 14;
      entries.push({ type: "parallel", fork, join, branches: stacked(branches, ends === "aside"), ends });
      right = labels = captions = grids = join;
    } else {
      const join = parts[place + 1];
      const half = join
        ? Math.max(join.caption.width, measure(shapeLabel(join.stage.node), TEXT, false)) / 2 + LABEL_PAD
        : 0;
      const valley = valleyEntry(item, figure, Math.max(right, labels, captions) + 12, half, room);
      entries.push(valley);
      right = valley.up;
      if (!figure.stairs) aside = Math.max(aside, valley.insideRight);
    }
  });
  return finish(entries, chain.arcs, Math.max(right, labels, captions, grids, aside));
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
    const inside = layoutRows(item.inside, figure, true, room);
    const up = Math.max(least, down + inside.width + 16);
    return { ...entry, up, inside, insideX: down, insideRight: up };
  }
  const inside = layoutRows(item.inside, figure, true, Math.max(LEAST_ROOM, room - STEP - RISE));
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
    const need = (a.caption.width + b.caption.width) / 2 + CAPTION_PAD - (a.body.width - a.body.core.left);
    gaps[place] = Math.max(gaps[place]!, need);
    gaps[place + 1] = Math.max(gaps[place + 1]!, need);
  }
  return gaps;
}

function gapBetween(previous: Entry | undefined, body: Body, leads: boolean, sizes: Sizes): number {
  if (previous === undefined) return leads ? ARROW_GAP : 0;
  if (previous.type !== "stage" || body.form === "glyph" || previous.body.form === "glyph") return GLYPH_GAP;
  return sizes.gap + (body.form === "column" && previous.body.form === "column" ? 30 : 0);
}

/** Rows under each other with even spaces, the middle between the first axis and the last at y = 0, or all below it. */
function stacked(branches: readonly Rows[], below: boolean): Branch[] {
  let y = below ? ROW_GAP - branches[0]!.top : 0;
  const rows = branches.map((layout, place) => {
    if (place > 0) y += ROW_GAP + branches[place - 1]!.bottom - layout.top;
    return { layout, y };
  });
  return below ? rows : rows.map(({ layout, y: at }) => ({ layout, y: at - y / 2 }));
}

/** Heights of everything, once all that stands in the chain is known. */
function finish(entries: readonly Entry[], arcs: readonly Arc[], width: number): ChainLayout {
  const labelled = entries.filter((entry): entry is StageEntry => entry.type === "stage" && !entry.textAbove);
  const captionY = Math.max(0, ...labelled.map((entry) => entry.body.bottom + LEADING + 4)) + 10;
  const captionsEnd = captionY + Math.max(0, ...labelled.map((entry) => captionHeight(entry.caption)));
  const kernelsY = captionsEnd + 12;
  const rows = labelled.flatMap((entry) => (entry.kernels ? [kernelsY + entry.kernels.row.height] : []));
  let bottom = Math.max(captionsEnd, ...rows);
  let top = 0;
  const placed = entries.map((entry): Entry => {
    if (entry.type === "stage") {
      top = Math.min(top, topOf(entry));
      return entry;
    }
    if (entry.type === "valley") {
      top = Math.min(top, entry.skip?.layout.top ?? 0);
      bottom = Math.max(bottom, entry.skip?.layout.bottom ?? 0);
      return entry;
    }
    for (const { layout, y } of entry.branches) {
      top = Math.min(top, y + layout.top);
      bottom = Math.max(bottom, y + layout.bottom);
    }
    return entry;
  });
  placed.forEach((entry, place) => {
    if (entry.type !== "valley") return;
    const channel = entry.channel === undefined ? undefined : bottom + LINE_GAP / 2;
    const above = Math.max(captionsEnd, entry.skip?.layout.bottom ?? 0);
    const y = (channel === undefined ? above + ROW_GAP : bottom + LINE_GAP) - entry.inside.top;
    placed[place] = { ...entry, y, ...(channel === undefined ? {} : { channel }) };
    bottom = Math.max(bottom, y + entry.inside.bottom);
  });
  const over = arcLines(placed, arcs);
  for (const arc of over) top = Math.min(top, arc.y - 2);
  return { entries: placed, arcs: over, width, top, bottom, captionY, kernelsY };
}

function topOf(entry: Entry): number {
  switch (entry.type) {
    case "stage":
      return entry.body.top - (entry.textAbove ? captionHeight(entry.caption) + LEADING + 6 : 0);
    case "parallel":
      return Math.min(...entry.branches.map(({ layout, y }) => y + layout.top));
    default:
      return entry.skip?.layout.top ?? 0;
  }
}

/** Shorter arcs lie lower; each clears what it leads over and the arcs below it. */
function arcLines(entries: readonly Entry[], arcs: readonly Arc[]): ArcLine[] {
  if (arcs.length === 0) return [];
  const placeOf = new Map(
    entries.map((entry, place) => [entry.type === "stage" ? entry.stage.index : -1, place]),
  );
  // Two slots an entry, so that an arc may end where the next one starts.
  const tops = entries.flatMap((entry) => [topOf(entry), topOf(entry)]);
  const spans = arcs.map((arc) => ({
    from: placeOf.get(arc.from) ?? -1,
    to: placeOf.get(arc.to) ?? entries.length,
  }));
  spans.sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  return spans.map(({ from, to }) => {
    const [first, last] = [Math.max(0, 2 * from + 1), Math.min(tops.length - 1, 2 * to)];
    let y = 0;
    for (let slot = first; slot <= last; slot++) y = Math.min(y, tops[slot]!);
    y -= ARC_GAP;
    for (let slot = first; slot <= last; slot++) tops[slot] = y;
    const [start, end] = [entries[from], entries[to]];
    return { y, ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) };
  });
}
