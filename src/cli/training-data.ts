/** The examples of a training, in their parts. */
import type { Compilation } from "../compile.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { DataSource, Training } from "../ir/program.ts";
import { type Dataset, split } from "../runtime/data/dataset.ts";
import { loadData } from "../runtime/data/load.ts";
import type { RunInfo } from "../runtime/run-folder.ts";
import { digits } from "../shape/shape.ts";
import { EXIT, Failure } from "./failure.ts";

export interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/**
 * Reads a training's data and divides them as it says. An empty validation or test part is left out.
 *
 * @throws Failure where a part that is needed would be empty
 * @throws DataError where the data can't be read
 */
export async function loadParts(
  compilation: Compilation,
  net: CheckedNet,
  training: Training,
  folder: string,
): Promise<Parts> {
  const source = (name: string): DataSource => compilation.program.data.find((each) => each.name === name)!;
  const all = split(await loadData(source(training.data), net, folder), training.split, training.seed);
  const test = training.test === undefined ? all.test : await loadData(source(training.test), net, folder);
  if (all.train.size === 0) {
    throw new Failure(`\`${training.data}\` is too small to split: no example is left to train on`, {
      exitCode: EXIT.findings,
    });
  }
  const needs = validationNeed(training);
  if (needs && all.validation.size === 0) {
    throw new Failure(
      `\`${training.data}\` is too small to split: no example is left for validation, which ${needs} needs`,
      { exitCode: EXIT.findings },
    );
  }
  return {
    train: all.train,
    ...(all.validation.size > 0 ? { validation: all.validation } : {}),
    ...(test.size > 0 ? { test } : {}),
  };
}

/** How many there are, for people. */
export function examples(parts: Parts): string {
  return [
    `${digits(parts.train.size)} examples to train on`,
    parts.validation ? `${digits(parts.validation.size)} for validation` : "",
    parts.test ? `${digits(parts.test.size)} for the test` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

export function sizes({ train, validation, test }: Parts): RunInfo["examples"] {
  return { train: train.size, validation: validation?.size ?? 0, test: test?.size ?? 0 };
}

/** What of a training can't be without a validation loss. */
function validationNeed({ patience, schedule, keep }: Training): string | undefined {
  if (patience !== undefined) return "`stop when validation loss stalls`";
  if (schedule?.kind === "plateau") return "`schedule plateau`";
  return keep && "`keep best`";
}
