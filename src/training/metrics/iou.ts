import type { Metric } from "./metric.ts";
import { confusion, regionMeasure } from "./overlaps.ts";

/**
 * |truth ∩ answer| / |truth ∪ answer| of each region over all places of a part together (Jaccard, New Phytologist 11 (1912) 37).
 * A region that was missed has 0.
 */
export const iou = {
  name: "iou",
  words: "IoU",
  unit: "share",
  better: "higher",
  tasks: ["segment"],
  counts: confusion,
  finish: (counts, _, head) =>
    regionMeasure(counts, head, ({ truth, answer, both }) => both / (truth + answer - both)),
} as const satisfies Metric;
