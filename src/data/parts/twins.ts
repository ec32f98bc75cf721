/** Examples that are in two parts at once. */

import { rank } from "../../shape/shape.ts";
import { type Hashed, joinedHashes, keyOf } from "./fingerprint.ts";
import type { PartName } from "./part-names.ts";

/** A part: which examples of which data set are in it. */
export interface PartSet {
  readonly part: PartName;
  readonly of: Hashed;
  readonly which: Int32Array;
}

/** An example: its part, and its place in the data set of that. */
export interface Member {
  readonly part: PartName;
  readonly example: number;
}

/** What feeds an input of two examples of different parts is the same; the one of the earlier part comes first. */
export interface Twins {
  readonly input: number;
  readonly pair: readonly [Member, Member];
}

/**
 * For each image, signal or volume that stands in an earlier part too, that one and the first that is identical to it. Time and
 * memory are linear in the number of examples.
 */
export function sharedImages(parts: readonly PartSet[]): readonly Twins[] {
  const found: Twins[] = [];
  const inputs = parts[0]?.of.inputs ?? [];
  for (const input of inputs.keys()) {
    if (!isUnlikely(parts, input)) continue;
    const first = new Map<string, Member>();
    for (const { part, of, which } of parts) {
      for (const example of which) {
        const key = keyOf(of.inputs[input]!, example);
        const known = first.get(key);
        const member = { part, example };
        if (!known) first.set(key, member);
        else if (known.part !== part) found.push({ input, pair: [known, member] });
      }
    }
  }
  return found;
}

/** Rows of fewer symbols are alike by chance. */
const FEW = 32;

/**
 * Whether two examples of an input that are alike are one: images, signals and volumes are, and measurements and short rows of
 * symbols need not be.
 */
function isUnlikely(parts: readonly PartSet[], input: number): boolean {
  const { shape } = parts[0]!.of.dataset.inputs[input]!;
  if (rank(shape) === 0) return false;
  if (rank(shape) > 1 || shape.at(-1)! > 1 || shape[0]! >= FEW) return true;
  return !parts.every(({ of }) =>
    of.dataset.inputs[input]!.values.every((value) => Number.isInteger(value) && value >= 0),
  );
}

/** How many examples of each part are identical, in all that feeds the net, to one of an earlier part. */
export interface TwinCounts {
  readonly validation: number;
  readonly test: number;
  /** How many of the training part are identical to another of it. */
  readonly train: number;
}

export function countTwins(parts: readonly PartSet[]): TwinCounts {
  const seen = new Map<string, number>();
  const counts = { train: 0, validation: 0, test: 0 };
  const joined = new Map<Hashed, Int32Array>();
  for (const { part, of, which } of parts) {
    const hashes = joined.get(of) ?? joinedHashes(of.inputs, of.dataset.size);
    joined.set(of, hashes);
    const keys = Array.from(which, (example) => keyOf(hashes, example));
    if (part !== "train") counts[part] = keys.filter((key) => seen.has(key)).length;
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
    if (part === "train") counts.train = keys.filter((key) => seen.get(key)! > 1).length;
  }
  return counts;
}
