/** One step of gradient descent. */
import type { CheckedNet } from "../ir/net.ts";
import type { OptimizerSettings } from "../ir/program.ts";
import type { WeightData } from "../targets/tfjs/weights.ts";
import type { Batch } from "./batches.ts";
import { loadModel, logitsOf, trainableVariables } from "./model.ts";
import { type Objective, objectiveOf } from "./objective.ts";
import { clipped } from "./optimizers/clip.ts";
import { createOptimizer } from "./optimizers/create.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import * as tf from "./tf.ts";

/** A net on the device with all that a step needs. */
export interface Machine {
  readonly objective: Objective;
  readonly model: tf.LayersModel;
  /** The model up to what the loss reads. */
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
  settings: OptimizerSettings,
  clip?: number,
  classWeights?: readonly number[],
): Promise<Machine> {
  const model = await loadModel(net, weights);
  const variables = trainableVariables(model);
  const optimizer = createOptimizer(settings, variables);
  return {
    objective: objectiveOf(net, classWeights)!,
    model,
    logits: logitsOf(model, net),
    variables,
    optimizer,
    clip,
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}

/**
 * One step on one batch. Returns `sums` with the batch's loss and metric added, each times the batch's size, so that
 * nothing is read back from the device; the caller disposes both.
 */
export function trainStep(machine: Machine, nextBatch: () => Batch, sums: tf.Tensor): tf.Tensor {
  const { objective, logits, optimizer, variables, clip } = machine;
  return tf.tidy(() => {
    const batch = nextBatch();
    let outputs: tf.Tensor2D | undefined;
    const { value, grads } = tf.variableGrads(() => {
      outputs = tf.keep(logits.apply(batch.inputs, { training: true }) as tf.Tensor2D);
      return objective.loss(outputs, batch.targets);
    }, variables as tf.Variable[]);
    const gradients = variables.map((variable) => grads[variable.name]!);
    optimizer.apply(clip === undefined ? gradients : clipped(gradients, clip));
    const means = tf.stack([value, objective.measure(outputs!, batch.targets)]);
    outputs!.dispose();
    return tf.add(sums, tf.mul(means, batch.size));
  });
}
