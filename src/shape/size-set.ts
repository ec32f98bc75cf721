import { leastMultiple, type Remainders } from "./remainders.ts";

/** Sets and curves that would need longer tables than this are given up. */
export const MAX_TABLE = 2 ** 17;

/** Why such a one is given up. */
export const FAR = "it follows no rule that sizes up to 131 072 show";

/** Thrown where what follows from an open size can't be told for all of its values. */
export class Untold {
  /** Why, to follow "since": a sentence about "it", what is computed. */
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/**
 * A set of whole numbers from 1 on: those up to `from` are listed, and behind them each belongs to it or not as its
 * remainder by the period does. Both are as small as they can be.
 */
export class SizeSet {
  static readonly all = new SizeSet(0, [], [true]);

  readonly from: number;
  private readonly first: readonly boolean[];
  private readonly remainders: readonly boolean[];

  private constructor(from: number, first: readonly boolean[], remainders: readonly boolean[]) {
    this.from = from;
    this.first = first;
    this.remainders = remainders;
  }

  /** The numbers that pass a test, of which it is known that behind `from` it repeats itself with this period. */
  static of(from: number, period: number, test: (n: number) => boolean): SizeSet {
    if (from + period > MAX_TABLE) throw new Untold(FAR);
    const remainders = new Array<boolean>(period);
    for (let n = from + 1; n <= from + period; n++) remainders[n % period] = test(n);
    const shorter = shortest(remainders);
    const first = Array.from({ length: from }, (_, i) => test(i + 1));
    while (first.length > 0 && first.at(-1) === shorter[first.length % shorter.length]) first.pop();
    return new SizeSet(first.length, first, shorter);
  }

  get period(): number {
    return this.remainders.length;
  }

  has(n: number): boolean {
    return n <= this.from ? this.first[n - 1]! : this.remainders[n % this.remainders.length]!;
  }

  get isAll(): boolean {
    return this.from === 0 && this.remainders.length === 1 && this.remainders[0]!;
  }

  get isEmpty(): boolean {
    return !this.isInfinite && !this.first.includes(true);
  }

  get isInfinite(): boolean {
    return this.remainders.includes(true);
  }

  and(other: SizeSet): SizeSet {
    if (this.isAll) return other;
    if (other.isAll) return this;
    const period = leastMultiple(this.period, other.period);
    return SizeSet.of(Math.max(this.from, other.from), period, (n) => this.has(n) && other.has(n));
  }

  without(other: SizeSet): SizeSet {
    const period = leastMultiple(this.period, other.period);
    return SizeSet.of(Math.max(this.from, other.from), period, (n) => this.has(n) && !other.has(n));
  }

  /** Its members up to and including a number. */
  upTo(most: number): number[] {
    const members: number[] = [];
    for (let n = 1; n <= most; n++) if (this.has(n)) members.push(n);
    return members;
  }

  /** The member nearest to a number, the larger of two; the set is not empty. */
  nearest(to: number): number {
    for (let off = 0; off <= to + this.from + this.period; off++) {
      if (this.has(to + off)) return to + off;
      if (to - off > 0 && this.has(to - off)) return to - off;
    }
    throw new Untold("no size is left");
  }

  /** An infinite set as people read it: from some size on by remainders, and the few that work below. */
  describe(): Remainders {
    let least = this.from + 1;
    while (!this.has(least)) least++;
    const remainders = this.remainders.flatMap((has, remainder) => (has ? [remainder] : []));
    const also = this.upTo(least - 1);
    return { least, period: this.period, remainders, ...(also.length > 0 ? { also } : {}) };
  }
}

/** The same remainders by the smallest period. */
function shortest(remainders: readonly boolean[]): readonly boolean[] {
  const length = remainders.length;
  for (let period = 1; period <= length / 2; period++)
    if (length % period === 0 && remainders.every((has, i) => has === remainders[i % period]))
      return remainders.slice(0, period);
  return remainders;
}
