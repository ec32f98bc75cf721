import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A list whose items can be exchanged: an array or a typed array. */
interface Exchangeable<T> {
  readonly length: number;
  [index: number]: T;
}

/** A seeded sequence of random numbers, the same on every machine and every backend. */
export interface RandomStream {
  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** A whole number from 0 to `count` − 1, each equally likely. `count` is from 1 to 2³². */
  integer(count: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Brings the items into a random order, in place: each order is equally likely (Fisher and Yates). */
  shuffle<List extends Exchangeable<unknown>>(items: List): List;
}

/**
 * The stream that belongs to a seed and a purpose. Each purpose (`"weights"`, `"shuffle"`, `"dropout/3"`) has
 * numbers of its own, so that drawing more for one never changes another.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna 2018). Its state is a hash of seed and purpose, since seeds
 * that differ in one bit would otherwise begin alike.
 */
export function randomStream(seed: number, purpose: string): RandomStream {
  const key = `${seed}/${purpose}`;
  const generator = xoroshiro128plusFromState([hash(key, 1), hash(key, 2), hash(key, 3), hash(key, 4)]);
  let spare: number | undefined;

  const uniform = () => uniformFloat64(generator);
  const integer = (count: number) => uniformInt(generator, 0, count - 1);
  return {
    uniform,
    between: (from, to) => from + (to - from) * uniform(),
    integer,
    /** Marsaglia's polar method, which makes two at a time. */
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const square = x * x + y * y;
        if (square === 0 || square >= 1) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = y * scale;
        return x * scale;
      }
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const kept = items[last];
        items[last] = items[other];
        items[other] = kept;
      }
      return items;
    },
  };
}

/** MurmurHash3 (Appleby, x86, 32 bits) of the text's UTF-16 units, each taken as one block. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
