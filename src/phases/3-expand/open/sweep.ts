import { type Remainders, reduce } from "../../../shape/remainders.ts";
import type { Shape } from "../../../shape/shape.ts";
import type { Fault, Outcome } from "./replay.ts";

/** What comes of one size of the input, the others being kept. */
export type Probe = (size: number) => Outcome;

/** Why some sizes fail. */
export interface Faults {
  /** Why a size that is off by part of the period fails. */
  readonly remainderFault?: Fault;
  /** Why the sizes below the least fail, and at which of them this was seen. */
  readonly leastFault?: Fault & { readonly size: number };
}

/** Which sizes work, and why not the others. */
export interface Sweep extends Faults {
  readonly works: Remainders;
}

/** Beyond this size thresholds (a window that does not fit, a comparison) are taken to be passed. */
const FAR = 1024;

/** Sizes are looked at for at least so long, and at these multiples of the period further on. */
const WINDOW = 16;
const FURTHER = [17, 101, 997];

/** Periods that are tried: strides multiply to one of them. */
function* periods(): Generator<number> {
  for (let period = 1; period <= 64; period++) yield period;
  for (let period = 72; period <= 512; period += 8) yield period;
  for (let period = 1024; period <= 8192; period *= 2) yield period;
}

/**
 * Finds which sizes work. Strides, paddings and multiples make every size of a value rise in even steps: with the size n +
 * p for some period p it is larger by the same amount for every n that leaves the same remainder. The period is looked
 * for, over a window and far behind it. Undefined where there is none, or only finitely many sizes work; `afford` is asked
 * before each probe.
 */
export function sweep(probe: Probe, afford: () => boolean): Sweep | undefined {
  const seen = new Map<number, Outcome>();
  const at = (size: number): Outcome | undefined => {
    let outcome = seen.get(size);
    if (outcome) return outcome;
    if (!afford()) return undefined;
    outcome = probe(size);
    seen.set(size, outcome);
    return outcome;
  };
  const period = findPeriod(at);
  if (period === undefined) return undefined;
  const remainders: number[] = [];
  for (let r = 0; r < period; r++) if (!at(sizeOf(r, period))?.fault) remainders.push(r);
  if (remainders.length === 0) return undefined;
  const least = leastOf(remainders, period, at);
  if (least === undefined) return undefined;
  const works = reduce({ least, period, remainders });
  return { works, ...faultsOf(works, at) };
}

/** Why the sizes fail that lie next to those that work. */
export function faultsOf(works: Remainders, at: (size: number) => Outcome | undefined): Faults {
  const { least, period, remainders } = works;
  const remainderFault = period > 1 ? nearMiss(works, period, at) : undefined;
  let before = least - 1;
  while (before > 0 && !remainders.includes(before % period)) before--;
  const leastFault = before > 0 ? at(before)?.fault : undefined;
  return {
    ...(remainderFault ? { remainderFault } : {}),
    ...(leastFault ? { leastFault: { ...leastFault, size: before } } : {}),
  };
}

/** The first size of the window that leaves this remainder. */
function sizeOf(remainder: number, period: number): number {
  const first = FAR - (FAR % period);
  return first + remainder + (first + remainder < FAR ? period : 0);
}

function findPeriod(at: (size: number) => Outcome | undefined): number | undefined {
  for (const period of periods()) {
    let holds = true;
    for (let n = FAR; holds && n < FAR + Math.max(period, WINDOW); n++) {
      const steps = [n, n + period, n + 2 * period].map(at);
      if (steps.includes(undefined)) return undefined;
      holds = even(steps[0]!, steps[1]!, steps[2]!, 2);
    }
    for (const times of FURTHER) {
      if (!holds) break;
      for (const n of [FAR, FAR + 1, FAR + Math.floor(period / 2)]) {
        const steps = [n, n + period, n + times * period].map(at);
        if (steps.includes(undefined)) return undefined;
        holds &&= even(steps[0]!, steps[1]!, steps[2]!, times);
      }
    }
    if (holds) return period;
  }
  return undefined;
}

/** Whether all sizes rise by as much from the first to the second outcome, `times` over, as to the third. */
function even(first: Outcome, second: Outcome, third: Outcome, times: number): boolean {
  if (first.fault || second.fault || third.fault)
    return first.fault !== undefined && second.fault !== undefined && third.fault !== undefined;
  return first.shapes.every((a, node) => {
    const [b, c] = [second.shapes[node], third.shapes[node]] as readonly [
      Shape | undefined,
      Shape | undefined,
    ];
    return (
      // Equal shapes are mostly one object.
      (a === b && a === c) ||
      (b?.length === a.length &&
        c?.length === a.length &&
        a.every((size, axis) => c[axis]! - size === times * (b[axis]! - size)))
    );
  });
}

/** The least size from which on all with the right remainder work. */
function leastOf(
  remainders: readonly number[],
  period: number,
  at: (size: number) => Outcome | undefined,
): number | undefined {
  const count = remainders.length;
  // Members in order, the first being the smallest that is at least 1.
  const start = remainders[0] === 0 ? 1 : 0;
  const member = (i: number) => Math.floor((i + start) / count) * period + remainders[(i + start) % count]!;
  let [low, high] = [0, Math.ceil(FAR / period) * count + count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const outcome = at(member(middle));
    if (!outcome) return undefined;
    if (outcome.fault) low = middle + 1;
    else high = middle;
  }
  return member(low);
}

/** Why a size fails that is off by the period's largest proper divisor: what asks for the last factor. */
function nearMiss(
  works: Remainders,
  period: number,
  at: (size: number) => Outcome | undefined,
): Fault | undefined {
  const member = sizeOf(works.remainders[0]!, period) + period;
  for (let divisor = Math.floor(works.period / 2); divisor >= 1; divisor--) {
    if (works.period % divisor !== 0) continue;
    const fault = at(member + divisor)?.fault;
    if (fault) return fault;
  }
  for (let off = 1; off < works.period; off++) {
    const fault = at(member + off)?.fault;
    if (fault) return fault;
  }
  return undefined;
}
