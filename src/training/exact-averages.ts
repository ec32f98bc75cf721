/**
 * The averages of batch normalisation as they are in the data. Training tracks them from step to step, and so they remember
 * where they began and weights of long ago; after few steps they are not those of any data. For the weights that are kept
 * they are computed anew, as Wu and Johnson advise (arXiv:2105.07576, section 3), and exactly: of all examples together.
 */

import * as tf from "../backends/tf.ts";
import { type Dataset, select } from "../data/dataset.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import type { CheckedNet } from "../ir/net.ts";
import { normalisedOverBatches } from "../ir/over-batches.ts";
import { loadModel } from "../model/model.ts";
import { computed, type Stage, sizeOf, stagesOf } from "../model/stages.ts";
import { product } from "../shape/shape.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import { ChannelMoments } from "./channel-moments.ts";

/** Most memory that values take from one stage to the next, and that one batch takes within a stage, in bytes. */
const MOST_KEPT = 2 ** 30;
const MOST_AT_ONCE = 2 ** 28;
/** Most examples at a time; more keep no device busier. */
const MOST_EXAMPLES = 250;
/** Milliseconds after which a page, or the terminal, gets its turn. */
const BREATHE_EVERY = 200;

/** A batch normalisation of tfjs, with what its types don't say. */
interface BatchNormalisation extends tf.layers.Layer {
  readonly movingMean: Tracked;
  readonly movingVariance: Tracked;
}

interface Tracked {
  readonly originalName: string;
  write(value: tf.Tensor): void;
}

/**
 * The weights with each tracked mean and variance that of the data: of what the layer is given for all examples and all their
 * places, where the layers before it answer as they will, with the averages computed here, and drop nothing. The variance
 * is the mean square distance, as training tracks it. Frozen layers keep theirs.
 *
 * Layers that stand in a row need each other's averages, so the net is computed in stages, each once: what the next stage
 * needs of every example is kept meanwhile. Where that is more than a gigabyte for all of them, evenly chosen ones
 * stand for the rest. A layer that is used several times has the averages of all its uses together; where one use lies
 * behind another, that one answers with those of the uses before it.
 *
 * @param mostKept bytes that values of all examples may take from one stage to the next
 * @throws FoundError where they are infinite or not numbers
 */
export async function withExactAverages(
  net: CheckedNet,
  weights: WeightData,
  dataset: Dataset,
  mostKept = MOST_KEPT,
): Promise<WeightData> {
  if (!normalisedOverBatches(net) || dataset.size === 0) return weights;
  const model = await loadModel(net, weights);
  try {
    const data = weights.data.slice();
    for (const [name, values] of await exactAverages(model, dataset, mostKept)) {
      if (!values.every(Number.isFinite))
        throw new FoundError(
          "training_diverged",
          `The averages of the data are no longer numbers: \`${name}\`. A smaller learning rate usually helps.`,
        );
      data.set(values, offsetOf(name, weights.specs));
    }
    return { specs: weights.specs, data };
  } finally {
    model.dispose();
  }
}

/** A value that later stages need: its numbers batch by batch, until the last stage that does. */
interface Kept {
  readonly shape: readonly number[];
  readonly until: number;
  readonly batches: Float32Array[];
}

/** By the names of weights, what they are in the data; the model has them too. */
async function exactAverages(
  model: tf.LayersModel,
  all: Dataset,
  mostKept: number,
): Promise<Map<string, Float32Array>> {
  const layers = model.layers.filter(
    (layer) => layer.getClassName() === "BatchNormalization" && layer.trainable,
  );
  const stages = stagesOf(model, new Set(layers));
  const dataset = chosen(all, stages, mostKept);
  const most = examplesAtOnce(stages);
  const moments = new Map<tf.layers.Layer, ChannelMoments>();
  const averages = new Map<string, Float32Array>();
  /** By the ids of values. */
  const kept = new Map<number, Kept>();
  for (const [at, stage] of stages.entries()) {
    for (const { layer, value } of stage.measured)
      if (!moments.has(layer)) moments.set(layer, new ChannelMoments(value.shape.at(-1)!));
    const opened = new Map<number, Kept>();
    for (const { value, until } of stage.kept)
      opened.set(value.id, { shape: value.shape.slice(1) as number[], until, batches: [] });
    await computeStage(model, dataset, stage, kept, most, (id, values) => {
      for (const { layer, value } of stage.measured) if (value.id === id) moments.get(layer)!.add(values);
      opened.get(id)?.batches.push(values);
    });
    for (const [id, { until }] of kept) if (until <= at) kept.delete(id);
    for (const [id, each] of opened) kept.set(id, each);
    for (const { layer } of stage.measured) {
      const { movingMean, movingVariance } = layer as BatchNormalisation;
      const { mean, variance } = moments.get(layer)!;
      averages.set(movingMean.originalName, written(movingMean, mean));
      averages.set(movingVariance.originalName, written(movingVariance, variance));
    }
  }
  return averages;
}

/** Computes a stage of all examples, a batch at a time, and tells of each batch what each wanted value is. */
async function computeStage(
  model: tf.LayersModel,
  dataset: Dataset,
  stage: Stage,
  kept: ReadonlyMap<number, Kept>,
  most: number,
  tell: (id: number, values: Float32Array) => void,
): Promise<void> {
  const wanted = wantedOf(stage);
  let lastBreath = performance.now();
  for (let from = 0, batch = 0; from < dataset.size; from += most, batch++) {
    const size = Math.min(most, dataset.size - from);
    const tensors = tf.tidy(() => {
      const known = inputsOf(model, dataset, from, size);
      for (const [id, { shape, batches }] of kept)
        known.set(id, tf.tensor(batches[batch]!, [size, ...shape]));
      return wanted.map((value) => computed(value, known));
    });
    for (const [i, tensor] of tensors.entries()) tell(wanted[i]!.id, await tensor.data<"float32">());
    tf.dispose(tensors);
    if (performance.now() - lastBreath < BREATHE_EVERY) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    lastBreath = performance.now();
  }
}

function written(weight: Tracked, numbers: Float64Array): Float32Array {
  const values = Float32Array.from(numbers);
  tf.tidy(() => weight.write(tf.tensor1d(values)));
  return values;
}

/** What a stage is computed for, each value once. */
function wantedOf({ measured, kept }: Stage): readonly tf.SymbolicTensor[] {
  return [...new Map([...measured, ...kept].map(({ value }) => [value.id, value])).values()];
}

/** The model's inputs for some examples, one after the other, by the ids of their values. */
function inputsOf(
  model: tf.LayersModel,
  { inputs }: Pick<Dataset, "inputs">,
  from: number,
  size: number,
): Map<number, tf.Tensor> {
  return new Map(
    inputs.map(({ shape, values }, i) => {
      const width = product(shape);
      const part = values.slice(from * width, (from + size) * width);
      return [model.inputs[i]!.id, tf.tensor(part, [size, ...shape])];
    }),
  );
}

/** All examples, or as many as memory has room for what the stages keep of them. */
function chosen(dataset: Dataset, stages: readonly Stage[], mostKept: number): Dataset {
  const each = 4 * Math.max(...stages.map((_, at) => keptAt(stages, at)));
  const room = Math.max(1, Math.floor(mostKept / Math.max(1, each)));
  if (room >= dataset.size) return dataset;
  return select(
    dataset,
    Array.from({ length: room }, (_, i) => Math.floor((i * dataset.size) / room)),
  );
}

/** How many numbers of an example are kept while a stage is computed. */
function keptAt(stages: readonly Stage[], at: number): number {
  const values = stages.slice(0, at + 1).flatMap(({ kept }) => kept);
  return values.reduce((sum, { value, until }) => sum + (until >= at ? sizeOf(value) : 0), 0);
}

function examplesAtOnce(stages: readonly Stage[]): number {
  const each = 4 * Math.max(1, ...stages.map(({ size }) => size));
  return Math.max(1, Math.min(MOST_EXAMPLES, Math.floor(MOST_AT_ONCE / each)));
}

/** Where a weight begins in the buffer of all. */
function offsetOf(name: string, specs: WeightData["specs"]): number {
  const at = specs.findIndex((spec) => spec.name === name);
  return specs.slice(0, at).reduce((sum, { shape }) => sum + product(shape), 0);
}
