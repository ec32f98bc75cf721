import { FoundError } from "../../diagnostics/found-error.ts";
import type { Training } from "../../ir/program.ts";
import { type Dataset, split } from "../dataset.ts";

/** The examples of a training. */
export interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/**
 * Divides examples as a training says. An empty validation or test part is left out.
 *
 * @param test examples that training never sees, where they are not a part of `all`
 * @throws FoundError where a part that is needed would be empty
 */
export function partsOf(all: Dataset, training: Training, test?: Dataset): Parts {
  const parts = split(all, training.split, training.seed);
  const file = training.data;
  if (parts.train.size === 0)
    throw new FoundError("data_parts", "Too few examples to split: none is left to train on.", { file });
  const needs = validationNeed(training);
  if (needs && parts.validation.size === 0)
    throw new FoundError(
      "data_parts",
      `Too few examples to split: none is left for validation, which ${needs} needs.`,
      {
        file,
      },
    );
  const last = test ?? parts.test;
  return {
    train: parts.train,
    ...(parts.validation.size > 0 ? { validation: parts.validation } : {}),
    ...(last.size > 0 ? { test: last } : {}),
  };
}

/** What of a training can't be without a validation loss. */
function validationNeed({ patience, schedule, keep }: Training): string | undefined {
  if (patience !== undefined) return "`stop when validation loss stalls`";
  if (schedule?.kind === "plateau") return "`schedule plateau`";
  return keep && "`keep best`";
}
