// Averages of batch normalisation in trained nets are those of the data, however short the training was.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { predictorOf } from "../../src/answering/predictor.ts";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { type Dataset, select } from "../../src/data/dataset.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { batchEdges } from "../../src/training/batches.ts";
import { withExactAverages } from "../../src/training/exact-averages.ts";
import { type Checkpoint, runTraining } from "../../src/training/trainer.ts";
import { farFromData, weightsByName } from "./moments-of-data.ts";
import { examplesFor, jobFor, mistaught, netOf } from "./training-nets.ts";

beforeAll(() => startBackend("wasm"));

/** Examples whose numbers lie around `mean`, with the spread `spread`. */
function examples(net: CheckedNet, size: number, mean: number, spread: number): Dataset {
  const data = examplesFor(net, size);
  for (const { values } of data.inputs)
    for (let i = 0; i < values.length; i++) values[i] = mean + spread * values[i]!;
  return data;
}

const INPUTS = ["{ x, y, z }", "7 samples x 2 leads", "image 5x4x2", "volume 3x4x3x2"];

/** Nets with several batch normalisations, in a row, side by side, and behind ways around them. */
const nets = fc
  .record({
    rank: fc.integer({ min: 0, max: 3 }),
    parts: fc.array(
      fc.record({
        width: fc.integer({ min: 1, max: 4 }),
        norm: fc.constantFrom(
          "batchnorm",
          "batchnorm momentum 0.5",
          "batchnorm no scale",
          "batchnorm no shift epsilon 1e-2",
          "batchnorm frozen",
        ),
        form: fc.constantFrom("plain", "around", "branches", "twice", "dropped"),
        activation: fc.constantFrom("relu", "tanh", "sigmoid"),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    first: fc.boolean(),
  })
  .map(({ rank, parts, first }) => {
    const layer = (width: number) => (rank === 0 ? `dense ${width}` : `conv ${width}@3 same`);
    const body = parts.map(({ width, norm, form, activation }, i) => {
      const one = `${layer(width)}, ${norm}, ${activation}`;
      if (form === "around") return `${one} as kept${i}\n  ${layer(width)}, ${norm}, add kept${i}`;
      if (form === "branches") return `branches concat {\n  | ${one}\n  | ${layer(1)}\n  }`;
      if (form === "twice") return `repeat 2 { ${one} }`;
      return form === "dropped" ? `dropout 0.3, ${one}` : one;
    });
    const begin = first ? ["batchnorm"] : [];
    return `task kind = classify { a, b, c }\nnet n {\n  input ${INPUTS[rank]}\n  ${[...begin, ...body, "batchnorm"].join("\n  ")}${rank > 0 ? "\n  flatten" : ""}\n  head kind\n}`;
  });

test("after any number of steps, of whatever net", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        text: nets,
        size: fc.integer({ min: 2, max: 23 }),
        batch: fc.integer({ min: 2, max: 9 }),
        epochs: fc.integer({ min: 1, max: 2 }),
        mean: fc.constantFrom(0, 3, -40),
        keep: fc.boolean(),
      }),
      async ({ text, size, batch, epochs, mean, keep }) => {
        const net = netOf(text);
        const data = examples(net, size, mean, 2);
        const job = jobFor(net, data, { batch, epochs, ...(keep ? { keep: "best" } : {}) });
        const { weights } = await runTraining(keep ? { ...job, validation: mistaught(data, 3) } : job);
        expect(farFromData(net, weights, data)).toBeLessThan(1e-4);
      },
    ),
    { seed: 14, numRuns: 40 },
  );
});

test("of many examples, which go through the net in several batches", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n { input image 6x6x1, conv 3@3 same, batchnorm, relu, conv 2@3 same, batchnorm, flatten, head kind }`);
  const data = examples(net, 611, 5, 0.1);
  const { weights } = await runTraining(jobFor(net, data, { batch: 300, epochs: 1 }));
  expect(farFromData(net, weights, data)).toBeLessThan(1e-4);
});

test("of more examples than there is room for, evenly chosen ones stand for the rest", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n { input image 6x6x1, conv 3@3, batchnorm, relu, conv 2@3, batchnorm, flatten, head kind }`);
  const data = examples(net, 20, 5, 1);
  const { weights } = await runTraining(jobFor(net, data, { batch: 10, epochs: 1 }));
  // What the first normalisation takes of an example is 6·6·3 numbers of 4 bytes; those and no others are kept.
  const room = 5 * 4 * 6 * 6 * 3;
  const averaged = await withExactAverages(net, weights, data, room);
  expect(farFromData(net, averaged, select(data, [0, 4, 8, 12, 16]))).toBeLessThan(1e-4);
  expect(farFromData(net, averaged, data)).toBeGreaterThan(1e-4);
  expect(await withExactAverages(net, weights, data, 4 * room)).toEqual(weights);
});

test("the same on plain JavaScript", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n { input image 6x6x1, conv 3@3, batchnorm, relu, conv 2@3, batchnorm, flatten, head kind }`);
  const data = examples(net, 9, 5, 1);
  await startBackend("cpu");
  try {
    const { weights } = await runTraining(jobFor(net, data, { batch: 4, epochs: 1 }));
    expect(farFromData(net, weights, data)).toBeLessThan(1e-4);
  } finally {
    await startBackend("wasm");
  }
});

test("a net that was trained for one step answers as the data are", async () => {
  // 2 x of x = 0, 2, 4 with mean 2 and variance 8/3: (x − 2) / √(8/3 + 0.001), times the head's 1.
  const net = netOf(`task out = regress { y }
    net n { input { x }, batchnorm momentum 0.99, head out weights [1] no bias fixed }`);
  const data: Dataset = {
    size: 3,
    inputs: [{ shape: [1], values: Float32Array.of(0, 2, 4) }],
    targets: [Float32Array.of(0, 2, 4)],
  };
  const job = jobFor(net, data, { optimizer: { kind: "sgd", rate: 1e-30 }, epochs: 1, batch: 3 });
  const { weights } = await runTraining(job);
  const predictor = await predictorOf(net, weights);
  const answers = await predictor.predict(data);
  predictor.dispose();
  const values = answers.map(({ out }) => (out?.kind === "quantities" ? out.values[0]!.value : Number.NaN));
  for (const [i, x] of [0, 2, 4].entries())
    expect(values[i]).toBeCloseTo((x - 2) / Math.sqrt(8 / 3 + 0.001), 5);
});

test("checkpoints keep what training tracks, so that it goes on as if it had never stopped", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n { input { x, y }, dense 4, batchnorm, relu, head kind }`);
  const data = examples(net, 8, 10, 1);
  const job = jobFor(net, data, { batch: 4, epochs: 1 });
  const reached: Checkpoint[] = [];
  const { weights } = await runTraining({
    ...job,
    onEpoch: async (_, checkpoint) => void reached.push(checkpoint),
  });
  const tracked = weightsByName(reached[0]!.weights);
  const exact = weightsByName(weights);
  for (const [name, values] of exact) {
    if (name.includes("moving")) expect(values).not.toEqual(tracked.get(name));
    else expect(values).toEqual(tracked.get(name));
  }
});

test("a layer that is used on two inputs has the averages of both together", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n {
      input { x } as left
      input { y } as right
      shared side { batchnorm }
      from left, side as one
      from right, side, concat one
      head kind
    }`);
  const targets = [Int32Array.of(0, 1)];
  const inputs = [
    [0, 2],
    [4, 6],
  ].map((values) => ({ shape: [1], values: Float32Array.from(values) }));
  const { weights } = await runTraining(jobFor(net, { size: 2, inputs, targets }, { epochs: 1 }));
  const stored = weightsByName(weights);
  // 0, 2, 4, 6: mean 3, variance (9 + 1 + 1 + 9) / 4.
  expect([...stored.get("batchnorm_1/moving_mean")!]).toEqual([3]);
  expect([...stored.get("batchnorm_1/moving_variance")!]).toEqual([5]);
});

test("no tensor is left behind", async () => {
  const net = netOf(`task kind = classify { a, b, c }
    net n { input { x, y }, dense 4, batchnorm, relu, dense 3, batchnorm, head kind }`);
  const data = examples(net, 8, 0, 1);
  const before = tf.memory().numTensors;
  await runTraining(jobFor(net, data, { batch: 4, epochs: 1 }));
  expect(tf.memory().numTensors).toBe(before);
});

describe("a batch of one", () => {
  const text = (norm: string) => `task kind = classify { a, b, c }
    net n { input { x, y }, dense 4, ${norm}, relu, head kind }`;

  test.each([
    ["each batch has one", 5, 1],
    ["there is one example", 1, 4],
  ])("is refused where something is normalised over it: %s", async (_, size, batch) => {
    const net = netOf(text("batchnorm"));
    await expect(runTraining(jobFor(net, examplesFor(net, size), { batch }))).rejects.toThrow(/several/);
    for (const norm of ["batchnorm frozen", "layernorm"]) {
      const other = netOf(text(norm));
      await runTraining(jobFor(other, examplesFor(other, size), { batch, epochs: 1 }));
    }
  });

  test("is joined to the one before it, and to no other", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 2, max: 20 }),
        fc.boolean(),
        (size, batch, together) => {
          const edges = batchEdges(size, batch, together);
          const sizes = edges.slice(1).map((to, i) => to - edges[i]!);
          const plain = Array.from({ length: Math.ceil(size / batch) }, (_, i) =>
            Math.min(batch, size - i * batch),
          );
          const joins = together && plain.length > 1 && plain.at(-1) === 1;
          expect(sizes).toEqual(joins ? [...plain.slice(0, -2), plain.at(-2)! + 1] : plain);
          expect([edges[0], edges.at(-1)]).toEqual([0, size]);
          if (together && size > 1) expect(Math.min(...sizes)).toBeGreaterThan(1);
        },
      ),
      { seed: 14 },
    );
  });

  test("all examples are learned from, in one step fewer", async () => {
    const steps = async (norm: string) => {
      const net = netOf(text(norm));
      const seen: number[] = [];
      const job = jobFor(net, examplesFor(net, 9), { batch: 4, epochs: 1 });
      await runTraining({ ...job, onProgress: ({ steps }) => void seen.push(steps) });
      return seen.at(-1);
    };
    expect(await steps("layernorm")).toBe(3);
    expect(await steps("batchnorm")).toBe(2);
  });
});
