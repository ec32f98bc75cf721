/** The training loop; it knows nothing of files and terminals. */

import * as tf from "../backends/tf.ts";
import { type Dataset, shuffledIndices } from "../data/dataset.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import type { CheckedNet } from "../ir/net.ts";
import { normalisedOverBatches } from "../ir/over-batches.ts";
import type { Training } from "../ir/program.ts";
import { readWeights } from "../model/model.ts";
import { firstNotFinite } from "../model/not-finite.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { changesIn } from "./augment.ts";
import { batchEdges, batchOf } from "./batches.ts";
import { withGroups } from "./clustering-targets.ts";
import { withExactAverages } from "./exact-averages.ts";
import { judge } from "./judging.ts";
import { beginSums, finishSums, type Judgement } from "./metrics/measuring.ts";
import type { OptimizerState } from "./optimizers/optimizer.ts";
import { rateAfter } from "./schedule.ts";
import { lossOf, type Machine, prepare, trainStep } from "./step.ts";

/** What one head did in an epoch; the metrics are its task's. */
export interface HeadRecord extends Judgement {
  readonly validationLoss?: number;
  readonly validationMetric?: number;
  readonly validationMeasures?: Judgement["measures"];
}

/** Numbers of one finished epoch. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** The sum of the heads' losses, each times its weight; so is that of the validation. */
  readonly loss: number;
  readonly validationLoss?: number;
  /** Learning rate of its steps. */
  readonly rate: number;
  /** By the heads' names. */
  readonly heads: { readonly [name: string]: HeadRecord };
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
  /** Means over the epoch's examples so far, of all heads together and of each. */
  readonly loss: number;
  readonly heads: readonly Judgement[];
}

export interface TrainingJob {
  readonly net: CheckedNet;
  readonly training: Training;
  readonly train: Dataset;
  readonly validation?: Dataset;
  /** What the losses of training and validation multiply each example by, for each class of the head that has such. */
  readonly classWeights?: readonly number[];
  /** Where to begin: the seed's weights and no history, or an earlier checkpoint. */
  readonly start: Pick<Checkpoint, "weights"> & Partial<Checkpoint>;
  onProgress?(progress: Progress): void;
  /** Called after every epoch, before the next one begins. */
  onEpoch?(record: EpochRecord, checkpoint: Checkpoint): Promise<void>;
  /** Stops after the step that is under way; the epoch is not finished then. */
  readonly signal?: AbortSignal;
  /** Called when no epoch comes any more, before the averages of batch normalisation are computed. */
  readonly onLastEpoch?: () => void;
}

export interface TrainingResult {
  readonly history: readonly EpochRecord[];
  /**
   * Those of the last epoch; where the best is kept, of the first one with the lowest validation loss. Averages of batch
   * normalisation are those of the data.
   */
  readonly weights: WeightData;
  /** The epoch whose weights these are; 0 where none was finished. */
  readonly epoch: number;
  /** `epochs`: all were done; `stalled`: the validation loss no longer fell; `aborted`: the signal came. */
  readonly end: "epochs" | "stalled" | "aborted";
}

/** Milliseconds between reads of the running loss, each of which waits for the device. */
const READ_EVERY = 200;

/**
 * Trains a net. The same job on the same backend gives the same history to the bit, also when it was stopped after an
 * epoch and went on from that checkpoint.
 *
 * @throws FoundError where the loss or a weight becomes infinite or not a number, or batches of one would be normalised
 */
export async function runTraining(job: TrainingJob): Promise<TrainingResult> {
  const { net, training, start } = job;
  if (normalisedOverBatches(net)) demandSeveral(job.train.size, training.batch);
  const machine = await prepare(net, start.weights, training, job.classWeights);
  const { model, optimizer } = machine;
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
      const judged = await runEpoch(job, history.length, machine);
      if (!judged) {
        end = "aborted";
        break;
      }
      const validated = job.validation && (await judge(net, machine, job.validation));
      const record = recordOf(history.length + 1, machine, judged, validated);
      const reached = await readWeights(model, start.weights.specs);
      // The last step can break what the loss, which is computed before it, doesn't show yet.
      const sound = reached.data.every(Number.isFinite) && Number.isFinite(record.validationLoss ?? 0);
      if (!sound) throw await diverged(job, machine, record.epoch - 1, edgesOf(job).length - 2);
      history.push(record);
      if (training.keep !== "best" || isBest(history)) kept = { epoch: record.epoch, weights: reached };
      await job.onEpoch?.(record, {
        weights: reached,
        optimizer: await optimizer.state(),
        history: [...history],
        ...(kept.epoch === record.epoch ? {} : { best: kept }),
      });
    }
    job.onLastEpoch?.();
    const { epoch } = kept;
    const weights = epoch === 0 ? kept.weights : await withExactAverages(net, kept.weights, job.train);
    return { history, weights, epoch, end };
  } finally {
    machine.dispose();
  }
}

function recordOf(
  epoch: number,
  { heads, optimizer }: Machine,
  judged: readonly Judgement[],
  validated: readonly Judgement[] | undefined,
): EpochRecord {
  const ofHead = (at: number): HeadRecord => {
    const validation = validated?.[at];
    return {
      ...judged[at]!,
      ...(validation ? { validationLoss: validation.loss, validationMetric: validation.metric } : {}),
      ...(validation?.measures ? { validationMeasures: validation.measures } : {}),
    };
  };
  return {
    epoch,
    loss: lossOf(heads, judged),
    ...(validated ? { validationLoss: lossOf(heads, validated) } : {}),
    rate: optimizer.rate,
    heads: Object.fromEntries(heads.map(({ name }, at) => [name, ofHead(at)])),
  };
}

/** A batch of one example has no spread: what is normalised over it is always 0, and nothing is learned. */
function demandSeveral(size: number, batch: number): void {
  if (Math.min(size, batch) > 1) return;
  throw new FoundError(
    "train_batch_of_one",
    size === 1
      ? "There is one example to train on, and `batchnorm` needs several in a batch."
      : "`batchnorm` needs several examples in a batch, and each batch has one.",
    {
      help:
        size === 1
          ? "give it more examples, or take out `batchnorm`"
          : "write `batch 32`, or take `layernorm` or `groupnorm`",
    },
  );
}

function edgesOf({ net, training, train }: TrainingJob): readonly number[] {
  return batchEdges(train.size, training.batch, normalisedOverBatches(net) !== undefined);
}

/** One round through the data; undefined where the signal ended it. */
async function runEpoch(
  job: TrainingJob,
  done: number,
  machine: Machine,
): Promise<readonly Judgement[] | undefined> {
  const { training } = job;
  const { heads } = machine;
  const train = await withGroups(job.net, heads, machine.logits, job.train);
  const change = changesIn(job.net, training, done);
  const order = shuffledIndices(train.size, training.seed, done);
  const edges = edgesOf(job);
  const steps = edges.length - 1;
  const dropouts = machine.model.layers.filter((layer) => layer.getClassName() === "Dropout");
  let sums = beginSums(heads);
  let lastRead = performance.now();
  try {
    for (let step = 0; step < steps; step++) {
      const [from, to] = [edges[step]!, edges[step + 1]!];
      // Other numbers are dropped at every step, the same ones in every run.
      for (const [i, layer] of dropouts.entries()) {
        (layer as unknown as { seed: string }).seed = `${training.seed}/${i}/${done * steps + step}`;
      }
      const next = trainStep(machine, () => batchOf(train, order, from, to, heads, change), sums);
      sums.dispose();
      sums = next;
      const now = performance.now();
      if (now - lastRead >= READ_EVERY || step === steps - 1) {
        const judged = finishSums((await sums.data()) as Float32Array, heads, to);
        const loss = lossOf(heads, judged);
        if (!Number.isFinite(loss)) throw await diverged(job, machine, done, step);
        job.onProgress?.({
          epoch: done + 1,
          epochs: training.epochs,
          step: step + 1,
          steps,
          loss,
          heads: judged,
        });
        if (step === steps - 1) return judged;
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
  job: TrainingJob,
  { model, optimizer }: Machine,
  done: number,
  step: number,
): Promise<FoundError> {
  const { net, training, train } = job;
  const order = shuffledIndices(train.size, training.seed, done);
  const [from, to] = edgesOf(job).slice(step, step + 2) as [number, number];
  const { inputs } = batchOf(train, order, from, to, [], changesIn(net, training, done));
  const first = await firstNotFinite(net, model, inputs);
  tf.dispose(inputs);
  return new FoundError(
    "training_diverged",
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
