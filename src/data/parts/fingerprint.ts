/** Hashes of examples: two with the same one are identical. They guard against chance and mistakes, not against forgery. */

import type { Dataset } from "../dataset.ts";

/**
 * MurmurHash3 (Appleby, x86, 128 bits) of whole numbers of 32 bits, each taken as four bytes, the lowest first.
 *
 * @param hash where its four words go, from `at` on
 */
export function hash128(words: Int32Array, seed = 0, hash = new Int32Array(4), at = 0): Int32Array {
  let [h1, h2, h3, h4] = [seed, seed, seed, seed];
  const whole = words.length - (words.length % 4);
  for (let i = 0; i < whole; i += 4) {
    h1 ^= scrambled1(words[i]!);
    h1 = (Math.imul((rotated(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= scrambled2(words[i + 1]!);
    h2 = (Math.imul((rotated(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= scrambled3(words[i + 2]!);
    h3 = (Math.imul((rotated(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= scrambled4(words[i + 3]!);
    h4 = (Math.imul((rotated(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  const left = words.length - whole;
  if (left > 2) h3 ^= scrambled3(words[whole + 2]!);
  if (left > 1) h2 ^= scrambled2(words[whole + 1]!);
  if (left > 0) h1 ^= scrambled1(words[whole]!);
  const bytes = 4 * words.length;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
  h1 = ((h1 ^ bytes) + h2 + h3 + h4) | 0;
  h2 = mixed((h2 + h1) | 0);
  h3 = mixed((h3 + h1) | 0);
  h4 = mixed((h4 + h1) | 0);
  h1 = (mixed(h1) + h2 + h3 + h4) | 0;
  hash[at] = h1;
  hash[at + 1] = h2 + h1;
  hash[at + 2] = h3 + h1;
  hash[at + 3] = h4 + h1;
  return hash;
}

const rotated = (x: number, by: number) => (x << by) | (x >>> (32 - by));
const scrambled1 = (k: number) => Math.imul(rotated(Math.imul(k, 0x239b961b), 15), 0xab0e9789);
const scrambled2 = (k: number) => Math.imul(rotated(Math.imul(k, 0xab0e9789), 16), 0x38b34ae5);
const scrambled3 = (k: number) => Math.imul(rotated(Math.imul(k, 0x38b34ae5), 17), 0xa1e38b93);
const scrambled4 = (k: number) => Math.imul(rotated(Math.imul(k, 0xa1e38b93), 18), 0x239b961b);

function mixed(h: number): number {
  const once = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** Hashes of examples, four words each, one after the other. */
export type Hashes = Int32Array;

/** What the numbers of each example of an array hash to. */
export function hashesOf(values: Float32Array | Int32Array, examples: number): Hashes {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length);
  const each = values.length / examples;
  const hashes = new Int32Array(4 * examples);
  for (let i = 0; i < examples; i++) hash128(words.subarray(i * each, (i + 1) * each), 0, hashes, 4 * i);
  return hashes;
}

/** What examples of several arrays hash to. */
export function joinedHashes(parts: readonly Hashes[], examples: number): Hashes {
  const [only, other] = parts;
  if (only && !other) return only;
  const words = new Int32Array(4 * parts.length * examples);
  for (let i = 0; i < examples; i++)
    for (const [at, part] of parts.entries())
      words.set(part.subarray(4 * i, 4 * i + 4), 4 * (i * parts.length + at));
  return hashesOf(words, examples);
}

/** A key of the hash of an example: short text, not for people. */
export function keyOf(hashes: Hashes, example: number): string {
  const at = 4 * example;
  const [a, b, c, d] = [hashes[at]!, hashes[at + 1]!, hashes[at + 2]!, hashes[at + 3]!];
  return String.fromCharCode(
    a & 0xffff,
    a >>> 16,
    b & 0xffff,
    b >>> 16,
    c & 0xffff,
    c >>> 16,
    d & 0xffff,
    d >>> 16,
  );
}

/** A data set with what each example of each input hashes to, and each label of each head that has some of its own. */
export interface Hashed {
  readonly dataset: Dataset;
  readonly inputs: readonly Hashes[];
  readonly labels: readonly Hashes[];
}

export function hashed(dataset: Dataset): Hashed {
  const { size, inputs, targets } = dataset;
  const known = new Set<unknown>(inputs.map(({ values }) => values));
  return {
    dataset,
    inputs: inputs.map(({ values }) => hashesOf(values, size)),
    // What is given back is an input already.
    labels: targets.flatMap((values) => (values && !known.has(values) ? [hashesOf(values, size)] : [])),
  };
}

/**
 * A hash of everything that training and test see of some data, as 32 letters: each number of each example and label, and
 * the order in which they come. One bit that changes changes it.
 */
export function fingerprint(sets: readonly Hashed[]): string {
  const all = sets.flatMap(({ inputs, labels }) =>
    [...inputs, ...labels].map((each) => hash128(each, inputs.length)),
  );
  const words = new Int32Array(4 * all.length);
  for (const [i, hash] of all.entries()) words.set(hash, 4 * i);
  return written(hash128(words, sets.length));
}

/** A hash as 32 hexadecimal digits. */
export function written(hash: Int32Array): string {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
