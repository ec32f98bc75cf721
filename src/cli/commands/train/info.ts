/** What `run.json` says of a training. */
import { version } from "../../../../package.json";
import type { StartedBackend } from "../../../backends/backend.ts";
import * as tf from "../../../backends/tf.ts";
import type { Parts } from "../../../data/parts/parts.ts";
import type { Reading } from "../../../data/reading.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { Training } from "../../../ir/program.ts";
import { keptOf } from "../../../runs/checkpoint.ts";
import type { RunInfo } from "../../../runs/run-info.ts";
import { headsOf } from "../../../training/losses.ts";
import type { Checkpoint } from "../../../training/trainer.ts";
import type { SetSizes } from "../../spec/spec.ts";
import { sizes } from "./data.ts";

/** What is to be trained, and how. */
export interface Planned {
  readonly net: CheckedNet;
  readonly training: Training;
  readonly parts: Parts & { readonly reading: Reading };
  readonly classWeights: readonly number[] | undefined;
  /** What was taken from another run. */
  readonly start: RunInfo["start"] | undefined;
  readonly backend: StartedBackend;
  /** The last finished epoch of a run that goes on. */
  readonly checkpoint: Checkpoint | undefined;
  /** Sizes that the spec leaves open. */
  readonly set: SetSizes | undefined;
}

/** As the training begins. */
export function runInfo({
  net,
  training,
  parts,
  classWeights,
  start,
  backend,
  checkpoint,
  set,
}: Planned): RunInfo {
  const { span: _, ...augment } = training.augment ?? { span: undefined };
  return {
    cnnc: version,
    node: process.versions.node,
    tfjs: tf.version_core,
    backend: backend.name,
    ...(backend.device === undefined ? {} : { device: backend.device }),
    net: net.name,
    ...(set ? { sizes: Object.fromEntries(set) } : {}),
    data: training.data,
    ...(training.test === undefined ? {} : { testData: training.test }),
    ...(start ? { start } : {}),
    seed: training.seed,
    epochs: training.epochs,
    batch: training.batch,
    optimizer: training.optimizer,
    ...(training.schedule === undefined ? {} : { schedule: training.schedule }),
    ...(training.warmUp === undefined ? {} : { warmUp: training.warmUp }),
    ...(classWeights ? { classWeights } : {}),
    ...(training.clip === undefined ? {} : { clip: training.clip }),
    ...(training.lossWeights
      ? { lossWeights: Object.fromEntries(training.lossWeights.map(({ name, weight }) => [name, weight])) }
      : {}),
    ...(training.augment ? { augment } : {}),
    metrics: Object.fromEntries(headsOf(net).map(({ name, metrics: [first] }) => [name, first.name])),
    reading: parts.reading,
    examples: sizes(parts),
    parts: parts.checked,
    ...(checkpoint
      ? epochsOf(training, checkpoint.history.length, keptOf(checkpoint).epoch)
      : { finishedEpochs: 0 }),
  };
}

/** The epochs so far. */
export function epochsOf(
  training: Training,
  finishedEpochs: number,
  keptEpoch: number,
): Pick<RunInfo, "finishedEpochs" | "keptEpoch"> {
  return { finishedEpochs, ...(training.keep === "best" ? { keptEpoch } : {}) };
}
