/** The training loop; it knows nothing of files and terminals. */
import type { CheckedNet } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { batchOf } from "./batches.ts";
import { type Dataset, shuffledIndices } from "./data/dataset.ts";
import { evaluate } from "./evaluate.ts";
import { readWeights } from "./model.ts";
import { firstNotFinite } from "./not-finite.ts";
import type { OptimizerState } from "./optimizers/optimizer.ts";
import { rateAfter } from "./schedule.ts";
import { type Machine, prepare, trainStep } from "./step.ts";
import * as tf from "./tf.ts";

/** Numbers of one finished epoch; the metric is the task's. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly metric: number;
  /** Learning rate of its steps. */
  readonly rate: number;
  readonly validationLoss?: number;
  readonly validationMetric?: number;
}

/** All that is needed to go on as if training had never stopped. */
export interface Checkpoint {
  readonly weights: WeightData;
  readonly optimizer: OptimizerState;
  readonly history: readonly EpochRecord[];
  /** The epoch with the lowest validation loss, where that is to be kept and isn't the last one. */
  readonly best?: Kept;
}

/** Weights as they were after an epoch, from 1. */
export interface Kept {
  readonly epoch: number;
  readonly weights: WeightData;
}

/** How far the current epoch is. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Means over the epoch's examples so far. */
  readonly loss: number;
  readonly metric: number;
}

export interface TrainingJob {
  readonly net: CheckedNet;
  readonly training: Training;
  readonly train: Dataset;
  readonly validation?: Dataset;
  /** What the losses of training and validation multiply each example by, for each class of the net's task. */
  readonly classWeights?: readonly number[];
  /** Where to begin: the seed's weights and no history, or an earlier checkpoint. */
  readonly start: Pick<Checkpoint, "weights"> & Partial<Checkpoint>;
  onProgress?(progress: Progress): void;
  /** Called after every epoch, before the next one begins. */
  onEpoch?(record: EpochRecord, checkpoint: Checkpoint): Promise<void>;
  /** Stops after the step that is under way; the epoch is not finished then. */
  readonly signal?: AbortSignal;
}

export interface TrainingResult {
  readonly history: readonly EpochRecord[];
  /** Those of the last epoch; where the best is kept, of the first one with the lowest validation loss. */
  readonly weights: WeightData;
  /** The epoch whose weights these are; 0 where none was finished. */
  readonly epoch: number;
  /** `epochs`: all were done; `stalled`: the validation loss no longer fell; `aborted`: the signal came. */
  readonly end: "epochs" | "stalled" | "aborted";
}

/** The loss or a weight is no longer a number, so nothing that follows would be. */
export class DivergedError extends Error {
  override name = "DivergedError";
}

/** Milliseconds between reads of the running loss, each of which waits for the device. */
const READ_EVERY = 200;

/**
 * Trains a net. The same job on the same backend gives the same history to the bit, also when it was stopped after an
 * epoch and went on from that checkpoint.
 *
 * @throws DivergedError where the loss or a weight becomes infinite or not a number
 */
export async function runTraining(job: TrainingJob): Promise<TrainingResult> {
  const { net, training, start } = job;
  const machine = await prepare(net, start.weights, training.optimizer, training.clip, job.classWeights);
  const { model, logits, optimizer, objective } = machine;
  if (start.optimizer) optimizer.restore(start.optimizer);
  const history: EpochRecord[] = [...(start.history ?? [])];
  let kept: Kept = start.best ?? { epoch: history.length, weights: start.weights };
  let end: TrainingResult["end"] = "epochs";
  try {
    while (history.length < training.epochs) {
      if (stalled(history, training.patience)) {
        end = "stalled";
        break;
      }
      optimizer.rate = rateAfter(history, training);
      const means = await runEpoch(job, history.length, machine);
      if (!means) {
        end = "aborted";
        break;
      }
      const validation = job.validation && (await evaluate(logits, job.validation, objective));
      const record: EpochRecord = {
        epoch: history.length + 1,
        ...means,
        rate: optimizer.rate,
        ...(validation ? { validationLoss: validation.loss, validationMetric: validation.value } : {}),
      };
      const reached = await readWeights(model, start.weights.specs);
      // The last step can break what the loss, which is computed before it, doesn't show yet.
      const sound = reached.data.every(Number.isFinite) && Number.isFinite(validation?.loss ?? 0);
      const lastStep = Math.ceil(job.train.size / training.batch) - 1;
      if (!sound) throw await diverged(job, machine, record.epoch - 1, lastStep);
      history.push(record);
      if (training.keep !== "best" || isBest(history)) kept = { epoch: record.epoch, weights: reached };
      await job.onEpoch?.(record, {
        weights: reached,
        optimizer: await optimizer.state(),
        history: [...history],
        ...(kept.epoch === record.epoch ? {} : { best: kept }),
      });
    }
    return { history, weights: kept.weights, epoch: kept.epoch, end };
  } finally {
    machine.dispose();
  }
}

/** One round through the data; undefined where the signal ended it. */
async function runEpoch(
  job: TrainingJob,
  done: number,
  machine: Machine,
): Promise<{ loss: number; metric: number } | undefined> {
  const { training, train } = job;
  const order = shuffledIndices(train.size, training.seed, done);
  const steps = Math.ceil(train.size / training.batch);
  const dropouts = machine.model.layers.filter((layer) => layer.getClassName() === "Dropout");
  let sums = tf.zeros([2]);
  let lastRead = performance.now();
  try {
    for (let step = 0; step < steps; step++) {
      const from = step * training.batch;
      const to = Math.min(train.size, from + training.batch);
      // Other numbers are dropped at every step, the same ones in every run.
      for (const [i, layer] of dropouts.entries()) {
        (layer as unknown as { seed: string }).seed = `${training.seed}/${i}/${done * steps + step}`;
      }
      const next = trainStep(machine, () => batchOf(train, order, from, to, machine.objective), sums);
      sums.dispose();
      sums = next;
      const now = performance.now();
      if (now - lastRead >= READ_EVERY || step === steps - 1) {
        const [loss, metric] = await sums.data();
        if (!Number.isFinite(loss!)) throw await diverged(job, machine, done, step);
        job.onProgress?.({
          epoch: done + 1,
          epochs: training.epochs,
          step: step + 1,
          steps,
          loss: loss! / to,
          metric: metric! / to,
        });
        if (step === steps - 1) return { loss: loss! / train.size, metric: metric! / train.size };
        // The terminal and Ctrl-C get their turn.
        await new Promise((resolve) => setTimeout(resolve, 0));
        lastRead = performance.now();
      }
      if (job.signal?.aborted) return undefined;
    }
    return undefined;
  } finally {
    sums.dispose();
  }
}

/** The error of a loss that was found to be no number after `step` (from 0) of the epoch behind `done` others. */
async function diverged(
  { net, training, train }: TrainingJob,
  { model, objective, optimizer }: Machine,
  done: number,
  step: number,
): Promise<DivergedError> {
  const order = shuffledIndices(train.size, training.seed, done);
  const from = step * training.batch;
  const { inputs, targets } = batchOf(
    train,
    order,
    from,
    Math.min(train.size, from + training.batch),
    objective,
  );
  const first = await firstNotFinite(net, model, inputs);
  tf.dispose([inputs, targets]);
  return new DivergedError(
    `The loss is no longer a number (epoch ${done + 1}, by step ${step + 1})${first ? `; ${first}` : ""}. A smaller learning rate than ${optimizer.rate} usually helps.`,
  );
}

/** Whether no earlier epoch has as low a validation loss as the last one; so it is without validation. */
function isBest(history: readonly EpochRecord[]): boolean {
  const last = history.at(-1)?.validationLoss;
  return last === undefined || history.slice(0, -1).every(({ validationLoss }) => !(validationLoss! <= last));
}

/** Whether the best validation loss lies `patience` epochs back. */
export function stalled(history: readonly EpochRecord[], patience: number | undefined): boolean {
  if (patience === undefined) return false;
  let best = Number.POSITIVE_INFINITY;
  let since = 0;
  for (const { validationLoss } of history) {
    if (validationLoss !== undefined && validationLoss < best) {
      best = validationLoss;
      since = 0;
    } else since++;
  }
  return since >= patience;
}
