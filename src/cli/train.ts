import { dirname } from "node:path";
import { version } from "../../package.json";
import type { Compilation } from "../compile.ts";
import { toSvg, views } from "../diagram/index.ts";
import { toPng } from "../diagram/png.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { DataSource, Training } from "../ir/program.ts";
import { type StartedBackend, startBackend, stopBackend } from "../runtime/backend.ts";
import { type Dataset, split } from "../runtime/data/dataset.ts";
import { loadData } from "../runtime/data/load.ts";
import { type Evaluation, evaluate } from "../runtime/evaluate.ts";
import { loadModel, logitsOf } from "../runtime/model.ts";
import { objectiveOf } from "../runtime/objective.ts";
import { freshRunPath, RunError, RunFolder, type RunInfo } from "../runtime/run-folder.ts";
import * as tf from "../runtime/tf.ts";
import { type Checkpoint, runTraining, type TrainingResult } from "../runtime/trainer.ts";
import { digits } from "../shape/shape.ts";
import { initialWeights, type WeightData } from "../targets/tfjs/weights.ts";
import { EXIT, Failure } from "./failure.ts";
import { describeMetric, duration, percent, TrainingDisplay } from "./progress.ts";
import { backendChoice, translated } from "./runtime-errors.ts";
import { pickNet, readSoundSpec } from "./spec.ts";
import { print, printError } from "./terminal.ts";

export interface TrainOptions {
  readonly output?: string;
  readonly net?: string;
  readonly data?: string;
  readonly backend: string;
  readonly epochs?: number;
  readonly seed?: number;
  readonly resume?: boolean;
}

interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/** `cnnc train FILE`: trains a net, keeps every epoch in a run folder, and returns the exit code. */
export function train(file: string, options: TrainOptions): Promise<number> {
  return translated(async () => {
    const compilation = readSoundSpec(file);
    const training = pickTraining(compilation, options);
    const net = pickNet(compilation, training.net);
    if (!net.task) {
      throw new Failure(`\`${net.name}\` has no task, so there is nothing that it could be trained for`, {
        exitCode: EXIT.findings,
        help: "end the net with `head TASK`",
      });
    }
    const folder = new RunFolder(options.output ?? freshRunPath(net.name));
    const resumed = options.resume ? await readRun(folder, compilation, net, options) : undefined;
    const settings: Training = resumed ? { ...training, seed: resumed.info.seed, epochs: options.epochs ?? resumed.info.epochs } : training;
    const parts = await loadParts(compilation, net, settings, dirname(file));
    const backend = await startBackend(backendChoice(options.backend === "auto" && resumed ? resumed.info.backend : options.backend));
    print(`${net.name}: ${examples(parts)}, seed ${settings.seed}. ${backend.reason}`);
    return await runAndKeep({ compilation, net, training: settings, parts, backend, folder, resumed: resumed?.checkpoint });
  }).finally(stopBackend);
}

/** The training of the file that was asked for, with the command line's numbers in place of its own. */
function pickTraining(compilation: Compilation, options: TrainOptions): Training {
  const { trainings, data } = compilation.program;
  const found = options.net === undefined ? trainings[0] : trainings.find((each) => each.net === options.net);
  if (!found) {
    throw new Failure(`${compilation.source.name}: the file says nowhere how to train ${options.net ? `\`${options.net}\`` : "a net"}`, {
      exitCode: EXIT.findings,
      help: "add `train NET on DATA { epochs 5 }`",
    });
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

/** An interrupted run; it must have been made from the same spec. */
async function readRun(folder: RunFolder, compilation: Compilation, net: CheckedNet, options: TrainOptions): Promise<{ info: RunInfo; checkpoint: Checkpoint }> {
  if (options.output === undefined) throw new Failure("--resume needs the run folder to go on with: -o RUN");
  const info = await folder.readInfo();
  if ((await folder.readSpec()) !== compilation.source.text || info.net !== net.name) {
    throw new RunError(`${folder.path}: this run was made from another spec than ${compilation.source.name} is now; train it anew into another folder`);
  }
  if (options.seed !== undefined && options.seed !== info.seed) {
    throw new RunError(`${folder.path}: this run began with seed ${info.seed}, and can't go on with another`);
  }
  const checkpoint = await folder.readCheckpoint(initialWeights(net, info.seed).specs);
  if (!checkpoint) throw new RunError(`${folder.path}: no epoch of this run was finished; train it anew`);
  return { info, checkpoint };
}

async function loadParts(compilation: Compilation, net: CheckedNet, training: Training, folder: string): Promise<Parts> {
  const source = (name: string): DataSource => compilation.program.data.find((each) => each.name === name)!;
  const all = split(await loadData(source(training.data), net, folder), training.split, training.seed);
  const test = training.test === undefined ? all.test : await loadData(source(training.test), net, folder);
  if (all.train.size === 0) {
    throw new Failure(`\`${training.data}\` is too small to split: no example is left to train on`, { exitCode: EXIT.findings });
  }
  return {
    train: all.train,
    ...(all.validation.size > 0 ? { validation: all.validation } : {}),
    ...(test.size > 0 ? { test } : {}),
  };
}

function examples(parts: Parts): string {
  return [
    `${digits(parts.train.size)} examples to train on`,
    parts.validation ? `${digits(parts.validation.size)} for validation` : "",
    parts.test ? `${digits(parts.test.size)} for the test` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

interface Run {
  readonly compilation: Compilation;
  readonly net: CheckedNet;
  readonly training: Training;
  readonly parts: Parts;
  readonly backend: StartedBackend;
  readonly folder: RunFolder;
  readonly resumed: Checkpoint | undefined;
}

async function runAndKeep(run: Run): Promise<number> {
  const { net, training, parts, folder, resumed } = run;
  const objective = objectiveOf(net)!;
  const unit = net.task?.kind === "regress" && net.task.quantities.length === 1 ? net.task.quantities[0]!.unit : undefined;
  const info = runInfo(run);
  if (!resumed) await folder.create(run.compilation.source.text, info);
  const display = new TrainingDisplay(objective.metric, unit, resumed?.history.length ?? 0);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const began = performance.now();
  let finished = resumed?.history.length ?? 0;
  try {
    const result = await runTraining({
      net,
      training,
      train: parts.train,
      ...(parts.validation ? { validation: parts.validation } : {}),
      start: resumed ?? { weights: initialWeights(net, training.seed) },
      onProgress: (progress) => display.progress(progress),
      onEpoch: async (record, checkpoint) => {
        await folder.keep(checkpoint, net, `cnnc ${version}`);
        finished = record.epoch;
        await folder.writeInfo({ ...info, finishedEpochs: finished });
        display.epoch(record, training.epochs);
      },
      signal: interruption.signal,
    });
    display.stop();
    const ended = { ...info, finishedEpochs: finished, end: result.end, seconds: Math.round((performance.now() - began) / 100) / 10 };
    if (result.end === "aborted") return await interrupted(folder, finished, ended);
    const test = parts.test && (await testOnce(net, result.weights, parts.test));
    await folder.writeInfo(test ? { ...ended, test } : ended);
    await drawNet(folder, net);
    report(folder, result, test, unit, performance.now() - began);
    return EXIT.ok;
  } catch (error) {
    display.stop();
    if (finished === 0) await folder.remove();
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

function runInfo({ net, training, parts, backend, resumed }: Run): RunInfo {
  return {
    cnnc: version,
    node: process.versions.node,
    tfjs: tf.version_core,
    backend: backend.name,
    ...(backend.device === undefined ? {} : { device: backend.device }),
    net: net.name,
    data: training.data,
    ...(training.test === undefined ? {} : { testData: training.test }),
    seed: training.seed,
    epochs: training.epochs,
    batch: training.batch,
    optimizer: training.optimizer,
    metric: objectiveOf(net)!.metric,
    examples: { train: parts.train.size, validation: parts.validation?.size ?? 0, test: parts.test?.size ?? 0 },
    finishedEpochs: resumed?.history.length ?? 0,
  };
}

async function interrupted(folder: RunFolder, finished: number, info: RunInfo): Promise<number> {
  if (finished === 0) {
    await folder.remove();
    printError("Stopped before the first epoch was over, so nothing is kept.");
  } else {
    await folder.writeInfo(info);
    printError(`Stopped. ${folder.path} keeps epoch ${finished}; the same command with --resume -o ${folder.path} goes on from it.`);
  }
  return EXIT.interrupted;
}

async function testOnce(net: CheckedNet, weights: WeightData, test: Dataset): Promise<Evaluation> {
  const model = await loadModel(net, weights);
  try {
    return await evaluate(logitsOf(model, net), test, objectiveOf(net)!);
  } finally {
    model.dispose();
  }
}

async function drawNet(folder: RunFolder, net: CheckedNet): Promise<void> {
  const svg = toSvg(views.maps(net, {}));
  await folder.write("net.svg", svg);
  await folder.write("net.png", await toPng(svg, {}));
}

function report(folder: RunFolder, result: TrainingResult, test: Evaluation | undefined, unit: string | undefined, took: number): void {
  if (result.end === "stalled") print(`Stopped after epoch ${result.history.length}: the validation loss no longer falls.`);
  if (test) {
    const range = test.interval ? ` (95 % interval ${percent(test.interval[0])} to ${percent(test.interval[1])})` : "";
    print(`Test on ${digits(test.examples)} examples that training never saw: ${describeMetric(test.metric, test.value, unit)}${range}`);
  }
  print(`Took ${duration(took)}. The run is in ${folder.path}: weights, history.json, run.json, net.svg, net.png`);
}

