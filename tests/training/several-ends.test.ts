// Nets of several inputs and several heads, and groups without labels.
import { afterAll, beforeAll, expect, test } from "vitest";
import { predictorOf } from "../../src/answering/predictor.ts";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { initialWeights, type WeightData } from "../../src/targets/tfjs/weights.ts";
import { placeCentroids } from "../../src/training/clustering-targets.ts";
import { runTraining } from "../../src/training/trainer.ts";
import { jobFor, netOf, numbers } from "./training-nets.ts";

beforeAll(() => startBackend("wasm"));
afterAll(stopBackend);

const span = { start: 0, end: 0 };

/** The numbers of one weight. */
function weight({ specs, data }: WeightData, name: string): number[] {
  let offset = 0;
  for (const spec of specs) {
    const size = spec.shape.reduce((a, b) => a * b, 1);
    if (spec.name === name) return [...data.slice(offset, offset + size)];
    offset += size;
  }
  throw new Error(`no weight ${name}`);
}

test("the loss is the sum of the heads', each times its weight, and so is the step", async () => {
  const net = netOf(`task rate = regress { a }
    task other = regress { b }
    net n {
      input { x } as left
      input { y } as right
      from left, concat right, dense 1 weights [1; 2] bias [0] as sum
      head rate weights [1] bias [0] frozen
      from sum, head other weights [1] bias [0] frozen
    }`);
  // One example, x = 1 and y = 1: the sum is 3. Targets 2 and 5 leave errors of 1 and −2.
  const train: Dataset = {
    size: 1,
    inputs: [
      { shape: [1], values: Float32Array.of(1) },
      { shape: [1], values: Float32Array.of(1) },
    ],
    targets: [Float32Array.of(2), Float32Array.of(5)],
  };
  const { history, weights } = await runTraining(
    jobFor(net, train, {
      epochs: 1,
      optimizer: { kind: "sgd", rate: 0.1 },
      lossWeights: [{ name: "other", weight: 0.25, span }],
    }),
  );
  // 1² + 0.25 · (−2)² = 2; the slope of the sum is 2 · 1 + 0.25 · 2 · (−2) = 1, and x and y are 1.
  expect(history).toEqual([
    {
      epoch: 1,
      loss: expect.closeTo(2, 6),
      rate: 0.1,
      heads: {
        rate: { loss: expect.closeTo(1, 6), metric: expect.closeTo(1, 6) },
        other: { loss: expect.closeTo(4, 6), metric: expect.closeTo(2, 6) },
      },
    },
  ]);
  const [first, second] = weight(weights, "dense_1/kernel");
  expect(first).toBeCloseTo(1 - 0.1, 6);
  expect(second).toBeCloseTo(2 - 0.1, 6);
});

const groups = netOf(`task kind = cluster 2
  task same = reconstruct
  net n {
    input { x, y }
    dense 2 weights [1 0; 0 1] bias [0 0] as code
    head kind
    from code, dense 2, head same
  }`);

/** Two heaps, about (−1, 0) and (2, 1). */
const heaps: Dataset = (() => {
  const noise = numbers(40, 0.3);
  const values = noise.map((value, i) => 0.2 * value + [-1, 0, 2, 1][i % 4]!);
  return { size: 20, inputs: [{ shape: [2], values }], targets: [undefined, values] };
})();

test("centroids begin where the codes of the examples lie, unless the spec or another run says where", async () => {
  const start = initialWeights(groups, 1);
  const placed = weight(await placeCentroids(groups, start, heaps, 1), "centroids_1/centroids");
  const points = [placed.slice(0, 2), placed.slice(2)].sort((a, b) => a[0]! - b[0]!);
  for (const [i, [x, y]] of [
    [-1, 0],
    [2, 1],
  ].entries()) {
    expect(Math.abs(points[i]![0]! - x!)).toBeLessThan(0.15);
    expect(Math.abs(points[i]![1]! - y!)).toBeLessThan(0.15);
  }
  expect(await placeCentroids(groups, start, heaps, 1, ["centroids_1"])).toEqual(start);
  const given = netOf(`task kind = cluster 2
    net n { input { x, y }, head kind weights [0 0; 1 1] }`);
  const theirs = initialWeights(given, 1);
  expect(await placeCentroids(given, theirs, heaps, 1)).toEqual(theirs);
});

test("groups become surer, tell the heaps apart, and keep no tensor", async () => {
  const before = tf.memory().numTensors;
  const weights = await placeCentroids(groups, initialWeights(groups, 1), heaps, 1);
  const lossWeights = [{ name: "same", weight: 0.01, span }];
  const job = {
    ...jobFor(groups, heaps, { epochs: 30, batch: 5, lossWeights }),
    start: { weights },
    validation: heaps,
  };
  const { history, weights: learned } = await runTraining(job);
  const certainty = history.map(({ heads }) => heads.kind!.metric);
  expect(certainty.at(-1)).toBeGreaterThan(certainty[0]! + 0.01);
  expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
  const predictor = await predictorOf(groups, learned);
  const predictions = await predictor.predict(heaps);
  predictor.dispose();
  const names = predictions.map(({ kind }) => (kind?.kind === "class" ? kind.name : ""));
  expect(new Set(names.filter((_, i) => i % 2 === 0)).size).toBe(1);
  expect(new Set(names.filter((_, i) => i % 2 === 1)).size).toBe(1);
  expect(names[0]).not.toBe(names[1]);
  expect(tf.memory().numTensors).toBe(before);
});

test("a clustering that stopped goes on to the bit", async () => {
  const weights = await placeCentroids(groups, initialWeights(groups, 1), heaps, 1);
  const job = { ...jobFor(groups, heaps, { epochs: 4, batch: 7 }), start: { weights } };
  const checkpoints: Parameters<NonNullable<typeof job.onEpoch>>[1][] = [];
  const whole = await runTraining({ ...job, onEpoch: async (_, reached) => void checkpoints.push(reached) });
  expect(await runTraining({ ...job, start: checkpoints[1]! })).toEqual(whole);
});

test("predictions by the heads' names, regions by the likeliest of each place", async () => {
  const net = netOf(`task disc = segment { ground, disc }
    task same = reconstruct
    net n { input image 2x2x1 as given, head disc weights [1 -1] bias [0 0], from given, head same weights [2] bias [1] }`);
  const values = Float32Array.of(1, -1, 0.5, -3);
  const predictor = await predictorOf(net, initialWeights(net, 1));
  const [prediction] = await predictor.predict({ size: 1, inputs: [{ shape: [2, 2, 1], values }] });
  predictor.dispose();
  expect(prediction).toEqual({
    disc: { kind: "regions", shape: [2, 2], names: ["ground", "disc"], regions: Uint16Array.of(0, 1, 0, 1) },
    same: { kind: "numbers", shape: [2, 2, 1], values: Float32Array.of(3, -1, 2, -5) },
  });
});
