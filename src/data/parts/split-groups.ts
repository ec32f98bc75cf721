/** Parts that keep the examples of a patient, or whatever else they are grouped by, together. */

import { randomStream } from "../../random/random.ts";
import type { Fractions, Split } from "../dataset.ts";
import { byPart, PARTS } from "./part-names.ts";

/** Orders that are tried until every part that is asked for has a group. */
const TRIES = 100;

/**
 * Divides examples so that those of one group are in one part. Groups come in a random order and are cut where the shares
 * end: a group that lies across a cut goes to the side where more of it lies. So each part has its share of the examples to
 * within one group. The parts depend on the seed, and on which groups there are and how large they are; not on the order of
 * the examples.
 *
 * @param groups the name of each example's group
 */
export function splitByGroups(
  groups: readonly string[],
  fractions: Fractions,
  seed: number,
): Split<Int32Array> {
  const sizes = sizesOf(groups);
  const names = [...sizes.keys()].sort();
  const wanted = PARTS.filter((part) => fractions[part] > 0).length;
  let partOf = new Map<string, number>();
  for (let round = 0; round < TRIES; round++) {
    const order = randomStream(seed, `split/groups/${round}`).shuffle([...names]);
    partOf = cut(order, sizes, groups.length, fractions);
    if (new Set(partOf.values()).size === wanted) break;
  }
  return byPart(groups.map((group) => partOf.get(group)!));
}

/** How many examples each group has. */
export function sizesOf(groups: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

function cut(
  order: readonly string[],
  sizes: ReadonlyMap<string, number>,
  total: number,
  { train, validation, test }: Fractions,
): Map<string, number> {
  const ends = [total * train, total * (train + validation), total * (train + validation + test)];
  const last = test > 0 ? 2 : validation > 0 ? 1 : 0;
  const partOf = new Map<string, number>();
  let before = 0;
  for (const group of order) {
    const size = sizes.get(group)!;
    const middle = before + size / 2;
    // A middle that lies on a cut goes behind it, also where the two were rounded apart.
    const part = ends.findIndex((end) => middle < end - 1e-9 * total);
    partOf.set(group, part < 0 ? last : part);
    before += size;
  }
  return partOf;
}

/**
 * The same, and each part has as nearly its share of each class as the groups allow. The largest groups come first, equal ones in
 * a random order, and each goes to the part that lacks most of what it holds, rare classes counting as much as frequent ones; then
 * groups change their part, or two change places, as long as that brings the parts nearer to their shares.
 *
 * @param classes the class of each example
 */
export function splitGroupsByClass(
  groups: readonly string[],
  classes: readonly number[],
  fractions: Fractions,
  seed: number,
): Split<Int32Array> {
  const shares = PARTS.map((part) => fractions[part]);
  const kinds = [...new Set(classes)];
  const placeOf = new Map(kinds.map((kind, i) => [kind, i]));
  const held = new Map<string, number[]>();
  for (const [i, group] of groups.entries()) {
    const counts = held.get(group) ?? kinds.map(() => 0);
    counts[placeOf.get(classes[i]!)!]!++;
    held.set(group, counts);
  }
  const sizes = sizesOf(groups);
  const shuffled = randomStream(seed, "split/groups/classes").shuffle([...held.keys()].sort());
  const order = shuffled.sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  const counts = order.map((group) => held.get(group)!);
  const totals = kinds.map((_, kind) => counts.reduce((sum, each) => sum + each[kind]!, 0));
  const parts = nearestParts(counts, totals, shares);
  const partOf = new Map(order.map((group, i) => [group, parts[i]!]));
  return byPart(groups.map((group) => partOf.get(group)!));
}

/** Groups beyond these are too many to try each pair of them; they are small then, and the first places are near enough. */
const MOST_SWAPPED = 600;

function nearestParts(
  counts: readonly (readonly number[])[],
  totals: readonly number[],
  shares: readonly number[],
): number[] {
  const all = totals.reduce((a, b) => a + b, 0);
  // How much each part has too much of each class, and of all.
  const columns = counts.map((each) => [...each, each.reduce((a, b) => a + b, 0)]);
  const scales = [...totals, all].map((total) => 1 / total);
  const excess = shares.map((share) => [...totals, all].map((total) => -share * total));
  const open = shares.flatMap((share, part) => (share > 0 ? [part] : []));
  /** By how much the squared distance from the shares changes where a part gets so many more. */
  const change = (part: number, by: (column: number) => number) =>
    scales.reduce((sum, scale, column) => {
      const more = by(column);
      return sum + scale * more * (2 * excess[part]![column]! + more);
    }, 0);
  const give = (part: number, group: number, sign: number) => {
    for (const [column, count] of columns[group]!.entries()) excess[part]![column]! += sign * count;
  };
  const parts = columns.map((each, group) => {
    const costs = open.map((part) => change(part, (column) => each[column]!));
    const best = open[costs.indexOf(Math.min(...costs))]!;
    give(best, group, 1);
    return best;
  });
  const gain = (group: number, to: number, back?: number) => {
    const [mine, other] = [columns[group]!, back === undefined ? undefined : columns[back]!];
    const moved = (column: number) => mine[column]! - (other?.[column] ?? 0);
    return change(to, moved) + change(parts[group]!, (column) => -moved(column));
  };
  const place = (group: number, to: number) => {
    give(parts[group]!, group, -1);
    give(to, group, 1);
    parts[group] = to;
  };
  for (let better = true; better && columns.length <= MOST_SWAPPED; ) {
    better = false;
    for (const group of columns.keys()) {
      for (const to of open)
        if (to !== parts[group] && gain(group, to) < -1e-9) {
          place(group, to);
          better = true;
        }
      for (let other = group + 1; other < columns.length; other++) {
        const [from, to] = [parts[group]!, parts[other]!];
        if (from === to || gain(group, to, other) >= -1e-9) continue;
        place(group, to);
        place(other, from);
        better = true;
      }
    }
  }
  return parts;
}
