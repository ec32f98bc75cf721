/** Parts in which each class has its share. */

import { randomStream } from "../../random/random.ts";
import { apportion, type Fractions, type Split } from "../dataset.ts";
import { byPart, PARTS } from "./part-names.ts";

/**
 * Divides examples so that each part has its share of each class, rounded down or up to whole examples, and its share of all
 * as `apportion` rounds that. Which of a class's examples go where is random.
 *
 * @param classes the class of each example
 */
export function splitByClass(
  classes: readonly number[],
  fractions: Fractions,
  seed: number,
): Split<Int32Array> {
  const random = randomStream(seed, "split/classes");
  const shares = PARTS.map((part) => fractions[part]);
  const members = new Map<number, number[]>();
  for (const [i, kind] of classes.entries()) {
    const known = members.get(kind);
    if (known) known.push(i);
    else members.set(kind, [i]);
  }
  const kinds = random.shuffle([...members.keys()].sort((a, b) => a - b));
  const table = roundedTable(
    kinds.map((kind) => members.get(kind)!.length),
    shares,
  );
  const partOf = classes.map(() => 0);
  for (const [row, kind] of kinds.entries()) {
    const order = random.shuffle(members.get(kind)!);
    let at = 0;
    for (const [part, count] of table[row]!.entries())
      for (const end = at + count; at < end; at++) partOf[order[at]!] = part;
  }
  return byPart(partOf);
}

/**
 * How many examples of each class go to each part: the shares of each class rounded down or up, so that rows sum to the
 * classes' sizes and columns to the parts'. Rows are rounded by themselves first; then a column with one too many gives it,
 * in a row that was rounded up there and down elsewhere, to one with too few, over a third where no row joins the two. Such
 * rows there always are (Gale and Ryser).
 */
function roundedTable(sizes: readonly number[], shares: readonly number[]): number[][] {
  const total = sizes.reduce((a, b) => a + b, 0);
  const goals = apportion(total, shares);
  const down = sizes.map((size) => shares.map((share) => Math.floor(size * share + 1e-9)));
  const table = sizes.map((size) => apportion(size, shares));
  const columns = shares.map((_, part) => table.reduce((sum, row) => sum + row[part]!, 0));
  const give = (from: number, to: number): boolean => {
    const row = table.findIndex(
      (each, i) => shares[to]! > 0 && each[from]! > down[i]![from]! && each[to]! === down[i]![to]!,
    );
    if (row < 0) return false;
    table[row]![from]!--;
    table[row]![to]!++;
    columns[from]!--;
    columns[to]!++;
    return true;
  };
  for (;;) {
    const from = columns.findIndex((count, part) => count > goals[part]!);
    const to = columns.findIndex((count, part) => count < goals[part]!);
    if (from < 0 || to < 0) return table;
    if (give(from, to)) continue;
    const third = 3 - from - to;
    if (!(give(from, third) && give(third, to))) return table;
  }
}
