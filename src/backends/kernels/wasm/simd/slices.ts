/** Slices of what is too large to be copied into the SIMD code's memory at a time. */

/** Bytes of a slice, unless a single item has more. */
const SLICE = 32 * 2 ** 20;

/**
 * Cuts `count` items, rows or images, into slices.
 *
 * @param bytes that an item takes in the memory
 */
export function* slicesOf(count: number, bytes: number): Generator<[start: number, end: number]> {
  const size = Math.max(1, Math.floor(SLICE / bytes));
  for (let start = 0; start < count; start += size) yield [start, Math.min(start + size, count)];
}
