import { includes, type Remainders } from "../../src/shape/remainders.ts";

/** So many positions a slider has at most. */
const MOST = 64;

/** Sizes that a slider offers: those that work, from the smallest to some four times the usual one, in ascending order. */
export function choicesOf(works: Remainders, usual: number, now: number): number[] {
  const most = Math.max(usual * 4, now, works.least);
  const all: number[] = [];
  for (let size = 1; size <= most && all.length < 100_000; size++) if (includes(works, size)) all.push(size);
  const step = Math.max(1, Math.ceil(all.length / MOST));
  const some = all.filter((size, i) => i % step === 0 || size === usual);
  return [...new Set([...some, now])].sort((a, b) => a - b);
}
