/** A training step of LeNet-5 (28×28×1, batch 64, Adam): through cnnc, and by hand in TensorFlow.js. */
import { readFileSync } from "node:fs";
import { compileText } from "../src/compile.ts";
import type { CheckedNet } from "../src/ir/net.ts";
import { batchOf } from "../src/runtime/batches.ts";
import type { Dataset } from "../src/runtime/data/dataset.ts";
import { prepare, trainStep } from "../src/runtime/step.ts";
import * as tf from "../src/runtime/tf.ts";
import { initialWeights } from "../src/targets/tfjs/weights.ts";

const BATCH = 64;

function lenet5(): CheckedNet {
  const file = "specs/zoo/lenet5.cnn";
  return compileText(readFileSync(file, "utf8"), file).program.nets[0]!;
}

function digits(): Dataset {
  const inputs = new Float32Array(BATCH * 28 * 28).map((_, i) => ((i * 7919) % 256) / 255);
  const targets = Int32Array.from({ length: BATCH }, (_, i) => i % 10);
  return { size: BATCH, inputs: [{ shape: [28, 28, 1], values: inputs }], targets: [targets] };
}

/** A step as `cnnc train` makes it: gather the batch, upload it, forward, gradients, Adam, loss and accuracy. */
export async function cnncStep(): Promise<() => Promise<void>> {
  const net = lenet5();
  const machine = await prepare(net, initialWeights(net, 1), { optimizer: { kind: "adam", rate: 0.001 } });
  const data = digits();
  const order = Array.from({ length: BATCH }, (_, i) => i);
  let sums: tf.Tensor = tf.zeros([2]);
  return async () => {
    const next = trainStep(machine, () => batchOf(data, order, 0, BATCH, machine.heads), sums);
    sums.dispose();
    sums = next;
    await sums.data();
  };
}

/** The same layers as people write them, with `trainOnBatch` on tensors that are there already. */
export function byHandStep(): () => Promise<void> {
  const { averagePooling2d, conv2d, dense, flatten } = tf.layers;
  const model = tf.sequential({
    layers: [
      conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, padding: "same", activation: "tanh" }),
      averagePooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      conv2d({ filters: 16, kernelSize: 5, activation: "tanh" }),
      averagePooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      flatten(),
      dense({ units: 120, activation: "tanh" }),
      dense({ units: 84, activation: "tanh" }),
      dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const { inputs, targets } = digits();
  const x = tf.tensor4d(inputs[0]!.values, [BATCH, 28, 28, 1]);
  const y = tf.cast(tf.oneHot(tf.tensor1d(targets[0]!, "int32"), 10), "float32");
  return async () => {
    await model.trainOnBatch(x, y);
  };
}
