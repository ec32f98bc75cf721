/** How numbers of files become numbers of a net: decided when examples are read for training, and kept with the run. */

import type { Dataset } from "./dataset.ts";

/** What becomes of the numbers that feed one input. */
export interface InputReading {
  /** The input's. */
  readonly name: string;
  /**
   * For images, and for volumes with `from … to …`: what black and white are. Pixels and unsigned bytes are brought there,
   * and all other numbers lie there already. Without it numbers are taken as they are, bytes too.
   */
  readonly range?: readonly [from: number, to: number];
  /** Where numbers stand for symbols: they are whole, from 0, and less than this. */
  readonly symbols?: number;
  /** The columns of a table that feed it: in the order of its fields, or the one with the paths of files. */
  readonly columns?: readonly string[];
  /** As runs of cnnc 0.1 read: numbers may lie outside of `range`. */
  readonly unbounded?: boolean;
}

/** Which values of a mask, as numbers, or which colours, as `#rrggbb`, stand for which region. */
export interface RegionNames {
  readonly [region: string]: readonly (number | string)[];
}

/** What teaches one head. */
export interface HeadReading {
  readonly name: string;
  /** The columns of a table. */
  readonly columns?: readonly string[];
  readonly regions?: RegionNames;
}

/** Key `reading` of `run.json`. */
export interface Reading {
  readonly inputs: readonly InputReading[];
  /** Those that labels of files teach. */
  readonly heads: readonly HeadReading[];
}

/** Examples that were read, and how. */
export interface Loaded {
  readonly dataset: Dataset;
  readonly reading: Reading;
}

/** What of wanted inputs says how they are read, with the columns that feed each, where a table does. */
export function readingsOf(
  inputs: readonly InputReading[],
  columns?: readonly (readonly string[])[],
): readonly InputReading[] {
  return inputs.map(({ name, range, symbols }, i) => ({
    name,
    ...(range ? { range } : {}),
    ...(symbols === undefined ? {} : { symbols }),
    ...(columns ? { columns: columns[i]! } : {}),
  }));
}
