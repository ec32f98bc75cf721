import { captionHeight } from "../bodies/captions.ts";
import { LEADING } from "../scene/theme.ts";
import { type Around, bracketLabel } from "../stages/brackets.ts";
import type { Repeat } from "../stages/foldings.ts";
import type { Arc, Chain } from "../stages/series-parallel.ts";
import {
  type ArcLine,
  type Bracket,
  type ChainLayout,
  captionTop,
  type Entry,
  type Figure,
  LINE_GAP,
  leftOf,
  rightOf,
  type StageEntry,
} from "./entries.ts";

/** Between what stands under each other. */
export const ROW_GAP = 22;
const ARC_GAP = 12;

/** Heights of everything, once all that stands in the chain is known. */
export function withHeights(
  entries: readonly Entry[],
  chain: Chain,
  figure: Figure,
  width: number,
): ChainLayout {
  const labelled = entries.filter((entry): entry is StageEntry => entry.type === "stage" && !entry.textAbove);
  const captionY = Math.max(0, ...labelled.map((entry) => entry.body.bottom + LEADING + 4)) + 10;
  const captionsEnd = Math.max(
    captionY,
    ...labelled.map((entry) => captionTop(entry, captionY) + captionHeight(entry.caption)),
  );
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
  const over = arcLines(placed, chain.arcs);
  for (const arc of over) top = Math.min(top, arc.y - 2);
  const around = chain.items.map((item) => figure.brackets.get(item) ?? []);
  const brackets = bracketLines(placed, around, figure, top);
  for (const { y } of brackets) top = Math.min(top, y - LEADING);
  return { entries: placed, around, arcs: over, brackets, width, top, bottom, captionY, kernelsY };
}

/** Brackets over all else in a row, inner ones lower; a repeat that goes over several rows is said where it begins. */
function bracketLines(
  entries: readonly Entry[],
  around: readonly (readonly Around[])[],
  { measure }: Figure,
  top: number,
): Bracket[] {
  const places = new Map<
    Repeat,
    { first: number; last: number; depth: number; opens: boolean; closes: boolean }
  >();
  around.forEach((own, place) => {
    own.forEach(({ repeat, opens, closes }, i) => {
      const depth = own.length - 1 - i;
      const known = places.get(repeat);
      if (!known) places.set(repeat, { first: place, last: place, depth, opens, closes });
      else Object.assign(known, { last: place, depth: Math.max(known.depth, depth), closes });
    });
  });
  return [...places].map(([repeat, { first, last, depth, opens, closes }]) => {
    const [from, to] = [leftOf(entries[first]!) + 3, rightOf(entries[last]!) - 3];
    const y = top - ARC_GAP + 2 - depth * (LEADING + 6);
    const line = { from, to, y, opens, closes, repeat };
    return opens ? { ...line, label: bracketLabel(repeat, to - from, measure) } : line;
  });
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
