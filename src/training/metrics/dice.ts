import type { Metric } from "./metric.ts";
import { confusion, regionMeasure } from "./overlaps.ts";

/**
 * 2 · |truth ∩ answer| / (|truth| + |answer|) of each region over all places of a part together (Dice, Ecology 26 (1945) 297).
 * A region that was missed has 0.
 */
export const dice = {
  name: "dice",
  words: "Dice",
  unit: "share",
  better: "higher",
  tasks: ["segment"],
  counts: confusion,
  finish: (counts, _, head) =>
    regionMeasure(counts, head, ({ truth, answer, both }) => (2 * both) / (truth + answer)),
} as const satisfies Metric;
