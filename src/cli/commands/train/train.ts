import { dirname } from "node:path";
import { startBackend, stopBackend } from "../../../backends/backend.ts";
import type { Compilation } from "../../../compile.ts";
import { boundByPlace } from "../../../data/bound-by-place.ts";
import type { Dataset } from "../../../data/dataset.ts";
import { inputsOf } from "../../../data/wants.ts";
import { toSvg, type View, viewFor, views } from "../../../diagram/index.ts";
import { toPng } from "../../../diagram/write/png.ts";
import type { CheckedNet } from "../../../ir/net.ts";
import type { Training } from "../../../ir/program.ts";
import { keptOf } from "../../../runs/checkpoint.ts";
import { type Contents, OwnRun } from "../../../runs/own-run.ts";
import { RunFolder } from "../../../runs/run-folder.ts";
import { findUnsupported } from "../../../targets/tfjs/unsupported.ts";
import { type WeightData, weightSpecs } from "../../../targets/tfjs/weights.ts";
import { classWeightsOf } from "../../../training/class-weights.ts";
import { placeCentroids } from "../../../training/clustering-targets.ts";
import { evaluateOnce } from "../../../training/judging.ts";
import { headsOf } from "../../../training/losses.ts";
import { runTraining } from "../../../training/trainer.ts";
import { demandSizes, demandSupported, pickNet, readSoundSpec } from "../../spec/spec.ts";
import { backendChoice } from "../../terminal/backend-choice.ts";
import { EXIT } from "../../terminal/failure.ts";
import { printWarnings, withFailures } from "../../terminal/found.ts";
import { print, printError } from "../../terminal/terminal.ts";
import {
  demandRun,
  demandSameData,
  demandSameSchedule,
  demandSameSizes,
  demandTrainable,
  goingOn,
  pickTraining,
  readRun,
  sizesOfRun,
  type TrainOptions,
} from "./choice.ts";
import { examples, loadParts, sizes } from "./data.ts";
import { shown } from "./described.ts";
import { epochsOf, type Planned, runInfo } from "./info.ts";
import { Interruption } from "./interruption.ts";
import { TrainingDisplay } from "./progress.ts";
import { report } from "./report.ts";
import { type Beginning, beginningOf } from "./start.ts";

/** `cnnc train FILE`: trains a net, keeps every epoch in a run folder, and returns the exit code. */
export function train(file: string, options: TrainOptions): Promise<number> {
  return withFailures(async () => {
    const set = options.set ?? (options.resume ? await sizesOfRun(options) : undefined);
    const compilation = readSoundSpec(file, set);
    const chosen = options.resume ? undefined : choose(compilation, options);
    const run = await take(options, chosen?.net);
    const state = { run, finished: 0 };
    const interruption = new Interruption(
      () => run.settle(),
      () => {
        run.giveBack();
        tellStop(state);
      },
    );
    try {
      const begun = run.resumed ? await readRun(compilation, options) : undefined;
      const { training, net } = chosen ?? choose(compilation, goingOn(options, begun!));
      const checkpoint = begun && (await new RunFolder(run.path).readCheckpoint(weightSpecs(net)));
      state.finished = checkpoint?.history.length ?? 0;
      const choice = backendChoice(options.backend === "auto" && begun ? begun.backend : options.backend);
      const parts = await loadParts(compilation, net, training, dirname(file));
      if (begun) demandSameSchedule(run, begun, training);
      if (begun) demandSameSizes(run, begun.examples, sizes(parts));
      if (begun) demandSameData(run, begun.parts, parts.checked);
      const classWeights = classWeightsOf(net, training, parts.train);
      const begins = checkpoint
        ? { weights: checkpoint.weights, start: begun?.start }
        : await beginningOf(net, training, dirname(file));
      printWarnings(parts.warnings);
      const backend = await startBackend(choice);
      const { weights, start } = checkpoint
        ? begins
        : await withCentroids(net, training, begins, parts.train);
      const byPlace = boundByPlace(parts.reading, inputsOf(net));
      if (byPlace) print(byPlace);
      print(`${net.name}: ${examples(parts)}, seed ${training.seed}. ${backend.reason}`);
      const planned = { net, training, parts, classWeights, start, backend, checkpoint, set };
      return await runAndKeep(planned, { compilation, weights, state, interruption });
    } finally {
      interruption.over();
      run.giveBack();
    }
  }).finally(stopBackend);
}

/** What is to be trained, of a spec that can be. */
function choose(compilation: Compilation, options: TrainOptions) {
  const training = pickTraining(compilation, options);
  const net = pickNet(compilation, training.net);
  demandSizes(net);
  demandTrainable(net);
  demandSupported(compilation, net, findUnsupported);
  return { training, net };
}

/** The folder that was asked for, for this process alone. A run that begins is that of a net, one that goes on is there. */
function take({ output }: TrainOptions, begins: CheckedNet | undefined): Promise<OwnRun> {
  if (!begins) return OwnRun.resume(demandRun(output));
  return output === undefined ? OwnRun.beginNamed(begins.name) : OwnRun.begin(output);
}

/** How far a run is. */
interface State {
  readonly run: OwnRun;
  /** Epochs that are kept. */
  finished: number;
}

interface Going {
  readonly compilation: Compilation;
  /** What it begins with where there is no checkpoint. */
  readonly weights: WeightData;
  readonly state: State;
  readonly interruption: Interruption;
}

async function runAndKeep(planned: Planned, going: Going): Promise<number> {
  const { net, training, parts, classWeights, checkpoint } = planned;
  const { state, interruption } = going;
  const { run } = state;
  const heads = headsOf(net, training).map(shown);
  const info = runInfo(planned);
  let kept = checkpoint ? keptOf(checkpoint).epoch : 0;
  const display = new TrainingDisplay(heads, state.finished);
  const began = performance.now();
  try {
    interruption.inLoop = true;
    await run.open(going.compilation.source, net, info, checkpoint);
    const result = await runTraining({
      net,
      training,
      train: parts.train,
      ...(parts.validation ? { validation: parts.validation } : {}),
      ...(classWeights ? { classWeights } : {}),
      start: checkpoint ?? { weights: going.weights },
      onProgress: (progress) => display.progress(progress),
      onEpoch: async (record, reached) => {
        kept = keptOf(reached).epoch;
        await run.keep(reached, net, { ...info, ...epochsOf(training, record.epoch, kept) });
        state.finished = record.epoch;
        display.epoch(record, training.epochs);
      },
      signal: interruption.signal,
      // All epochs are kept, so that nothing is lost by stopping at once.
      onLastEpoch: () => {
        interruption.inLoop = false;
      },
    });
    display.stop();
    const ended = {
      ...info,
      ...epochsOf(training, state.finished, kept),
      end: result.end,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
    if (result.end === "aborted") {
      if (state.finished > 0) await run.keepModel(result.weights, net, ended);
      tellStop(state);
      return EXIT.interrupted;
    }
    const test = parts.test && (await evaluateOnce(net, training, result.weights, parts.test));
    const tested = test ? { ...ended, test } : ended;
    await run.keepModel(result.weights, net, tested);
    await run.put(await picturesOf(net), tested);
    report(run.path, planned, result, test, heads, performance.now() - began);
    return EXIT.ok;
  } catch (error) {
    display.stop();
    throw error;
  }
}

/** With centroids where the codes of the examples lie, unless the spec or another run says where. */
async function withCentroids(
  net: CheckedNet,
  { seed }: Training,
  begins: Beginning,
  train: Dataset,
): Promise<Beginning> {
  return { ...begins, weights: await placeCentroids(net, begins.weights, train, seed, begins.start?.layers) };
}

function tellStop({ run: { path, resumed }, finished }: State): void {
  if (finished > 0)
    printError(
      `Stopped. ${path} keeps epoch ${finished}; the same command with --resume -o ${path} goes on from it.`,
    );
  else if (resumed)
    printError(`Stopped before the first epoch was over. ${path} stays; the same command begins it anew.`);
  else printError("Stopped before the first epoch was over, so nothing is kept.");
}

async function picturesOf(net: CheckedNet): Promise<Contents> {
  const view: View = views[viewFor(net)];
  const svg = toSvg(view.draw(net));
  return { "net.svg": svg, "net.png": await toPng(svg, {}) };
}
