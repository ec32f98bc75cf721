/** One step of gradient descent. */

import * as tf from "../backends/tf.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Training } from "../ir/program.ts";
import { loadModel, logitsOf, outputsFor, trainableVariables } from "../model/model.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import type { Batch } from "./batches.ts";
import { type Head, headsOf } from "./losses.ts";
import { addBatch, type Judgement } from "./metrics/measuring.ts";
import { clipped } from "./optimizers/clip.ts";
import { createOptimizer } from "./optimizers/create.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** A net on the device with all that a step needs. */
export interface Machine {
  readonly heads: readonly Head[];
  readonly model: tf.LayersModel;
  /** The model up to what the losses read. */
  readonly logits: tf.LayersModel;
  readonly variables: readonly tf.Variable[];
  readonly optimizer: Optimizer;
  /** Largest norm of the gradients of a step. */
  readonly clip: number | undefined;
  dispose(): void;
}

/** Puts a net with a task on the device. */
export async function prepare(
  net: CheckedNet,
  weights: WeightData,
  settings: Pick<Training, "optimizer" | "clip" | "lossWeights">,
  classWeights?: readonly number[],
): Promise<Machine> {
  const model = await loadModel(net, weights);
  const variables = trainableVariables(model);
  const optimizer = createOptimizer(settings.optimizer, variables);
  return {
    heads: headsOf(net, settings, classWeights),
    model,
    logits: logitsOf(model, net),
    variables,
    optimizer,
    clip: settings.clip,
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}

/**
 * One step on one batch. Returns the sums of `beginSums` with those of the batch added, so that nothing is read back from the
 * device; the caller disposes both.
 */
export function trainStep(machine: Machine, nextBatch: () => Batch, sums: tf.Tensor): tf.Tensor {
  const { heads, logits, optimizer, variables, clip } = machine;
  return tf.tidy(() => {
    const batch = nextBatch();
    const kept: tf.Tensor[] = [];
    const { grads } = tf.variableGrads(() => {
      const outputs = outputsFor(logits, batch.inputs, { training: true });
      const losses = heads.map(({ loss }, i) => loss(outputs[i]!, batch.targets[i]!));
      kept.push(...[...outputs, ...losses].map((tensor) => tf.keep(tensor)));
      const weighed = losses.map((loss, i) =>
        heads[i]!.weight === 1 ? loss : tf.mul(loss, heads[i]!.weight),
      );
      return tf.addN(weighed) as tf.Scalar;
    }, variables as tf.Variable[]);
    const gradients = variables.map((variable) => grads[variable.name]!);
    optimizer.apply(clip === undefined ? gradients : clipped(gradients, clip));
    const [outputs, losses] = [kept.slice(0, heads.length), kept.slice(heads.length)];
    const added = addBatch(sums, heads, outputs, losses, batch.targets, batch.size);
    tf.dispose(kept);
    return added;
  });
}

/** What training lowers: the sum of the heads' losses, each times its weight. */
export function lossOf(heads: readonly Head[], judged: readonly Judgement[]): number {
  return judged.reduce((sum, { loss }, i) => sum + heads[i]!.weight * loss, 0);
}
