/** Parts of the house, the arrows between them, and where each stands: what is imported lies below. */
import { randomStream } from "../../../src/random/random.ts";

export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Arrows without those that follow from others: where a part imports another one through a third, only that way is drawn. */
export function withoutDetours(arrows: readonly Arrow[]): readonly Arrow[] {
  const below = (part: string): Set<string> => {
    const found = new Set<string>();
    const visit = (each: string): void => {
      for (const { from, to } of arrows) if (from === each && !found.has(to)) visit(found.add(to) && to);
    };
    visit(part);
    return found;
  };
  return arrows.filter(
    ({ from, to }) =>
      !arrows.some((other) => other.from === from && other.to !== to && below(other.to).has(to)),
  );
}

/** How many arrows lie below each part at most. */
export function levelsOf(parts: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const levelOf = (part: string): number =>
    1 + Math.max(-1, ...arrows.filter(({ from }) => from === part).map(({ to }) => levelOf(to)));
  return new Map(parts.map((part) => [part, levelOf(part)]));
}

/** A part in its row, or the place where a long arrow passes one. */
export interface Spot {
  readonly id: string;
  /** Undefined where an arrow passes. */
  readonly part?: string;
}

/** Rows from the lowest level up, and arrows between neighbouring rows. */
export interface Rows {
  readonly rows: Spot[][];
  /** Each arrow from its beginning to its end, through the spots that it passes. */
  readonly ways: readonly (readonly string[])[];
}

/** The rows of parts, each arrow cut at every row that it passes, in an order with few crossings. */
export function rowsOf(levels: ReadonlyMap<string, number>, arrows: readonly Arrow[]): Rows {
  const rows: Spot[][] = Array.from({ length: 1 + Math.max(...levels.values()) }, () => []);
  for (const [part, level] of levels) rows[level]!.push({ id: part, part });
  const ways = arrows.map(({ from, to }) => {
    const passed: string[] = [];
    for (let level = levels.get(from)! - 1; level > levels.get(to)!; level--) {
      const id = `${from} ${to} ${level}`;
      rows[level]!.push({ id });
      passed.push(id);
    }
    return [from, ...passed, to];
  });
  return { rows: ordered(rows, ways), ways };
}

/** Tries orders from many beginnings, each bettered by exchanging neighbours; the seed makes it the same every time. */
function ordered(rows: readonly (readonly Spot[])[], ways: readonly (readonly string[])[]): Spot[][] {
  const steps = ways.flatMap((way) => way.slice(1).map((to, i) => [way[i]!, to] as const));
  const random = randomStream(1, "architecture");
  let best: { readonly rows: Spot[][]; readonly cost: number } | undefined;
  for (let beginning = 0; beginning < 24; beginning++) {
    const tried = rows.map((row) => random.shuffle([...row]));
    let cost = costOf(tried, steps);
    for (let before = Infinity; cost < before; ) {
      before = cost;
      for (const row of tried)
        for (let i = 0; i < row.length; i++)
          for (let j = i + 1; j < row.length; j++) {
            exchange(row, i, j);
            const changed = costOf(tried, steps);
            if (changed < cost) cost = changed;
            else exchange(row, i, j);
          }
    }
    if (!best || cost < best.cost) best = { rows: tried, cost };
  }
  return best!.rows;
}

function exchange(row: Spot[], i: number, j: number): void {
  [row[i], row[j]] = [row[j]!, row[i]!];
}

/** Crossings, and a little for how far steps go aside. */
function costOf(
  rows: readonly (readonly Spot[])[],
  steps: readonly (readonly [from: string, to: string])[],
): number {
  const at = new Map(
    rows.flatMap((row, level) =>
      row.map(({ id }, i) => [id, { level, place: (i + 0.5) / row.length }] as const),
    ),
  );
  const placed = steps.map(([from, to]) => [at.get(from)!, at.get(to)!] as const);
  let cost = 0;
  for (const [i, [a, b]] of placed.entries()) {
    cost += Math.abs(a.place - b.place);
    for (const [c, d] of placed.slice(i + 1))
      if (a.level === c.level && (a.place - c.place) * (b.place - d.place) < 0) cost += 1;
  }
  return cost;
}

/**
 * Places in a row that are as near as can be to those that are wished for, in their order and no nearer to each other than
 * `apart`: least squares, by pooling neighbours that would overlap (Barlow and others, 1972).
 */
export function placed(wished: readonly number[], apart: readonly number[]): number[] {
  let sum = 0;
  const offsets = wished.map((_, i) => {
    if (i > 0) sum += apart[i - 1]!;
    return sum;
  });
  const pools: { mean: number; count: number }[] = [];
  for (const [i, wish] of wished.entries()) {
    let pool = { mean: wish - offsets[i]!, count: 1 };
    while (pools.length > 0 && pools.at(-1)!.mean > pool.mean) {
      const { mean, count } = pools.pop()!;
      pool = {
        mean: (mean * count + pool.mean * pool.count) / (count + pool.count),
        count: count + pool.count,
      };
    }
    pools.push(pool);
  }
  const means = pools.flatMap(({ mean, count }) => Array<number>(count).fill(mean));
  return means.map((mean, i) => mean + offsets[i]!);
}
