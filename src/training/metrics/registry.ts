import type { Task } from "../../ir/net.ts";
import { accuracy } from "./accuracy.ts";
import { binaryAccuracy } from "./binary-accuracy.ts";
import { certainty } from "./certainty.ts";
import { dice } from "./dice.ts";
import { iou } from "./iou.ts";
import { meanAbsoluteError } from "./mean-absolute-error.ts";
import type { Metric } from "./metric.ts";
import { placeAccuracy } from "./place-accuracy.ts";

/** Every metric; of those of one task, the first is the one by which it is known. */
const metrics = [accuracy, binaryAccuracy, meanAbsoluteError, certainty, placeAccuracy, dice, iou] as const;

/** Name of the number that people read beside the loss. */
export type MetricName = (typeof metrics)[number]["name"];

/** A metric that a task has. */
export type KnownMetric = Metric & { readonly name: MetricName };

/** The metrics of a kind of task, at least one. */
export function metricsOf(kind: Task["kind"]): readonly [KnownMetric, ...KnownMetric[]] {
  const known: readonly KnownMetric[] = metrics;
  return known.filter(({ tasks }) => tasks.includes(kind)) as unknown as readonly [
    KnownMetric,
    ...KnownMetric[],
  ];
}
