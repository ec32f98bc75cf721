/**
 * Whole numbers that are at least `least` and leave one of the `remainders` when divided by `period`. Remainders ascend
 * and are below the period, which is the smallest that says the same.
 */
export interface Remainders {
  readonly least: number;
  readonly period: number;
  readonly remainders: readonly number[];
  /** Numbers below `least` that belong to it too, ascending. */
  readonly also?: readonly number[];
}

/** The same set with the smallest period. */
export function reduce({ least, period, remainders }: Remainders): Remainders {
  const has = new Set(remainders);
  for (let smaller = 1; smaller < period; smaller++) {
    if (period % smaller !== 0) continue;
    const repeats = Array.from({ length: period }, (_, r) => has.has(r) === has.has(r % smaller)).every(
      Boolean,
    );
    if (repeats) return { least, period: smaller, remainders: remainders.filter((r) => r < smaller) };
  }
  return { least, period, remainders };
}

export function includes({ least, period, remainders, also }: Remainders, n: number): boolean {
  return n < least ? also?.includes(n) === true : remainders.includes(n % period);
}

/** The largest member below `n` and the smallest above it, where there are any. */
export function nearest(set: Remainders, n: number): number[] {
  const found: number[] = [];
  if (set.remainders.length === 0) return found;
  for (let below = n - 1; below >= set.least && below >= n - set.period; below--) {
    if (!includes(set, below)) continue;
    found.push(below);
    break;
  }
  const from = Math.max(n + 1, set.least);
  for (let above = from; above < from + set.period; above++) {
    if (!includes(set, above)) continue;
    found.push(above);
    break;
  }
  return found;
}

/**
 * What must hold of a size, to follow "must": `be a multiple of 8`, `be odd`, `leave 3 when divided by 8`; undefined where
 * every remainder will do.
 */
export function describeRemainders({ period, remainders }: Remainders, plural = false): string | undefined {
  if (period === 1) return undefined;
  const only = remainders.length === 1 ? remainders[0]! : undefined;
  if (period === 2) return only === 0 ? "be even" : "be odd";
  if (only === 0) return plural ? `be multiples of ${period}` : `be a multiple of ${period}`;
  if (only !== undefined && (only === 1 || only === period - 1))
    return `be one ${only === 1 ? "more" : "less"} than a multiple of ${period}`;
  const list = remainders.map(String);
  const last = list.pop()!;
  return `leave ${list.length > 0 ? `${list.join(", ")} or ${last}` : last} when divided by ${period}`;
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

export function leastMultiple(a: number, b: number): number {
  return (a / greatestDivisor(a, b)) * b;
}
