// What a training step asks of a graphics card. The numbers are counted, not timed: they are the same on every adapter.
import { afterAll, beforeAll, expect, test } from "vitest";
import { examplesFor, netOf } from "../../../bench/nets.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { startBackend, stopBackend } from "../../../src/runtime/backend.ts";
import { batchOf } from "../../../src/runtime/batches.ts";
import { prepare, trainStep } from "../../../src/runtime/step.ts";
import * as tf from "../../../src/runtime/tf.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { useSoftwareGpu } from "../kernels/software-gpu.ts";
import { netOf as netOfText } from "../training-nets.ts";
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

// Most programs and uploads of one step. Each upload beyond the batch is of one number but where bytes say otherwise.
test.each([
  // 8·28·28 pixels and 8·10 labels of 4 bytes, and 60 for single numbers.
  {
    title: "LeNet-5",
    file: "specs/zoo/lenet5.cnn",
    name: "lenet5",
    batch: 8,
    dispatches: 106,
    uploads: 9,
    bytes: 25_468,
  },
  // 2500·12 samples and 4 labels.
  {
    title: "a residual net for ECGs",
    file: "bench/nets.cnn",
    name: "ecg",
    batch: 1,
    dispatches: 527,
    uploads: 17,
    bytes: 120_076,
  },
])("a step of $title uploads its batch, reads nothing back, and compiles no program twice", async (bar) => {
  const step = await between(netOf(bar.file, bar.name), bar.batch, 2, 3);
  expect(step).toMatchObject({ readBacks: 0, compiled: 0, tensors: 0, bytes: 0 });
  expect(step.dispatches).toBeLessThanOrEqual(bar.dispatches);
  expect(step.uploads).toBeLessThanOrEqual(bar.uploads);
  expect(step.uploadedBytes).toBeLessThanOrEqual(bar.bytes);
});

test("a thousand steps leave no tensor behind", async () => {
  // Small, since a software adapter takes milliseconds for each program.
  const net = netOfText("task t = classify { a, b }\nnet n { input 4 samples, batchnorm, flatten, head t }");
  const steps = await between(net, 2, 10, 1010);
  expect(steps).toMatchObject({ readBacks: 0, compiled: 0, tensors: 0, bytes: 0 });
});
