import { greatestDivisor } from "./remainders.ts";

/** What a size of a value is where one size of the input is `n`. */
export interface Sample {
  readonly n: number;
  readonly value: number;
}

/**
 * How a size follows from the size `name` of the input: `H`, `H/8`, `2·H − 4`, `⌈H/2⌉`, `2·⌊(H − 6)/4⌋`. Undefined where no such
 * form gives all samples. Samples come in pairs: the second half is the first one `period` further on.
 */
export function formOf(name: string, samples: readonly Sample[], period: number): string | undefined {
  const half = samples.length / 2;
  const rises = samples.slice(0, half).map(({ value }, i) => samples[half + i]!.value - value);
  const [rise] = rises;
  if (rise === undefined || rises.some((each) => each !== rise)) return undefined;
  if (rise === 0) {
    const [{ value }] = samples as [Sample];
    return samples.every((sample) => sample.value === value) ? String(value) : undefined;
  }
  const common = greatestDivisor(Math.abs(rise), period);
  const [factor, divisor] = [rise / common, period / common];
  return linear(name, samples, factor, divisor) ?? rounded(name, samples, factor, divisor, period);
}

/** (factor·n + offset) / divisor. */
function linear(
  name: string,
  samples: readonly Sample[],
  factor: number,
  divisor: number,
): string | undefined {
  const offsets = samples.map(({ n, value }) => divisor * value - factor * n);
  const [offset] = offsets as [number];
  if (offsets.some((each) => each !== offset)) return undefined;
  const times = factor === 1 ? name : `${factor}·${name}`;
  if (divisor === 1) return plus(times, offset);
  if (offset % divisor === 0) return plus(`${times}/${divisor}`, offset / divisor);
  return `(${plus(times, offset)})/${divisor}`;
}

/** times·⌈(n + offset) / divisor⌉ + rest, or the same rounded down. */
function rounded(
  name: string,
  samples: readonly Sample[],
  factor: number,
  divisor: number,
  period: number,
): string | undefined {
  for (let fold = 1; divisor * fold <= period; fold++) {
    const [times, by] = [factor * fold, divisor * fold];
    const rests = samples.map(({ value }) => ((value % times) + times) % times);
    const [rest] = rests as [number];
    if (rests.some((each) => each !== rest)) continue;
    const [low, high] = (rest === 0 ? [0] : [rest, rest - times]).map((added) =>
      quotientOf(name, samples, times, by, added),
    );
    // 2·⌊(n − 1)/4⌋ + 1 is 2·⌈n/4⌉ − 1: the one with the smaller number inside reads better.
    const best = low && high && Math.abs(high.offset) < Math.abs(low.offset) ? high : (low ?? high);
    if (best) return best.text;
  }
  return undefined;
}

/** times·⌈(n + offset) / by⌉ + added, or the same rounded down. */
function quotientOf(
  name: string,
  samples: readonly Sample[],
  times: number,
  by: number,
  added: number,
): { readonly text: string; readonly offset: number } | undefined {
  const steps = samples.map(({ n, value }) => ({ n, step: (value - added) / times }));
  const up = offsets(steps.map(({ n, step }) => [by * (step - 1) + 1 - n, by * step - n]));
  if (up === undefined) return undefined;
  // ⌈(n + c)/d⌉ is ⌊(n + c + d − 1)/d⌋.
  const down = offsets(steps.map(({ n, step }) => [by * step - n, by * (step + 1) - 1 - n]))!;
  const [sign, offset] = Math.abs(down) < Math.abs(up) ? (["⌊⌋", down] as const) : (["⌈⌉", up] as const);
  const inner = offset === 0 ? name : `(${plus(name, offset)})`;
  const quotient = `${sign[0]}${inner}/${by}${sign[1]}`;
  return { text: plus(times === 1 ? quotient : `${times}·${quotient}`, added), offset };
}

/** The whole number nearest to 0 that lies in all ranges. */
function offsets(ranges: readonly (readonly [number, number])[]): number | undefined {
  const from = Math.max(...ranges.map(([low]) => low));
  const to = Math.min(...ranges.map(([, high]) => high));
  if (from > to) return undefined;
  return from > 0 ? from : to < 0 ? to : 0;
}

function plus(term: string, offset: number): string {
  if (offset === 0) return term;
  return offset > 0 ? `${term} + ${offset}` : `${term} − ${-offset}`;
}
