/** Training steps of the nets that `npm run bench -- training` measures: through cnnc, and by hand in TensorFlow.js. */

import * as tf from "../src/backends/tf.ts";
import type { CheckedNet } from "../src/ir/net.ts";
import { loadModel } from "../src/model/model.ts";
import { initialWeights } from "../src/targets/tfjs/weights.ts";
import { batchOf } from "../src/training/batches.ts";
import { headsOf } from "../src/training/losses.ts";
import { beginSums } from "../src/training/metrics/measuring.ts";
import { prepare, trainStep } from "../src/training/step.ts";
import { examplesFor, netOf } from "./nets.ts";

/** One net, and how many examples a step of it takes. */
export interface Workload {
  readonly name: string;
  /** As the table names it. */
  readonly title: string;
  readonly net: CheckedNet;
  readonly batch: number;
}

const RATE = 0.001;

export const workloads: readonly Workload[] = [
  {
    name: "lenet5",
    title: "LeNet-5 (28×28, 64)",
    net: netOf("specs/zoo/lenet5.cnn", "lenet5"),
    batch: 64,
  },
  { name: "unet", title: "U-Net (64×64, 16 filters, 8)", net: netOf("bench/nets.cnn", "unet"), batch: 8 },
  { name: "ecg", title: "ECG (2500×12, 8)", net: netOf("bench/nets.cnn", "ecg"), batch: 8 },
  { name: "volume", title: "3-D (16×32×32, 4)", net: netOf("bench/nets.cnn", "volume"), batch: 4 },
];

/** A step as `cnnc train` makes it: gather the batch, upload it, forward, gradients, Adam, loss and accuracy. */
export async function cnncStep(work: Workload): Promise<() => Promise<void>> {
  const { net, batch } = work;
  const machine = await prepare(net, initialWeights(net, 1), { optimizer: { kind: "adam", rate: RATE } });
  const data = examplesFor(work.net, work.batch);
  const order = Array.from({ length: batch }, (_, i) => i);
  let sums: tf.Tensor = beginSums(machine.heads);
  return async () => {
    const next = trainStep(machine, () => batchOf(data, order, 0, batch, machine.heads), sums);
    sums.dispose();
    sums = next;
    await sums.data();
  };
}

/** The same layers trained as people do by hand, with `compile` and `trainOnBatch` on tensors that are there already. */
export async function byHandStep(work: Workload): Promise<() => Promise<void>> {
  const model = await loadModel(work.net, initialWeights(work.net, 1));
  model.compile({ optimizer: tf.train.adam(RATE), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const { inputs, targets, size } = examplesFor(work.net, work.batch);
  const { shape, values } = inputs[0]!;
  const x = tf.tensor(values, [size, ...shape]);
  const y = headsOf(work.net)[0]!.targets(targets[0]!);
  return async () => {
    await model.trainOnBatch(x, y);
  };
}
