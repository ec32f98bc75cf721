import type { Split } from "../dataset.ts";

/** The parts of a data set, in their order. */
export const PARTS = ["train", "validation", "test"] as const;

export type PartName = (typeof PARTS)[number];

/** What a part is for, in messages. */
export const PURPOSE: { readonly [part in PartName]: string } = {
  train: "to train on",
  validation: "for validation",
  test: "for the test",
};

/** Indices of the examples of each part, in their order, by the number of each one's part. */
export function byPart(partOf: readonly number[]): Split<Int32Array> {
  const of = (part: number) => Int32Array.from(partOf.flatMap((each, i) => (each === part ? [i] : [])));
  return { train: of(0), validation: of(1), test: of(2) };
}
