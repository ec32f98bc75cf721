import { randomStream } from "../random/random.ts";
import { product, type Shape } from "../shape/shape.ts";

/** What feeds one input of a net. */
export interface Feature {
  /** Shape of one example, channels last. */
  readonly shape: Shape;
  /** Examples × product(`shape`) numbers: pixels from 0 to 1, or measurements in the units of their fields. */
  readonly values: Float32Array;
}

/**
 * What one head shall find, one example after the other. `classify`: the index of each one's class; `segment`: that of each
 * place's region; others: the numbers that the head gives.
 */
export type Targets = Float32Array | Int32Array;

/** Examples in memory, one after the other. */
export interface Dataset {
  /** Number of examples. */
  readonly size: number;
  /** What feeds each input of the net, in their order. */
  readonly inputs: readonly Feature[];
  /** What teaches each head of the net, in their order; undefined for groups that nobody has labelled. */
  readonly targets: readonly (Targets | undefined)[];
  /** Where each example came from (`cross/12.png`, `line 7`), where it has a name. */
  readonly names?: readonly string[];
  /** What stands in each column of the table that the examples come from, where they come from one. */
  readonly columns?: ReadonlyMap<string, readonly string[]>;
}

/** The examples at the given indices, copied, in that order. An index may stand there more than once. */
export function select(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const size = indices.length;
  const names = dataset.names;
  const inputs = dataset.inputs.map(({ shape, values }) => ({
    shape,
    values: rows(values, product(shape), indices),
  }));
  return {
    size,
    inputs,
    targets: dataset.targets.map((values) => {
      const given = dataset.inputs.findIndex((input) => input.values === values);
      // What is given back is not kept twice.
      return given >= 0
        ? inputs[given]!.values
        : values && rows(values, values.length / dataset.size, indices);
    }),
    ...(names && { names: Array.from(indices, (index) => names[index]!) }),
  };
}

function rows<Values extends Targets>(values: Values, width: number, indices: ArrayLike<number>): Values {
  const copy = new (values.constructor as new (length: number) => Values)(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width;
    copy.set(values.subarray(from, from + width), i * width);
  }
  return copy;
}

/** Parts of a data set, as fractions that sum to 1. */
export interface Fractions {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** A data set in parts that share no example. */
export interface Split<Part> {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/**
 * Divides `total` in proportion to fractions that sum to 1, without loss: each share is rounded down, and what is
 * then left goes, one each, to the largest remainders (Hamilton's method), the earlier share first where two are
 * equal.
 *
 * @throws RangeError where the fractions are negative or do not sum to 1
 */
export function apportion(total: number, fractions: readonly number[]): number[] {
  const sum = fractions.reduce((a, b) => a + b, 0);
  if (!(Math.abs(sum - 1) < 1e-6) || fractions.some((fraction) => fraction < 0)) {
    throw new RangeError(`fractions must be at least 0 and sum to 1: ${fractions.join(", ")}`);
  }
  const exact = fractions.map((fraction) => (total * fraction) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((a, b) => a + b, 0);
  // Remainders are compared as rounded numbers: 0.15·30 and 0.15·30 computed in two ways must tie.
  const remainder = (i: number) => Math.round((exact[i]! - shares[i]!) * 1e9);
  const order = shares.map((_, i) => i).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const i of order.slice(0, left)) shares[i]!++;
  return shares;
}

/**
 * Shuffles the numbers 0 … `size` − 1 and cuts them into train, validation and test. The same size, fractions and
 * seed give the same parts everywhere. Sizes are apportioned by largest remainder, so that they sum up: 10
 * examples at 70/15/15 are 7, 2 and 1. A part of a small data set may be empty. Classes are not balanced.
 */
export function splitIndices(size: number, fractions: Fractions, seed: number): Split<Int32Array> {
  const order = randomStream(seed, "split").shuffle(Int32Array.from({ length: size }, (_, i) => i));
  const sizes = apportion(size, [fractions.train, fractions.validation, fractions.test]);
  const [train, validation] = sizes as [number, number, number];
  return {
    train: order.slice(0, train),
    validation: order.slice(train, train + validation),
    test: order.slice(train + validation),
  };
}

/** The parts of a data set by `splitIndices`, each in shuffled order. */
export function split(dataset: Dataset, fractions: Fractions, seed: number): Split<Dataset> {
  const parts = splitIndices(dataset.size, fractions, seed);
  return {
    train: select(dataset, parts.train),
    validation: select(dataset, parts.validation),
    test: select(dataset, parts.test),
  };
}

/** The numbers 0 … `size` − 1 in the order of a seed and a round (an epoch). */
export function shuffledIndices(size: number, seed: number, round = 0): Int32Array {
  return randomStream(seed, `shuffle/${round}`).shuffle(Int32Array.from({ length: size }, (_, i) => i));
}
