/** The library of a page: `import { compile, train } from "cnnc/browser"`. Its types are in `browser.d.ts`. */

import { predictorOf } from "../answering/predictor.ts";
import { startInBrowser } from "../backends/browser-backend.ts";
import { type Compilation, hasErrors } from "../compile.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Parts, partsOf } from "../data/parts/parts.ts";
import { loadSynthetic } from "../data/simulators/synthetic.ts";
import { assemble, taughtHeads, wantsOf } from "../data/wants.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { initialWeights } from "../targets/tfjs/weights.ts";
import { classWeightsOf } from "../training/class-weights.ts";
import { placeCentroids } from "../training/clustering-targets.ts";
import { evaluateOnce } from "../training/judging.ts";
import { obstacleTo } from "../training/trainable.ts";
import { runTraining } from "../training/trainer.ts";
import { asked } from "./asked.ts";
import type * as api from "./browser.d.ts";
import { compiled, compileSized, demandRunnable, tfjsModel } from "./compiled.ts";
import { examplesOf } from "./examples.ts";
import {
  type Check,
  demandFields,
  demandFunction,
  demandList,
  demandName,
  demandOneOf,
  demandSizes,
  demandText,
  demandWhole,
  told,
} from "./given.ts";
import { labelsOf, targetsOf } from "./labels.ts";

export { registerLayers } from "./register-layers.ts";

export const compile: typeof api.compile = (text, options = {}) => {
  demandText(text, "text");
  demandFields(options, "options", { sizes: demandSizes });
  return compiled(compileSized(text, options.sizes ?? {}));
};

const demandExamples: Check = (value, name) => {
  demandFields(value, name, { inputs: demandList, labels: demandList });
  const { inputs } = value as { readonly inputs?: readonly unknown[] };
  if (!inputs?.length) throw new RangeError(`\`${name}.inputs\` is empty: there is nothing to train on`);
};

/** What `train` may be told; each is checked before anything is computed. */
const OPTIONS = {
  net: demandName,
  sizes: demandSizes,
  examples: demandExamples,
  backend: demandOneOf(["auto", "webgpu", "webgl", "wasm", "cpu"]),
  epochs: demandWhole(1),
  seed: demandWhole(0),
  onEpoch: demandFunction,
  onProgress: demandFunction,
  signal: (value, name) => {
    if (typeof (value as AbortSignal | null)?.aborted === "boolean") return;
    throw new TypeError(`\`${name}\` is an AbortSignal, and here it is ${told(value)}`);
  },
} satisfies { readonly [option in keyof api.TrainOptions]-?: Check };

export const train: typeof api.train = async (spec, options = {}) => {
  demandText(spec, "spec");
  demandFields(options, "options", OPTIONS);
  const compilation = compileSized(spec, options.sizes ?? {});
  const training = trainingOf(compilation, options);
  const net = compilation.program.nets.find(({ name }) => name === training.net)!;
  demandRunnable(net);
  const obstacle = obstacleTo(net);
  if (obstacle) throw new Error(`${obstacle.message}: ${obstacle.help}`);
  const parts = await partsFor(compilation, net, training, options.examples);
  const classWeights = classWeightsOf(net, training, parts.train);
  const backend = await startInBrowser(options.backend ?? "auto", new URL(".", import.meta.url).href);
  const { seed } = training;
  const result = await runTraining({
    net,
    training,
    train: parts.train,
    ...(parts.validation ? { validation: parts.validation } : {}),
    ...(classWeights ? { classWeights } : {}),
    start: { weights: await placeCentroids(net, initialWeights(net, seed), parts.train, seed) },
    onProgress: (progress) => options.onProgress?.(progress),
    onEpoch: async (epoch) => options.onEpoch?.(epoch),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { weights, history, end } = result;
  const test =
    parts.test && end !== "aborted" ? await evaluateOnce(net, training, weights, parts.test) : undefined;
  return {
    ...asked(net, await predictorOf(net, weights)),
    backend,
    history,
    end,
    warnings: parts.warnings.map(({ message }) => message),
    ...(test ? { test } : {}),
    toTfjs: () => tfjsModel(net, weights),
  };
};

/** The training that was asked for, of a spec without errors. */
function trainingOf(compilation: Compilation, { net, epochs, seed }: api.TrainOptions): Training {
  if (hasErrors(compilation)) {
    const errors = compiled(compilation).messages.filter(({ severity }) => severity === "error");
    throw new Error(errors.map(({ rendered }) => rendered).join("\n\n"));
  }
  const { trainings } = compilation.program;
  const found = net === undefined ? trainings[0] : trainings.find((each) => each.net === net);
  const trained = trainings.map((each) => each.net);
  if (net !== undefined && !found && trained.length > 0) demandOneOf(trained)(net, "options.net");
  if (!found) throw new Error("the spec says nowhere how to train it: add `train NET on DATA { epochs 5 }`");
  if (found.start) throw new Error("`start from` reads a run folder, and a page has no files");
  return { ...found, epochs: epochs ?? found.epochs, seed: seed ?? found.seed };
}

async function partsFor(
  compilation: Compilation,
  net: CheckedNet,
  training: Training,
  examples: api.Examples | undefined,
): Promise<Parts> {
  if (examples) return partsOf(await datasetOf(net, examples), net, training);
  const load = (name: string) => {
    const source = compilation.program.data.find((each) => each.name === name)!;
    if (source.kind === "synthetic") return loadSynthetic(source, net);
    throw new Error(`the data \`${name}\` lie in files, and a page has none: give \`examples\``);
  };
  const all = await load(training.data);
  return partsOf(all, net, training, training.test === undefined ? undefined : await load(training.test));
}

/** Examples of the caller as training takes them. */
async function datasetOf(net: CheckedNet, given: api.Examples): Promise<Dataset> {
  const { inputs, labels = [] } = given;
  const wants = wantsOf(net, "examples");
  const { size, inputs: features } = await examplesOf(net, inputs);
  const heads = taughtHeads(wants);
  if (heads.length > 0 && labels.length !== size)
    throw new RangeError(`there are ${size} examples and ${labels.length} labels`);
  const targets = labelsOf(
    heads.map(({ name }) => name),
    labels,
  ).map((each, i) => targetsOf(heads[i]!, each));
  const values = features.map((feature) => feature.values);
  return assemble(wants, size, values, targets);
}
