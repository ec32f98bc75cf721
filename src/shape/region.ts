import { type Curve, Curves, commonPace, valueAt } from "./curve.ts";
import { compare, type Exact, floorOf, negative, quotient, sum, times } from "./exact.ts";
import {
  alone,
  atSizes,
  type Ground,
  isMoving,
  type Line,
  lineOf,
  type Moving,
  type Quantity,
  symbolsOf,
  type Wanted,
} from "./moving.ts";
import { leastMultiple } from "./remainders.ts";
import { MAX_TABLE, SizeSet, Untold } from "./size-set.ts";

/** Which values each open size may have. */
export type Sets = ReadonlyMap<string, SizeSet>;

/** Thrown where no size of a region does what is asked. */
export class Nowhere {}

/** Thrown where the sizes at which a region is looked at don't do what is asked, and others of it do. */
export class Elsewhere {
  readonly sets: Sets;

  constructor(sets: Sets) {
    this.sets = sets;
  }
}

/** A choice that comes out otherwise at other sizes. */
export interface Turn {
  readonly sets: Sets;
  /** The open size that decides. */
  readonly symbol: string;
}

/** A table of more points is not gone through. */
const MOST_POINTS = 200_000;

/** So many values of each size are gone through then. */
const FEW = 8;

/**
 * The open sizes of a net while it is expanded at one choice of them, `here`. What is asked on the way narrows the region
 * to the sizes at which everything comes out as it does here; where a choice parts it, the other part is kept as a turn.
 */
export class Region implements Ground {
  readonly curves = new Curves();
  readonly here: ReadonlyMap<string, number>;
  readonly turns: Turn[] = [];
  private readonly sets: Map<string, SizeSet>;

  constructor(sets: Sets, here: ReadonlyMap<string, number>) {
    this.sets = new Map(sets);
    this.here = here;
  }

  get parts(): Sets {
    return this.sets;
  }

  /** An open size itself. */
  size(symbol: string): Quantity {
    return alone(this, this.curves.identity(symbol));
  }

  /** The value of a number at the sizes at which the region is looked at. */
  valueHere(value: Quantity): Exact {
    return atSizes(value, (symbol) => this.here.get(symbol)!);
  }

  /** The only value that these have at the sizes of the region, or undefined; they repeat themselves behind `from`. */
  onlyValue(symbol: string, from: number, period: number, values: readonly Exact[]): Exact | undefined {
    const set = this.sets.get(symbol)!;
    const last = Math.max(from, set.from) + leastMultiple(period, set.period);
    let only: Exact | undefined;
    for (let n = 1; n <= last; n++) {
      if (!set.has(n)) continue;
      const value = values[n <= values.length ? n - 1 : from + ((n - 1 - from) % period)]!;
      if (only === undefined) only = value;
      else if (compare(only, value) !== 0) return undefined;
    }
    return only;
  }

  /** Narrows the region to the sizes at which the sign of one of these numbers is as it must be. */
  demand(...wanted: readonly Wanted[]): void {
    const found = wanted.map(({ value, sign }) => this.solve(value, sign));
    if (found.includes(true)) return;
    const solved = found.filter((each) => typeof each === "object");
    const [first] = solved;
    if (!first) throw new Nowhere();
    const { symbol } = first;
    if (solved.some((each) => each.symbol !== symbol)) throw new Untold(TOGETHER);
    const { from, period } = commonPace(solved.map(({ set }) => set));
    this.narrow(
      symbol,
      SizeSet.of(from, period, (n) => solved.some(({ set }) => set.has(n))),
    );
  }

  /** Whether the sign of a number is as asked here. The region narrows to the sizes at which the answer is the same. */
  choose(value: Quantity, sign: (sign: number) => boolean): boolean {
    const found = this.solve(value, sign);
    if (typeof found === "boolean") return found;
    const { symbol, set } = found;
    const now = this.sets.get(symbol)!;
    const holds = set.has(this.here.get(symbol)!);
    const [same, other] = holds ? [now.and(set), now.without(set)] : [now.without(set), now.and(set)];
    if (!other.isEmpty) this.turns.push({ symbol, sets: new Map(this.sets).set(symbol, other) });
    this.sets.set(symbol, same);
    return holds;
  }

  private narrow(symbol: string, set: SizeSet): void {
    const now = this.sets.get(symbol)!;
    const next = now.and(set);
    if (next.isEmpty) throw new Nowhere();
    if (!next.has(this.here.get(symbol)!)) throw new Elsewhere(new Map(this.sets).set(symbol, next));
    this.sets.set(symbol, next);
  }

  /** The sizes at which the sign of a number is as asked: all of the region, none, or a set of one of them. */
  private solve(
    value: Quantity,
    sign: (sign: number) => boolean,
  ): boolean | { readonly symbol: string; readonly set: SizeSet } {
    if (!isMoving(value)) return sign(Math.sign(compare(value, 0)));
    const line = lineOf(value);
    if (line) {
      const { symbol, period } = line;
      const set = SizeSet.of(this.settledFrom(line), period, (n) => sign(Math.sign(compare(line.at(n), 0))));
      return set.isAll ? true : set.isEmpty ? false : { symbol, set };
    }
    const { low, high } = this.bounds(value);
    const least = low === undefined ? -1 : Math.sign(compare(low, 0));
    const most = high === undefined ? 1 : Math.sign(compare(high, 0));
    const signs = [-1, 0, 1].filter((each) => least <= each && each <= most);
    const possible = new Set(signs.map(sign));
    if (possible.size === 1) return possible.has(true);
    throw new Untold(TOGETHER);
  }

  /** The sign that a number has at all sizes of the region, 0 counted as either; undefined where it has both. */
  signOf(value: Moving): 1 | -1 | undefined {
    const { low, high } = this.bounds(value);
    if (low !== undefined && compare(low, 0) >= 0) return 1;
    return high !== undefined && compare(high, 0) <= 0 ? -1 : undefined;
  }

  /** From where on the sign of a line depends on the remainder alone. */
  settledFrom({ from, period, rise, at }: Line): number {
    if (rise === 0) return from;
    let rounds = 0;
    for (let n = from + 1; n <= from + period; n++) {
      const steps = floorOf(quotient(negative(at(n)), rise));
      if (typeof steps !== "number" || steps > MAX_TABLE)
        throw new Untold("it is compared with a number that is too large to look so far");
      rounds = Math.max(rounds, steps + 1);
    }
    return from + rounds * period;
  }

  /** Numbers between which a number lies at all sizes of the region; undefined where it has no bound. */
  private bounds({ constant, terms }: Moving): Bounds {
    return terms.reduce<Bounds>(
      (total, { factor, curves }) => {
        const ranges = curves.map((curve) => this.range(curve));
        // Products of numbers that may be negative are not looked at.
        const rising = ranges.every(({ low }) => low !== undefined && compare(low, 0) >= 0);
        const product: Bounds = rising || ranges.length === 1 ? ranges.reduce(productOf) : {};
        const { low, high } = compare(factor, 0) > 0 ? product : { low: product.high, high: product.low };
        const by = (bound: Exact | undefined) => (bound === undefined ? undefined : times(bound, factor));
        return { low: both(total.low, by(low), sum), high: both(total.high, by(high), sum) };
      },
      { low: constant, high: constant },
    );
  }

  private range(curve: Curve): Bounds {
    const set = this.sets.get(curve.symbol)!;
    const { from, period } = commonPace([curve, set]);
    const values = set.upTo(from + period).map((n) => valueAt(curve, n));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (!set.isInfinite || curve.rise === 0) return { low, high };
    return curve.rise > 0 ? { low, high: undefined } : { low: undefined, high };
  }

  /** Sizes of the region at which a number is not 0, near those at which it is looked at; undefined where it is 0 at all. */
  whereNotZero(value: Quantity): ReadonlyMap<string, number> | undefined {
    if (this.valueHere(value) !== 0) return this.here;
    if (!isMoving(value)) return undefined;
    const symbols = symbolsOf(value);
    const members = symbols.map((symbol) => this.deciding(value, symbol));
    const tooMany = members.reduce((count, { length }) => count * length, 1) > MOST_POINTS;
    // Where there are too many, a few may show that it is not 0, and none that it is.
    const looked = tooMany ? members.map((each) => each.slice(0, FEW)) : members;
    let points: ReadonlyMap<string, number>[] = [this.here];
    for (const [i, symbol] of symbols.entries())
      points = points.flatMap((point) => looked[i]!.map((n) => new Map(point).set(symbol, n)));
    const found = points.find((point) => atSizes(value, (symbol) => point.get(symbol)!) !== 0);
    if (tooMany && !found) throw new Untold(TOGETHER);
    return found;
  }

  /**
   * Members of an open size's set, those near `here` first, that decide whether a number is 0 at all: those that are listed,
   * and for each remainder one more than the number's degree. A polynomial of that degree with so many zeros is 0.
   */
  private deciding({ terms }: Moving, symbol: string): number[] {
    const set = this.sets.get(symbol)!;
    const mine = terms.map(({ curves }) => curves.filter((curve) => curve.symbol === symbol));
    const degree = Math.max(...mine.map(({ length }) => length));
    const { from, period } = commonPace([...mine.flat(), set]);
    const here = this.here.get(symbol)!;
    // The rounds that are looked at may begin anywhere behind the list.
    const start = Math.max(from, here - 1);
    const tail = Array.from({ length: (degree + 1) * period }, (_, i) => start + 1 + i);
    return [...tail, ...Array.from({ length: from }, (_, i) => from - i)].filter((n) => set.has(n));
  }

  /** Sizes of the region at which a number is 0; undefined where it is nowhere. */
  whereZero(value: Quantity): ReadonlyMap<string, number> | undefined {
    const found = this.solve(value, (sign) => sign === 0);
    if (typeof found === "boolean") return found ? this.here : undefined;
    const set = this.sets.get(found.symbol)!.and(found.set);
    return set.isEmpty
      ? undefined
      : new Map(this.here).set(found.symbol, set.nearest(this.here.get(found.symbol)!));
  }
}

interface Bounds {
  readonly low?: Exact | undefined;
  readonly high?: Exact | undefined;
}

function both(
  a: Exact | undefined,
  b: Exact | undefined,
  join: (a: Exact, b: Exact) => Exact,
): Exact | undefined {
  return a === undefined || b === undefined ? undefined : join(a, b);
}

function productOf(a: Bounds, b: Bounds): Bounds {
  return { low: both(a.low, b.low, times), high: both(a.high, b.high, times) };
}

const TOGETHER = "it depends on several open sizes together";
