/** A stretch of a signal that is of one region. */
export interface Span {
  readonly name: string;
  /** First sample, and the first one behind it, from 0. */
  readonly from: number;
  readonly to: number;
}

/**
 * The stretches of equal regions in a signal.
 *
 * @param regions the region of each answer, an index into `names`
 * @param every how many samples one answer is for
 * @param samples how many samples the signal has; the last answer may be for fewer than the others
 */
export function spansOf(
  regions: ArrayLike<number>,
  names: readonly string[],
  every: number,
  samples: number,
): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < regions.length; i++) {
    const to = Math.min(samples, (i + 1) * every);
    const last = spans.at(-1);
    if (last && regions[i] === regions[i - 1]) spans[spans.length - 1] = { ...last, to };
    else spans.push({ name: names[regions[i]!]!, from: i * every, to });
  }
  return spans;
}
