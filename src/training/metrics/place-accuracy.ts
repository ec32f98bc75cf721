import type { Metric } from "./metric.ts";
import { confusion, overlapsOf } from "./overlaps.ts";

/** The share of places whose region is the likeliest one. Where most are background, it says little of the others. */
export const placeAccuracy = {
  name: "accuracy",
  words: "accuracy",
  unit: "share",
  better: "higher",
  tasks: ["segment"],
  counts: confusion,
  finish(counts, _, { shape }) {
    const overlaps = overlapsOf(counts, shape.at(-1)!);
    const [right, all] = [overlaps.map(({ both }) => both), overlaps.map(({ truth }) => truth)].map((each) =>
      each.reduce((a, b) => a + b, 0),
    ) as [number, number];
    return { value: right / all };
  },
} as const satisfies Metric;
