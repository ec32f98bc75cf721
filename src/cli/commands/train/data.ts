/** The examples of a training, in their parts. */
import type { Compilation } from "../../../compile.ts";
import { type Parts, partsOf } from "../../../data/parts/parts.ts";
import type { Reading } from "../../../data/reading.ts";
import { readData } from "../../../data/sources/load.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { DataSource, Training } from "../../../ir/program.ts";
import type { RunInfo } from "../../../runs/run-info.ts";
import { digits } from "../../../shape/shape.ts";

/**
 * Reads a training's data and divides them as it says.
 *
 * @throws FoundError where the data can't be read, or are too few
 */
export async function loadParts(
  compilation: Compilation,
  net: CheckedNet,
  training: Training,
  folder: string,
): Promise<Parts & { readonly reading: Reading }> {
  const load = (name: string) => {
    const source: DataSource = compilation.program.data.find((each) => each.name === name)!;
    return readData(source, net, folder);
  };
  const { dataset, reading } = await load(training.data);
  const test = training.test === undefined ? undefined : (await load(training.test)).dataset;
  return { ...partsOf(dataset, net, training, test), reading };
}

/** How many there are, for people. */
export function examples(parts: Parts): string {
  return [
    `${digits(parts.train.size)} example${parts.train.size === 1 ? "" : "s"} to train on`,
    parts.validation ? `${digits(parts.validation.size)} for validation` : "",
    parts.test ? `${digits(parts.test.size)} for the test` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

export function sizes({ train, validation, test }: Parts): RunInfo["examples"] {
  return { train: train.size, validation: validation?.size ?? 0, test: test?.size ?? 0 };
}
