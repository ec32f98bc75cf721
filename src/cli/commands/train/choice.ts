/** What is to be trained, by the file, the command line and an earlier run; and whether that can be. */
import type { Compilation } from "../../../compile.ts";
import type { Checked } from "../../../data/parts/check-parts.ts";
import { FoundError } from "../../../diagnostics/found-error.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { Training } from "../../../ir/program.ts";
import { RunFolder } from "../../../runs/run-folder.ts";
import type { RunInfo } from "../../../runs/run-info.ts";
import { obstacleTo } from "../../../training/trainable.ts";
import type { SetSizes } from "../../spec/spec.ts";
import { EXIT, Failure } from "../../terminal/failure.ts";

export interface TrainOptions {
  readonly output?: string;
  readonly net?: string;
  readonly data?: string;
  readonly backend: string;
  readonly epochs?: number;
  readonly seed?: number;
  readonly resume?: boolean;
  readonly set?: SetSizes;
}

/** The training of the file that was asked for, with the command line's numbers in place of its own. */
export function pickTraining(compilation: Compilation, options: TrainOptions): Training {
  const { trainings, data } = compilation.program;
  const found = options.net === undefined ? trainings[0] : trainings.find((each) => each.net === options.net);
  if (!found) {
    throw new Failure(
      `${compilation.source.name}: the file says nowhere how to train ${options.net ? `\`${options.net}\`` : "a net"}`,
      {
        exitCode: EXIT.findings,
        help: "add `train NET on DATA { epochs 5 }`",
      },
    );
  }
  if (options.data !== undefined && !data.some((source) => source.name === options.data)) {
    throw new Failure(`${compilation.source.name}: there is no data source \`${options.data}\``, {
      help: `data of this file: ${data.map((source) => source.name).join(", ")}`,
    });
  }
  return {
    ...found,
    data: options.data ?? found.data,
    epochs: options.epochs ?? found.epochs,
    seed: options.seed ?? found.seed,
  };
}

/** A net without a task has no loss, and one without learned weights nothing that could lower it. */
export function demandTrainable(net: CheckedNet): void {
  const obstacle = obstacleTo(net);
  if (obstacle) throw new Failure(obstacle.message, { exitCode: EXIT.findings, help: obstacle.help });
}

/** What was asked for of a run that goes on: what is not said is as it began. */
export function goingOn(options: TrainOptions, { net, data, seed, epochs }: RunInfo): TrainOptions {
  return { ...options, net, data, seed, epochs: options.epochs ?? epochs };
}

/** The folder to go on with, or a Failure where none is named. */
export function demandRun(output: string | undefined): string {
  if (output !== undefined) return output;
  throw new Failure("--resume needs the run folder to go on with: -o RUN");
}

/** Sizes that an interrupted run began with. */
export async function sizesOfRun({ output }: TrainOptions): Promise<SetSizes | undefined> {
  const { sizes } = await new RunFolder(demandRun(output)).readInfo();
  return sizes && new Map(Object.entries(sizes));
}

/** How an interrupted run began; what is asked for now must not contradict it. */
export async function readRun(compilation: Compilation, options: TrainOptions): Promise<RunInfo> {
  const folder = new RunFolder(demandRun(options.output));
  const info = await folder.readInfo();
  if (!(await folder.holds(compilation.source))) {
    throw new FoundError(
      "run_other",
      `this run was made from another spec than ${compilation.source.name} is now; train it anew into another folder`,
      {
        file: folder.path,
      },
    );
  }
  for (const name of ["net", "data", "seed"] as const) {
    if (options[name] !== undefined && options[name] !== info[name]) {
      throw new FoundError(
        "run_other",
        `this run began with ${name} ${info[name]}, and can't go on with ${options[name]}`,
        {
          file: folder.path,
        },
      );
    }
  }
  const sizes = Object.fromEntries(options.set ?? []);
  for (const [name, size] of Object.entries(sizes)) {
    if (size !== info.sizes?.[name]) {
      throw new FoundError(
        "run_other",
        `this run began with ${name} = ${info.sizes?.[name] ?? "nothing"}, and can't go on with ${size}`,
        {
          file: folder.path,
        },
      );
    }
  }
  return info;
}

/** A cosine reaches 0 where the epochs end, so the rates of the epochs before would have been others. */
export function demandSameSchedule(
  folder: { readonly path: string },
  begun: RunInfo,
  training: Training,
): void {
  if (training.schedule?.kind !== "cosine" || training.epochs === begun.epochs) return;
  throw new FoundError(
    "run_other",
    `this run began with epochs ${begun.epochs}, and \`schedule cosine\` can't go on with ${training.epochs}: train it anew into another folder`,
    {
      file: folder.path,
    },
  );
}

/**
 * The same examples and labels, to the bit, and in the same parts. Of runs of 0.1 that isn't known.
 *
 * @throws FoundError where they are others
 */
export function demandSameData(
  folder: { readonly path: string },
  before: RunInfo["parts"],
  now: Checked,
): void {
  if (before === undefined || (before.hash === now.hash && before.places === now.places)) return;
  throw new FoundError(
    "run_other",
    before.hash === now.hash
      ? "the examples of this run were divided otherwise, and an example that was trained on could come into the test: train it anew into another folder"
      : "the data have changed since this run began, so it can't go on as if it had never stopped: train it anew into another folder",
    { file: folder.path },
  );
}

/** The same numbers of examples: a sign that the data are still those that the run began with. */
export function demandSameSizes(
  folder: { readonly path: string },
  before: RunInfo["examples"],
  now: RunInfo["examples"],
): void {
  if (before.train === now.train && before.validation === now.validation && before.test === now.test) return;
  throw new FoundError(
    "run_other",
    `this run began with ${before.train} examples to train on, ${before.validation} for validation and ${before.test} for the test, and now there are ${now.train}, ${now.validation} and ${now.test}: the data have changed`,
    {
      file: folder.path,
    },
  );
}
