// What a training step asks of a graphics card. The numbers are counted, not timed: they are the same on every adapter.
import { afterAll, beforeAll, expect, test } from "vitest";
import { examplesFor, netOf } from "../../../bench/nets.ts";
import { startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { batchOf } from "../../../src/training/batches.ts";
import { prepare, trainStep } from "../../../src/training/step.ts";
import { netOf as netOfText } from "../../training/training-nets.ts";
import { useSoftwareGpu } from "../kernels/software-gpu.ts";
import { countTraffic, type Traffic } from "./traffic.ts";

let traffic: Traffic;

beforeAll(async () => {
  useSoftwareGpu();
  await startBackend("webgpu");
  traffic = countTraffic();
});
afterAll(stopBackend);

/** What training of a net does between two of its steps, both counted from 1. */
async function between(
  net: CheckedNet,
  batch: number,
  first: number,
  last: number,
): Promise<Traffic & { readonly tensors: number; readonly bytes: number }> {
  const machine = await prepare(net, initialWeights(net, 1), { optimizer: { kind: "adam", rate: 1e-4 } });
  const data = examplesFor(net, batch);
  const order = Array.from({ length: batch }, (_, i) => i);
  let sums: tf.Tensor = tf.zeros([2]);
  const now = () => {
    const { numTensors: tensors, numBytes: bytes } = tf.memory();
    return { ...traffic, tensors, bytes };
  };
  let before = now();
  for (let step = 1; step <= last; step++) {
    const next = trainStep(machine, () => batchOf(data, order, 0, batch, machine.heads), sums);
    sums.dispose();
    sums = next;
    if (step === first) before = now();
  }
  const after = now();
  expect(Number.isFinite((await sums.data())[0])).toBe(true);
  sums.dispose();
  machine.dispose();
  const differences = Object.entries(after).map(([key, value]) => [
    key,
    value - before[key as keyof Traffic],
  ]);
  return Object.fromEntries(differences);
}

/** Two convolutions with a way around them, as in nets for ECGs. */
const RESIDUAL = `task t = classify { a, b }
net n {
  input 64 samples x 2 leads
  conv 8@3 no bias, batchnorm, relu as start
  conv 8@3 no bias, batchnorm, add start, relu
  avgpool all
  head t
}`;

// Most programs and uploads of one step. Uploads beside the batch are of one number each.
test.each([
  // 8·28·28 pixels and 8·10 labels of 4 bytes, and 7 numbers.
  {
    title: "LeNet-5",
    net: () => netOf("specs/zoo/lenet5.cnn", "lenet5"),
    batch: 8,
    dispatches: 107,
    uploads: 9,
    bytes: 25_436,
  },
  // 4·64·2 samples and 4·2 labels, and 5 numbers.
  {
    title: "a residual net",
    net: () => netOfText(RESIDUAL),
    batch: 4,
    dispatches: 135,
    uploads: 7,
    bytes: 2_100,
  },
])("a step of $title uploads its batch, reads nothing back, and compiles no program twice", async (bar) => {
  const step = await between(bar.net(), bar.batch, 2, 3);
  expect(step).toMatchObject({ readBacks: 0, compiled: 0, tensors: 0, bytes: 0 });
  expect(step.dispatches).toBeLessThanOrEqual(bar.dispatches);
  expect(step.uploads).toBeLessThanOrEqual(bar.uploads);
  expect(step.uploadedBytes).toBeLessThanOrEqual(bar.bytes);
});

test("a thousand steps leave no tensor behind", async () => {
  // Small, since a software adapter takes milliseconds for each program.
  const net = netOfText("task t = classify { a, b }\nnet n { input { x, y }, head t }");
  const steps = await between(net, 2, 10, 1010);
  expect(steps).toMatchObject({ readBacks: 0, compiled: 0, tensors: 0, bytes: 0 });
});
