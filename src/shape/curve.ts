import { leastMultiple } from "./remainders.ts";
import { FAR, MAX_TABLE, Untold } from "./size-set.ts";

/**
 * How a whole number follows from one open size n, for every n from 1 on: up to `from` it is listed, and behind that it
 * is larger by `rise` at n + period than at n. Strides, paddings and multiples make sizes of this kind alone.
 */
export interface Curve {
  /** Name of the open size. */
  readonly symbol: string;
  readonly from: number;
  readonly period: number;
  readonly rise: number;
  /** Its values at 1, 2, … up to `from` + `period`. */
  readonly values: readonly number[];
  /** Tells curves apart. */
  readonly id: number;
}

/** Value of a curve at a size. */
export function valueAt({ from, period, rise, values }: Curve, n: number): number {
  if (n <= values.length) return values[n - 1]!;
  const rounds = Math.ceil((n - from - period) / period);
  return values[n - rounds * period - 1]! + rounds * rise;
}

/** Curves, each of which is there once: what has the same values is the same object. */
export class Curves {
  private readonly known = new Map<string, Curve>();

  /** The size itself. */
  identity(symbol: string): Curve {
    return this.of(symbol, 0, 1, 1, (n) => n);
  }

  /** The curve of these values, of which it is known that they rise by `rise` with the period, behind `from`. */
  of(symbol: string, from: number, period: number, rise: number, value: (n: number) => number): Curve {
    if (from + period > MAX_TABLE) throw new Untold(FAR);
    const values = new Array<number>(from + period);
    for (let n = 1; n <= values.length; n++) values[n - 1] = value(n);
    return this.shortest(symbol, from, period, rise, values);
  }

  private shortest(symbol: string, from: number, period: number, rise: number, values: number[]): Curve {
    const tail = values.slice(from);
    let [least, gain] = [period, rise];
    for (let shorter = 1; shorter <= period / 2; shorter++) {
      if (period % shorter !== 0 || !Number.isInteger((rise * shorter) / period)) continue;
      const step = (rise * shorter) / period;
      // Round the end it goes on with the whole rise.
      const holds = tail.every(
        (value, i) =>
          (i + shorter < period ? tail[i + shorter]! : tail[i + shorter - period]! + rise) - value === step,
      );
      if (!holds) continue;
      [least, gain] = [shorter, step];
      break;
    }
    let start = from;
    while (start > 0 && values[start - 1]! + gain === values[start - 1 + least]) start--;
    values.length = start + least;
    const key = `${symbol} ${start} ${least} ${gain} ${values.join()}`;
    const known = this.known.get(key);
    if (known) return known;
    const curve = { symbol, from: start, period: least, rise: gain, values, id: this.known.size };
    this.known.set(key, curve);
    return curve;
  }
}

/** A period of all of them, and from where on. */
export function commonPace(curves: readonly { readonly from: number; readonly period: number }[]): {
  readonly from: number;
  readonly period: number;
} {
  return {
    from: curves.reduce((most, { from }) => Math.max(most, from), 0),
    period: curves.reduce((common, { period }) => leastMultiple(common, period), 1),
  };
}
