import { type Curve, type Curves, commonPace, valueAt } from "./curve.ts";
import { compare, type Exact, floorOf, isWhole, negative, quotient, sum, times, toNumber } from "./exact.ts";
import { Untold } from "./size-set.ts";

/** A product of curves with a factor. */
export interface Term {
  readonly factor: Exact;
  /** In the order of their ids; at least one. */
  readonly curves: readonly Curve[];
}

/** What the sizes are that numbers move with, and what is known and asked of them (`region.ts`). */
export interface Ground {
  readonly curves: Curves;
  /** The value of a number at the sizes that are looked at. */
  valueHere(value: Quantity): Exact;
  /** The only value that these have, or undefined; they repeat themselves behind `from`. */
  onlyValue(symbol: string, from: number, period: number, values: readonly Exact[]): Exact | undefined;
  /** The sign that a number has at all sizes, 0 counted as either; undefined where it has both. */
  signOf(value: Moving): 1 | -1 | undefined;
  /** From where on the sign of a line depends on the remainder alone. */
  settledFrom(line: Line): number;
  /** Keeps the sizes at which the sign of one of these numbers is as it must be. */
  demand(...wanted: readonly Wanted[]): void;
  /** Whether the sign of a number is as asked at the sizes that are looked at; keeps those with the same answer. */
  choose(value: Quantity, sign: (sign: number) => boolean): boolean;
}

/** A number, and what its sign must be: −1, 0 or 1. */
export interface Wanted {
  readonly value: Quantity;
  readonly sign: (sign: number) => boolean;
}

/**
 * A number that follows from the sizes that a spec leaves open: a sum of products of curves. It may stand where sizes are
 * numbers; what computes with those goes through `size.ts`. Plain arithmetic with it is stopped, since it has no value.
 */
export class Moving {
  readonly region: Ground;
  readonly constant: Exact;
  /** At least one. */
  readonly terms: readonly Term[];

  constructor(region: Ground, constant: Exact, terms: readonly Term[]) {
    this.region = region;
    this.constant = constant;
    this.terms = terms;
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string")
      return `#${this.terms.map(({ curves }) => curves.map(({ id }) => id).join("·")).join("+")}`;
    throw new Untold("it is computed in a way that can't be followed for all sizes");
  }
}

/** A number of a spec: known, or following from open sizes. */
export type Quantity = Exact | Moving;

export function isMoving(value: unknown): value is Moving {
  return value instanceof Moving;
}

/** How a number follows from one open size, where it rises evenly; its values need not be whole. */
export interface Line {
  readonly symbol: string;
  readonly from: number;
  readonly period: number;
  readonly rise: Exact;
  at(n: number): Exact;
}

/** Names of the open sizes that a number follows from. */
export function symbolsOf({ terms }: Moving): string[] {
  return [...new Set(terms.flatMap(({ curves }) => curves.map(({ symbol }) => symbol)))];
}

/** A number as a line, or undefined where it follows from several sizes or from a product of them. */
export function lineOf({ constant, terms }: Moving): Line | undefined {
  const { symbol } = terms[0]!.curves[0]!;
  if (terms.some(({ curves }) => curves.length > 1 || curves[0]!.symbol !== symbol)) return undefined;
  const { from, period } = commonPace(terms.map(({ curves }) => curves[0]!));
  return {
    symbol,
    from,
    period,
    rise: terms.reduce<Exact>((rise, { factor, curves: [curve] }) => {
      return sum(rise, times(factor, (curve!.rise * period) / curve!.period));
    }, 0),
    at: (n) =>
      terms.reduce(
        (value, { factor, curves: [curve] }) => sum(value, times(factor, valueAt(curve!, n))),
        constant,
      ),
  };
}

/** Its value where each open size has one. */
export function atSizes(value: Quantity, size: (symbol: string) => number): Exact {
  if (!isMoving(value)) return value;
  return value.terms.reduce(
    (total, { factor, curves }) =>
      sum(
        total,
        curves.reduce<Exact>((product, curve) => times(product, valueAt(curve, size(curve.symbol))), factor),
      ),
    value.constant,
  );
}

/** A sum of terms, as simple as it can be: known where nothing moves, one curve where its values are whole. */
function simple(region: Ground, constant: Exact, terms: readonly Term[]): Quantity {
  const byCurves = new Map<string, Term>();
  for (const term of terms) {
    const key = term.curves.map(({ id }) => id).join();
    const before = byCurves.get(key);
    byCurves.set(key, before ? { ...term, factor: sum(before.factor, term.factor) } : term);
  }
  const kept = [...byCurves.values()].filter(({ factor }) => factor !== 0);
  if (kept.length === 0) return constant;
  const moving = new Moving(region, constant, kept);
  const line = lineOf(moving);
  if (!line) return moving;
  const { symbol, from, period, rise } = line;
  const values = Array.from({ length: from + period }, (_, i) => line.at(i + 1));
  const only = rise === 0 ? region.onlyValue(symbol, from, period, values) : undefined;
  if (only !== undefined) return only;
  const whole = typeof rise === "number" && values.every((value) => typeof value === "number");
  if (!whole) return moving;
  const curve = region.curves.of(symbol, from, period, rise, (n) => values[n - 1] as number);
  return new Moving(region, 0, [{ factor: 1, curves: [curve] }]);
}

/** The number that is one curve. */
export function alone(region: Ground, curve: Curve): Quantity {
  return simple(region, 0, [{ factor: 1, curves: [curve] }]);
}

/** The curve that a number is, where it is one. */
export function curveOf({ constant, terms }: Moving): Curve | undefined {
  const [{ factor, curves }] = terms as [Term];
  return constant === 0 && terms.length === 1 && factor === 1 && curves.length === 1 ? curves[0] : undefined;
}

function partsOf(value: Quantity): { readonly constant: Exact; readonly terms: readonly Term[] } {
  return isMoving(value) ? value : { constant: value, terms: [] };
}

function regionOf(a: Quantity, b: Quantity): Ground {
  return isMoving(a) ? a.region : (b as Moving).region;
}

export function addTo(a: Quantity, b: Quantity): Quantity {
  if (!isMoving(a) && !isMoving(b)) return sum(a, b);
  const [p, q] = [partsOf(a), partsOf(b)];
  return simple(regionOf(a, b), sum(p.constant, q.constant), [...p.terms, ...q.terms]);
}

export function opposite(value: Quantity): Quantity {
  return isMoving(value) ? multiplyBy(value, -1) : negative(value);
}

export function subtractFrom(a: Quantity, b: Quantity): Quantity {
  return addTo(a, opposite(b));
}

export function multiplyBy(a: Quantity, b: Quantity): Quantity {
  if (!isMoving(a) && !isMoving(b)) return times(a, b);
  const [p, q] = [partsOf(a), partsOf(b)];
  const terms = [
    ...p.terms.map((term) => ({ ...term, factor: times(term.factor, q.constant) })),
    ...q.terms.map((term) => ({ ...term, factor: times(term.factor, p.constant) })),
    ...p.terms.flatMap((x) =>
      q.terms.map((y) => ({
        factor: times(x.factor, y.factor),
        curves: [...x.curves, ...y.curves].sort((c, d) => c.id - d.id),
      })),
    ),
  ];
  return simple(regionOf(a, b), times(p.constant, q.constant), terms);
}

/** a / b, where b is not 0 at any size. */
export function divideBy(a: Quantity, b: Quantity): Quantity {
  if (!isMoving(b)) return isMoving(a) ? multiplyBy(a, quotient(1, b)) : quotient(a, b);
  if (a === 0) return 0;
  const [divisor] = b.terms as [Term];
  const { constant, terms } = partsOf(a);
  const shared = b.terms.length === 1 && b.constant === 0 && constant === 0;
  const left = shared ? terms.map((term) => without(term, divisor)) : [undefined];
  if (left.includes(undefined)) throw new Untold("it is divided by a size that is left open");
  const rest = left as Term[];
  const known = rest.filter(({ curves }) => curves.length === 0);
  return simple(
    b.region,
    known.reduce<Exact>((total, { factor }) => sum(total, factor), 0),
    rest.filter(({ curves }) => curves.length > 0),
  );
}

/** A product with some of its factors left away; undefined where it lacks one of them. */
function without({ factor, curves }: Term, divisor: Term): Term | undefined {
  const left = [...curves];
  for (const curve of divisor.curves) {
    const at = left.indexOf(curve);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return { factor: quotient(factor, divisor.factor), curves: left };
}

/** The largest whole number that is not above it. */
export function roundDown(value: Moving): Quantity {
  const { region, constant, terms } = value;
  const line = lineOf(value);
  if (!line) {
    // Products of whole numbers are whole.
    if (!terms.every(({ factor }) => isWhole(factor)))
      throw new Untold("it is rounded, and depends on several sizes that are left open");
    return addTo(simple(region, 0, terms), floorOf(constant));
  }
  const { symbol, from, rise } = line;
  // So many periods on it has risen by a whole number.
  const rounds = typeof rise === "number" ? 1 : Number(rise.under);
  const whole = times(rise, rounds);
  if (typeof whole !== "number") throw new Untold("its numbers are too large");
  const floor = (n: number) => toNumber(floorOf(line.at(n)));
  return alone(region, region.curves.of(symbol, from, line.period * rounds, whole, floor));
}

/** The larger of two numbers at each size; the smaller one where `sign` is −1. */
export function extreme(a: Quantity, b: Quantity, sign: 1 | -1): Quantity {
  const difference = subtractFrom(a, b);
  if (!isMoving(difference)) return compare(difference, 0) * sign >= 0 ? a : b;
  const { region } = difference;
  const scale = commonDenominator([a, b]);
  if (scale !== 1n) {
    const by = Number(scale);
    return divideBy(extreme(multiplyBy(a, by), multiplyBy(b, by), sign), by);
  }
  const known = region.signOf(difference);
  if (known !== undefined) return known * sign >= 0 ? a : b;
  const lines = [difference, a, b].filter(isMoving).map(lineOf);
  const [line] = lines;
  if (!line || lines.some((each) => each?.symbol !== line.symbol))
    throw new Untold("it is the larger or smaller of numbers that depend on several open sizes");
  const { symbol } = line;
  const { from: listed, period } = commonPace(lines as Line[]);
  const from = Math.max(listed, region.settledFrom(line));
  const at = (n: number) => {
    const [x, y] = [a, b].map((value) => atSizes(value, () => n)) as [Exact, Exact];
    return toNumber(compare(x, y) * sign >= 0 ? x : y);
  };
  return alone(region, region.curves.of(symbol, from, period, at(from + 1 + period) - at(from + 1), at));
}

function commonDenominator(values: readonly Quantity[]): bigint {
  const parts = values.flatMap((value) => {
    const { constant, terms } = partsOf(value);
    return [constant, ...terms.map(({ factor }) => factor)];
  });
  return parts.reduce<bigint>((common, part) => {
    const under = typeof part === "number" ? 1n : part.under;
    return common % under === 0n ? common : common * under;
  }, 1n);
}
