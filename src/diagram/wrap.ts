import { type ChainLayout, type Entry, type Figure, layoutChain } from "./layout.ts";
import type { Chain } from "./series-parallel.ts";

/** One line of a figure. */
export interface Line {
  readonly chain: Chain;
  readonly width: number;
}

/** Cuts a chain into lines of about equal width, none wider than `room` px where it can be cut. */
export function wrapped(chain: Chain, figure: Figure, room: number): Line[] {
  const whole = layoutChain(chain, figure, false);
  if (whole.width <= room || chain.items.length < 2) return [{ chain, width: whole.width }];
  const cuts = cutsOf(chain);
  const widest = Math.max(...greedy(whole, cuts, 0).map(([from, to]) => widthOf(whole, from, to)));
  const capacity = Math.max(widest, room);
  const count = greedy(whole, cuts, capacity).length;
  let [low, high] = [0, capacity];
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (greedy(whole, cuts, middle).length <= count) high = middle;
    else low = middle;
  }
  return greedy(whole, cuts, high).map(([from, to]) => {
    const items = chain.items.slice(from, to);
    const here = new Set(items.map((item) => (item.type === "stage" ? item.stage.index : -1)));
    const part = { items, arcs: chain.arcs.filter((arc) => here.has(arc.to)) };
    return { chain: part, width: layoutChain(part, figure, from > 0).width };
  });
}

/**
 * Places before which a chain may be cut: behind a stage, where the only arcs on their way start at that stage, for
 * these may as well start where the next line does.
 */
function cutsOf(chain: Chain): boolean[] {
  const placeOf = new Map(
    chain.items.map((item, place) => [item.type === "stage" ? item.stage.index : -1, place]),
  );
  const change = new Array<number>(chain.items.length + 3).fill(0);
  for (const arc of chain.arcs) {
    const [from, to] = [placeOf.get(arc.from) ?? 0, placeOf.get(arc.to) ?? chain.items.length];
    change[from + 2]!++;
    change[Math.max(from + 2, to + 1)]!--;
  }
  let open = 0;
  return chain.items.map((item, place) => {
    open += change[place]!;
    return open === 0 && item.type === "stage" && chain.items[place - 1]?.type === "stage";
  });
}

function widthOf(layout: ChainLayout, from: number, to: number): number {
  return rightOf(layout.entries[to - 1]!) - leftOf(layout.entries[from]!);
}

function greedy(layout: ChainLayout, cuts: readonly boolean[], room: number): [number, number][] {
  const lines: [number, number][] = [];
  let start = 0;
  let cut = 0;
  for (let place = 1; place <= layout.entries.length; place++) {
    if (cuts[place - 1] && place - 1 > start) cut = place - 1;
    if (widthOf(layout, start, place) > room && cut > start) {
      lines.push([start, cut]);
      start = cut;
    }
  }
  lines.push([start, layout.entries.length]);
  return lines;
}

function leftOf(entry: Entry): number {
  return entry.type === "stage"
    ? Math.min(entry.x, entry.captionX - entry.caption.width / 2)
    : entry.type === "parallel"
      ? entry.fork
      : entry.down;
}

function rightOf(entry: Entry): number {
  return entry.type === "stage"
    ? entry.x + entry.body.width
    : entry.type === "parallel"
      ? entry.join
      : entry.up;
}
