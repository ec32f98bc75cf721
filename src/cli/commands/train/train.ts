import { dirname } from "node:path";
import { version } from "../../../../package.json";
import { type StartedBackend, startBackend, stopBackend } from "../../../backends/backend.ts";
import * as tf from "../../../backends/tf.ts";
import type { Compilation } from "../../../compile.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Parts } from "../../../data/parts/parts.ts";
import type { Reading } from "../../../data/reading.ts";
import { toSvg, type View, viewFor, views } from "../../../diagram/index.ts";
import { toPng } from "../../../diagram/write/png.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { Training } from "../../../ir/program.ts";
import { keptOf } from "../../../runs/checkpoint.ts";
import { freshRunPath, RunFolder, type RunInfo } from "../../../runs/run-folder.ts";
import { digits } from "../../../shape/shape.ts";
import { findUnsupported } from "../../../targets/tfjs/unsupported.ts";
import { type WeightData, weightSpecs } from "../../../targets/tfjs/weights.ts";
import { classWeightsOf } from "../../../training/class-weights.ts";
import { placeCentroids } from "../../../training/clustering-targets.ts";
import { type Evaluation, evaluateOnce } from "../../../training/judging.ts";
import { type Head, headsOf } from "../../../training/losses.ts";
import { type Checkpoint, runTraining, type TrainingResult } from "../../../training/trainer.ts";
import { demandSizes, demandSupported, pickNet, readSoundSpec, type SetSizes } from "../../spec/spec.ts";
import { backendChoice } from "../../terminal/backend-choice.ts";
import { EXIT } from "../../terminal/failure.ts";
import { withFailures } from "../../terminal/found.ts";
import { print, printError } from "../../terminal/terminal.ts";
import {
  demandSameSchedule,
  demandSameSizes,
  demandTrainable,
  pickTraining,
  readRun,
  sizesOfRun,
  type TrainOptions,
} from "./choice.ts";
import { examples, loadParts, sizes } from "./data.ts";
import { describeHead, duration, percent, type ShownHead, TrainingDisplay } from "./progress.ts";
import { beginningOf } from "./start.ts";

/** `cnnc train FILE`: trains a net, keeps every epoch in a run folder, and returns the exit code. */
export function train(file: string, options: TrainOptions): Promise<number> {
  return withFailures(async () => {
    const set = options.set ?? (options.resume ? await sizesOfRun(options) : undefined);
    const compilation = readSoundSpec(file, set);
    const begun = options.resume ? await readRun(compilation, options) : undefined;
    const training = pickTraining(
      compilation,
      begun
        ? {
            ...options,
            net: begun.net,
            data: begun.data,
            seed: begun.seed,
            epochs: options.epochs ?? begun.epochs,
          }
        : options,
    );
    const net = pickNet(compilation, training.net);
    demandSizes(net);
    demandTrainable(net);
    demandSupported(compilation, net, findUnsupported);
    const folder = new RunFolder(options.output ?? freshRunPath(net.name));
    if (!begun) await folder.demandFree();
    const checkpoint = begun && (await folder.readCheckpoint(weightSpecs(net)));
    const choice = backendChoice(options.backend === "auto" && begun ? begun.backend : options.backend);
    const parts = await loadParts(compilation, net, training, dirname(file));
    if (begun) demandSameSchedule(folder, begun, training);
    if (begun) demandSameSizes(folder, begun.examples, sizes(parts));
    const classWeights = classWeightsOf(net, training, parts.train);
    const begins = checkpoint
      ? { weights: checkpoint.weights, start: begun?.start }
      : await beginningOf(net, training, dirname(file));
    const backend = await startBackend(choice);
    const beginning = checkpoint ? begins : await withCentroids(net, training, begins, parts.train);
    print(`${net.name}: ${examples(parts)}, seed ${training.seed}. ${backend.reason}`);
    return await runAndKeep({
      compilation,
      net,
      training,
      parts,
      classWeights,
      beginning,
      backend,
      folder,
      resumed: begun && { checkpoint },
      set,
    });
  }).finally(stopBackend);
}

interface Run {
  /** Sizes that the spec leaves open. */
  readonly set: SetSizes | undefined;
  readonly compilation: Compilation;
  readonly net: CheckedNet;
  readonly training: Training;
  readonly parts: Parts & { readonly reading: Reading };
  readonly classWeights: readonly number[] | undefined;
  readonly beginning: { readonly weights: WeightData; readonly start?: RunInfo["start"] | undefined };
  readonly backend: StartedBackend;
  readonly folder: RunFolder;
  /** A run that goes on, and its last finished epoch where there is one. */
  readonly resumed: { readonly checkpoint: Checkpoint | undefined } | undefined;
}

async function runAndKeep(run: Run): Promise<number> {
  const { net, training, parts, folder, resumed } = run;
  const heads = headsOf(net, training).map(shown);
  const info = runInfo(run);
  const checkpoint = resumed?.checkpoint;
  const generatedBy = `cnnc ${version}`;
  let finished = checkpoint?.history.length ?? 0;
  let kept = checkpoint ? keptOf(checkpoint).epoch : 0;
  const display = new TrainingDisplay(heads, finished);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const ignore = () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  };
  // From here on there is a folder to keep or to take back.
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const began = performance.now();
  try {
    if (resumed) await folder.sweep();
    else await folder.create(run.compilation.source, info);
    // The run may have been killed between its checkpoint and the files that are made of it.
    if (checkpoint) await folder.keep(checkpoint, net, generatedBy);
    const result = await runTraining({
      net,
      training,
      train: parts.train,
      ...(parts.validation ? { validation: parts.validation } : {}),
      ...(run.classWeights ? { classWeights: run.classWeights } : {}),
      start: checkpoint ?? { weights: run.beginning.weights },
      onProgress: (progress) => display.progress(progress),
      onEpoch: async (record, reached) => {
        await folder.keep(reached, net, generatedBy);
        finished = record.epoch;
        kept = keptOf(reached).epoch;
        await folder.writeInfo({ ...info, ...epochsOf(training, finished, kept) });
        display.epoch(record, training.epochs);
      },
      signal: interruption.signal,
    });
    display.stop();
    const ended = {
      ...info,
      ...epochsOf(training, finished, kept),
      end: result.end,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
    if (result.end === "aborted") return await interrupted(folder, finished, ended);
    // All epochs are kept, so that nothing is lost by stopping at once.
    ignore();
    const test = parts.test && (await evaluateOnce(net, training, result.weights, parts.test));
    await folder.writeInfo(test ? { ...ended, test } : ended);
    await drawNet(folder, net);
    report(folder, training, result, test, heads, performance.now() - began);
    return EXIT.ok;
  } catch (error) {
    display.stop();
    if (finished === 0) await folder.remove();
    throw error;
  } finally {
    ignore();
  }
}

/** With centroids where the codes of the examples lie, unless the spec or another run says where. */
async function withCentroids(
  net: CheckedNet,
  { seed }: Training,
  begins: Run["beginning"],
  train: Dataset,
): Promise<Run["beginning"]> {
  return { ...begins, weights: await placeCentroids(net, begins.weights, train, seed, begins.start?.layers) };
}

/** A single quantity's error has its unit. */
function shown({ name, metric, task }: Head): ShownHead {
  const [quantity, other] = task.kind === "regress" ? task.quantities : [];
  return { name, metric, unit: other ? undefined : quantity?.unit };
}

function runInfo({ net, training, parts, classWeights, beginning, backend, resumed, set }: Run): RunInfo {
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
    ...(beginning.start ? { start: beginning.start } : {}),
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
    metrics: Object.fromEntries(headsOf(net).map(({ name, metric }) => [name, metric])),
    reading: parts.reading,
    examples: sizes(parts),
    ...(resumed?.checkpoint
      ? epochsOf(training, resumed.checkpoint.history.length, keptOf(resumed.checkpoint).epoch)
      : { finishedEpochs: 0 }),
  };
}

/** What `run.json` says of the epochs so far. */
function epochsOf(
  training: Training,
  finishedEpochs: number,
  keptEpoch: number,
): Pick<RunInfo, "finishedEpochs" | "keptEpoch"> {
  return { finishedEpochs, ...(training.keep === "best" ? { keptEpoch } : {}) };
}

async function interrupted(folder: RunFolder, finished: number, info: RunInfo): Promise<number> {
  if (finished === 0) {
    await folder.remove();
    printError("Stopped before the first epoch was over, so nothing is kept.");
  } else {
    await folder.writeInfo(info);
    printError(
      `Stopped. ${folder.path} keeps epoch ${finished}; the same command with --resume -o ${folder.path} goes on from it.`,
    );
  }
  return EXIT.interrupted;
}

async function drawNet(folder: RunFolder, net: CheckedNet): Promise<void> {
  const view: View = views[viewFor(net)];
  const svg = toSvg(view.draw(net));
  await folder.write("net.svg", svg);
  await folder.write("net.png", await toPng(svg, {}));
}

function report(
  folder: RunFolder,
  training: Training,
  result: TrainingResult,
  test: Evaluation | undefined,
  heads: readonly ShownHead[],
  took: number,
): void {
  if (result.end === "stalled")
    print(`Stopped after epoch ${result.history.length}: the validation loss no longer falls.`);
  if (training.keep === "best") {
    const { validationLoss } = result.history[result.epoch - 1]!;
    print(
      `The model is that of epoch ${result.epoch}, which has the lowest validation loss, ${validationLoss!.toPrecision(4)}.`,
    );
  }
  if (test) {
    const told = test.heads.map(({ value, interval }, i) => {
      const range = interval ? ` (95 % interval ${percent(interval[0])} to ${percent(interval[1])})` : "";
      return `${describeHead(heads[i]!, value, heads.length)}${range}`;
    });
    print(`Test on ${digits(test.examples)} examples that training never saw: ${told.join(", ")}`);
  }
  print(
    `Took ${duration(took)}. The run is in ${folder.path}: weights, history.json, run.json, net.svg, net.png`,
  );
}
