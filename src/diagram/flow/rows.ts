import type { Chain } from "../stages/series-parallel.ts";
import { type Entry, type Figure, LINE_GAP, leftOf, type Row, type Rows, rightOf } from "./entries.ts";
import { layoutChain, placed } from "./layout.ts";

const INDENT = 22;
const TURN = 16;
/** Rows behind a fork stay clear of the line that leads to other branches. */
const FORK_MARGIN = 12;

/** Lays a whole chain out in rows no wider than `room` px where it can be cut. What stands in it is laid out once. */
export function laidOut(chain: Chain, figure: Omit<Figure, "rows">, room: number): Rows {
  const known = new Map<Chain, Rows>();
  const whole: Figure = {
    ...figure,
    rows(inner, leads, most) {
      const rows = known.get(inner) ?? layoutRows(inner, whole, leads, most);
      known.set(inner, rows);
      return rows;
    },
  };
  return whole.rows(chain, false, room);
}

/**
 * Lays a chain out in rows of about equal width, none wider than the figure's room where it can be cut; `leads` where a line
 * comes in at its start.
 */
function layoutRows(chain: Chain, figure: Figure, leads: boolean, room: number): Rows {
  const margin = leads ? FORK_MARGIN : 0;
  const layouts = cut(chain, figure, leads, room - margin - INDENT - TURN, room).map((part, i) =>
    layoutChain(part, figure, leads || i > 0, room),
  );
  const indent = leads || layouts.length === 1 ? 0 : INDENT;
  let y = 0;
  let right = 0;
  const rows = layouts.map((layout, i): Row => {
    const before = layouts[i - 1];
    if (before) y += before.bottom + LINE_GAP - layout.top;
    const x = i === 0 ? indent : margin;
    right = Math.max(right, x + layout.width);
    return { layout, x, y };
  });
  const turn = right + TURN;
  return {
    rows,
    width: rows.length > 1 ? turn : right,
    top: layouts[0]!.top,
    bottom: y + layouts.at(-1)!.bottom,
    turn,
    margin,
  };
}

/** The parts of a chain that stand in rows of their own. */
function cut(chain: Chain, figure: Figure, leads: boolean, room: number, whole: number): Chain[] {
  const layout = placed(chain, figure, leads, whole);
  if (layout.width <= whole || chain.items.length < 2) return [chain];
  const cuts = cutsOf(chain);
  const reaches = layout.entries.map(reachOf);
  const widest = Math.max(...greedy(reaches, cuts, 0).map(({ width }) => width));
  const capacity = Math.max(widest, room);
  const count = greedy(reaches, cuts, capacity).length;
  let [low, high] = [0, capacity];
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (greedy(reaches, cuts, middle).length <= count) high = middle;
    else low = middle;
  }
  return greedy(reaches, cuts, high).map(({ from, to }) => {
    const items = chain.items.slice(from, to);
    const here = new Set(items.map((item) => (item.type === "stage" ? item.stage.index : -1)));
    return { items, arcs: chain.arcs.filter((arc) => here.has(arc.to)) };
  });
}

/**
 * Places before which a chain may be cut: behind a stage, where the only arcs on their way start at that stage, for
 * these may as well start where the next row does.
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
    const hangs = item.type === "parallel" && item.ends !== undefined;
    return open === 0 && !hangs && chain.items[place - 1]?.type === "stage";
  });
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** Left and right end of an entry, and how wide what stands under it is. */
interface Reach {
  readonly left: number;
  readonly right: number;
  readonly below: number;
}

function reachOf(entry: Entry): Reach {
  return { left: leftOf(entry), right: rightOf(entry), below: insideOf(entry) };
}

/** Parts as long as the room allows. Asked some twenty times of a chain, so that it makes no objects but them. */
function greedy(reaches: readonly Reach[], cuts: readonly boolean[], room: number): Part[] {
  const parts: Part[] = [];
  const widthOf = (from: number, to: number, inside: number) =>
    Math.max(inside, reaches[to - 1]!.right - reaches[from]!.left);
  // What stands under a part is as wide as it is wherever the part begins: the widest since the part's start and the cut.
  let start = 0;
  let cut = 0;
  let inStart = 0;
  let inCut = 0;
  for (let place = 1; place <= reaches.length; place++) {
    if (cuts[place - 1] && place - 1 > start) {
      cut = place - 1;
      inCut = 0;
    }
    const { below } = reaches[place - 1]!;
    inStart = Math.max(inStart, below);
    inCut = Math.max(inCut, below);
    if (cut > start && widthOf(start, place, inStart) > room) {
      parts.push({ from: start, to: cut, width: widthOf(start, cut, 0) });
      start = cut;
      inStart = inCut;
    }
  }
  parts.push({ from: start, to: reaches.length, width: widthOf(start, reaches.length, inStart) });
  return parts;
}

function insideOf(entry: Entry): number {
  return entry.type === "valley" && entry.channel !== undefined ? entry.insideRight : 0;
}
