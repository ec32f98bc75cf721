// The training loop on WASM: it learns, leaks nothing, stops where it should.
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import type { LayerKind } from "../../src/layers/registry.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import { batchOf } from "../../src/training/batches.ts";
import { prepare, trainStep } from "../../src/training/step.ts";
import { type EpochRecord, runTraining, stalled } from "../../src/training/trainer.ts";
import { everyLayer, examplesFor, jobFor, mistaught, netOf } from "./training-nets.ts";

beforeAll(() => startBackend("wasm"));

/** Layers that are known to train at every rank, on every backend. */
const CORE: readonly LayerKind[] = [
  "input",
  "conv",
  "dense",
  "maxpool",
  "avgpool",
  "batchnorm",
  "flatten",
  "dropout",
  "relu",
  "sigmoid",
  "tanh",
  "softmax",
  "upsample",
  "add",
  "concat",
];

describe.each([1, 2, 3] as const)("a net of rank %i with every core layer", (rank) => {
  test("has every core layer, here or at another rank", () => {
    const kinds = new Set(
      [1, 2, 3].flatMap((each) => everyLayer(each as 1 | 2 | 3).nodes.map(({ kind }) => kind)),
    );
    expect([...kinds].sort()).toEqual([...CORE].sort());
  });

  test("learns, and keeps no tensor", async () => {
    const net = everyLayer(rank);
    const data = examplesFor(net, 6);
    const order = [0, 1, 2, 3, 4, 5];
    const before = tf.memory().numTensors;
    const machine = await prepare(net, initialWeights(net, 1), { optimizer: { kind: "adam", rate: 0.01 } });
    const losses: number[] = [];
    const tensors: number[] = [];
    const start = tf.zeros([2]);
    for (let step = 0; step < 40; step++) {
      const sums = trainStep(machine, () => batchOf(data, order, 0, 6, machine.heads), start);
      losses.push((await sums.data())[0]! / 6);
      sums.dispose();
      tensors.push(tf.memory().numTensors);
    }
    const mean = (from: number, to: number) => losses.slice(from, to).reduce((a, b) => a + b) / (to - from);
    expect(mean(30, 40)).toBeLessThan(mean(0, 10));
    expect(new Set(tensors)).toEqual(new Set([tensors[0]]));
    machine.dispose();
    start.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("runTraining keeps no tensor either", async () => {
  const net = everyLayer(2);
  const before = tf.memory().numTensors;
  const data = examplesFor(net, 6);
  await runTraining({ ...jobFor(net, data, { batch: 4 }), validation: data });
  expect(tf.memory().numTensors).toBe(before);
});

test("`fixed` and `frozen` weights stay as they are, others change", async () => {
  const net = netOf(`kernel edge = [ -1 2 -1 ]
    task kind = classify { a, b, c }
    net a { input image 6x6x1, conv [edge] bias [1] fixed, batchnorm frozen, relu, conv 2@3, batchnorm, flatten, dense 4 frozen, head kind }`);
  const job = jobFor(net, examplesFor(net, 6), {});
  const { weights } = await runTraining(job);
  let offset = 0;
  const changed: { [name: string]: boolean } = {};
  for (const { name, shape } of weights.specs) {
    const size = shape.reduce((a, b) => a * b, 1);
    const part = (data: Float32Array) => [...data.slice(offset, offset + size)];
    changed[name] = part(weights.data).some((value, i) => value !== part(job.start.weights.data)[i]);
    offset += size;
  }
  const fixed = [
    "conv_1/kernel",
    "conv_1/bias",
    "batchnorm_1/gamma",
    "batchnorm_1/beta",
    "batchnorm_1/moving_mean",
    "batchnorm_1/moving_variance",
    "dense_1/kernel",
    "dense_1/bias",
  ];
  for (const name of fixed) expect([name, changed[name]]).toEqual([name, false]);
  const learned = [
    "conv_2/kernel",
    "batchnorm_2/gamma",
    "batchnorm_2/beta",
    "batchnorm_2/moving_mean",
    "dense_2/kernel",
    "dense_2/bias",
  ];
  for (const name of learned) expect([name, changed[name]]).toEqual([name, true]);
});

test("the gradient of shared weights is the sum over their uses, and they stay one", async () => {
  const text = (uses: string) => `task kind = classify { a, b, c }
    net a { input { x, y, z }, ${uses}, dense 4, head kind }`;
  const shared = netOf(text("shared eye { dense 3, tanh }\n eye, eye"));
  const apart = netOf(text("dense 3, tanh, dense 3, tanh"));
  const settings = { optimizer: { kind: "sgd", rate: 0.5 }, epochs: 1 } as const;
  const data = examplesFor(shared, 6);
  const one = jobFor(shared, data, settings);
  const both = jobFor(apart, data, settings);
  // dense_1 is eye; in the other net dense_1 and dense_2 start as it does. 12 numbers each.
  const start = one.start.weights.data;
  both.start.weights.data.set([...start.slice(0, 12), ...start.slice(0, 12), ...start.slice(12)]);
  const first = start.slice(0, 12);
  const together = (await runTraining(one)).weights.data;
  const single = (await runTraining(both)).weights.data;
  expect(together).toHaveLength(shared.totals.weights);
  for (const [i, value] of first.entries()) {
    const steps = [single[i]! - value, single[12 + i]! - value];
    expect(Math.abs(steps[0]!)).toBeGreaterThan(1e-6);
    expect(together[i]! - value).toBeCloseTo(steps[0]! + steps[1]!, 5);
  }
});

test("the last batch is smaller, and means are over examples", async () => {
  const net = netOf(
    'task rate = regress { "rate" in Hz }\nnet a { input { x }, head rate weights [0] bias [0] }',
  );
  const train = {
    size: 5,
    inputs: [{ shape: [1], values: new Float32Array(5) }],
    targets: [Float32Array.of(1, 2, 3, 4, 5)],
  };
  const { history } = await runTraining(
    jobFor(net, train, { batch: 2, epochs: 1, optimizer: { kind: "sgd", rate: 1e-30 } }),
  );
  const rate = { loss: expect.closeTo(11, 5), metric: expect.closeTo(3, 5) };
  expect(history).toEqual([{ epoch: 1, loss: expect.closeTo(11, 5), rate: 1e-30, heads: { rate } }]);
});

describe("stopping", () => {
  const record = (validationLoss: number, i: number): EpochRecord => ({
    epoch: i + 1,
    loss: 1,
    heads: {},
    rate: 1,
    validationLoss,
  });
  test.each([
    [[3, 2, 1], 1, false],
    [[1, 2], 1, true],
    [[1, 2], 2, false],
    [[1, 2, 0.5, 0.6], 2, false],
    [[1, 2, 0.5, 0.6, 0.5], 2, true],
    [[], 1, false],
  ])("after validation losses %j with patience %i: %s", (losses, patience, stops) => {
    expect(stalled(losses.map(record), patience)).toBe(stops);
    expect(stalled(losses.map(record), undefined)).toBe(false);
  });

  test("where validation no longer gets better", async () => {
    const net = everyLayer(1);
    const data = examplesFor(net, 6);
    // What is learned of these is wrong of the others.
    const validation = mistaught(data, 3);
    const { end, history } = await runTraining({
      ...jobFor(net, data, { epochs: 60, patience: 3 }),
      validation,
    });
    expect(end).toBe("stalled");
    expect(history.length).toBeLessThan(60);
    const losses = history.map(({ validationLoss }) => validationLoss!);
    expect(losses.indexOf(Math.min(...losses))).toBe(losses.length - 4);
  });

  test("after the step that is under way, where the signal comes", async () => {
    const net = everyLayer(1);
    const abort = new AbortController();
    const result = await runTraining({
      ...jobFor(net, examplesFor(net, 6), { batch: 2, epochs: 5 }),
      onEpoch: async ({ epoch }) => {
        if (epoch === 2) abort.abort();
      },
      signal: abort.signal,
    });
    expect(result.end).toBe("aborted");
    expect(result.history).toHaveLength(2);
  });
});

describe("a loss that grows beyond numbers", () => {
  const net = everyLayer(1);
  const settings = { optimizer: { kind: "sgd", rate: 1e30 }, epochs: 3 } as const;

  test("is an error that says where, and what helps", async () => {
    const training = runTraining(jobFor(net, examplesFor(net, 6), { ...settings, batch: 2 }));
    await expect(training).rejects.toThrow(/epoch 1, by step 3\).*learning rate than 1e\+30/);
    await expect(training).rejects.toMatchObject({ finding: { code: "training_diverged" } });
  });

  test("keeps no tensor", async () => {
    const before = tf.memory().numTensors;
    await expect(runTraining(jobFor(net, examplesFor(net, 6), settings))).rejects.toThrow(/; the first are /);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("never reaches a checkpoint, though the loss of the last step doesn't show it", async () => {
    let kept = 0;
    const training = runTraining({
      ...jobFor(net, examplesFor(net, 6), settings),
      onEpoch: async (_, checkpoint) => {
        kept++;
        expect(checkpoint.weights.data.every(Number.isFinite)).toBe(true);
      },
    });
    await expect(training).rejects.toMatchObject({ finding: { code: "training_diverged" } });
    expect(kept).toBeLessThan(2);
  });
});
