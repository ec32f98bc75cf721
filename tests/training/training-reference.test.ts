// Gradient descent and Adam against PyTorch's numbers (`reference/reference.py`) and against a calculation by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import type { Training } from "../../src/ir/program.ts";
import { product } from "../../src/shape/shape.ts";
import { weightSpecs } from "../../src/targets/tfjs/weights.ts";
import { DeviceAdam, HostAdam } from "../../src/training/optimizers/adam.ts";
import { createOptimizer } from "../../src/training/optimizers/create.ts";
import type { Optimizer } from "../../src/training/optimizers/optimizer.ts";
import { runTraining } from "../../src/training/trainer.ts";
import { examplesFor, jobFor, netOf, numbers } from "./training-nets.ts";

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, "reference", name), "utf8"));

const nets = read("nets.json") as {
  sizes: number[];
  optimizer: Training["optimizer"];
  losses: number[];
  weights: { [name: string]: number[] };
}[];
const adam = read("adam.json") as { weights: number[][] };

const INPUTS = [
  (n: number[]) => `${n[0]} samples x 2 leads`,
  (n: number[]) => `image ${n.join("x")}x2`,
  (n: number[]) => `volume ${n.join("x")}x2`,
];
/** Weights in the order of `reference.py`, whose start is half of these numbers. */
const DRAWN = [
  "conv_1/kernel",
  "batchnorm_1/gamma",
  "batchnorm_1/beta",
  "conv_2/kernel",
  "conv_2/bias",
  "dense_1/kernel",
  "dense_1/bias",
  "dense_2/kernel",
  "dense_2/bias",
];

function expectClose(
  what: string,
  actual: ArrayLike<number>,
  wanted: readonly number[],
  relative: number,
): void {
  expect(actual.length, what).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs));
  for (const [i, value] of wanted.entries()) {
    const far = Math.abs(actual[i]! - value);
    expect(far, `${what}[${i}] is ${actual[i]}, PyTorch has ${value}`).toBeLessThanOrEqual(
      relative * Math.max(Math.abs(value), 0.01 * scale),
    );
  }
}

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(nets)(
    "three steps of $optimizer.kind on a net of $sizes give PyTorch's losses and weights",
    async ({ sizes, optimizer, losses, weights }) => {
      const net = netOf(`task kind = classify { a, b, c }
      net a {
        input ${INPUTS[sizes.length - 1]!(sizes)}
        conv 3@3 stride 2 pad 1 no bias, batchnorm, tanh, maxpool 2 stride 1 valid
        conv 4@2 valid, avgpool 2 stride 1 valid
        flatten, dense 5, sigmoid
        head kind
      }`);
      const specs = weightSpecs(net);
      const start = specs.flatMap(({ name, shape }) => {
        const drawn = DRAWN.indexOf(name);
        if (drawn >= 0) return [...numbers(product(shape), drawn)].map((value) => value / 2);
        return Array<number>(product(shape)).fill(name.endsWith("variance") ? 1 : 0);
      });
      const job = jobFor(net, examplesFor(net, 6), { optimizer });
      // What training tracks, and not what the averages come to in the end.
      let reached = Float32Array.from(start);
      const result = await runTraining({
        ...job,
        start: { weights: { specs, data: reached } },
        onEpoch: async (_, { weights }) => {
          reached = Float32Array.from(weights.data);
        },
      });
      expectClose(
        "loss",
        result.history.map(({ loss }) => loss),
        losses,
        1e-4,
      );
      expect(specs.map(({ name }) => name).sort()).toEqual(Object.keys(weights).sort());
      let offset = 0;
      for (const { name, shape } of specs) {
        expectClose(name, reached.slice(offset, offset + product(shape)), weights[name]!, 1e-4);
        offset += product(shape);
      }
    },
  );

  type Adam = new (rate: number, variables: readonly tf.Variable[]) => Optimizer;
  const kinds: [string, Adam][] = [
    ["on the host", HostAdam],
    ["on the device", DeviceAdam],
  ];

  /** Weights after each step. */
  async function steps(
    Kind: Adam,
    rate: number,
    start: Float32Array,
    gradients: readonly ArrayLike<number>[],
  ): Promise<Float32Array[]> {
    const variable = tf.tidy(() => tf.variable(tf.tensor(start)));
    const optimizer = new Kind(rate, [variable]);
    const after: Float32Array[] = [];
    for (const gradient of gradients) {
      const tensor = tf.tensor(Float32Array.from(gradient));
      optimizer.apply([tensor]);
      tensor.dispose();
      after.push((await variable.data<"float32">()).slice());
    }
    optimizer.dispose();
    variable.dispose();
    return after;
  }

  describe.each(kinds)("Adam %s", (_, Kind) => {
    test("does two steps as by hand", async () => {
      // Step 1: m = 0.1, v = 0.001, and both corrected are 1: w = 1 − 0.01.
      // Step 2 with g = 0.5: m = 0.9·0.1 + 0.1·0.5 = 0.14, by 1 − 0.9² = 0.19 is 0.7368421;
      // v = 0.999·0.001 + 0.001·0.25 = 0.001249, by 1 − 0.999² = 0.001999 is 0.6248124, its root 0.7904508.
      const [first, second] = await steps(Kind, 0.01, Float32Array.of(1), [[1], [0.5]]);
      expect(first![0]).toBeCloseTo(0.99, 6);
      expect(second![0]).toBeCloseTo(0.99 - (0.01 * 0.7368421) / 0.7904508, 6);
    });

    test("gives PyTorch's weights", async () => {
      const scale = [1, 1000, 1e-3, 1e-6, 0, -1];
      const gradients = adam.weights.map((_, step) => numbers(6, step).map((value, i) => value * scale[i]!));
      const after = await steps(Kind, 0.01, numbers(6, 2), gradients);
      for (const [i, weights] of adam.weights.entries())
        expectClose(`step ${i + 1}`, after[i]!, weights, 1e-5);
    });

    test("goes on from its saved state as if it had never stopped, and leaves no tensor", async () => {
      const before = tf.memory().numTensors;
      const variables = tf.tidy(() => [
        tf.variable(tf.tensor(numbers(6, 1), [2, 3])),
        tf.variable(tf.tensor(numbers(4, 2))),
      ]);
      const gradients = [tf.tensor(numbers(6, 3), [2, 3]), tf.tensor(numbers(4, 4))];
      const one = new Kind(0.1, variables);
      one.apply(gradients);
      const state = await one.state();
      // Copies with memory of their own.
      const copies = tf.tidy(() => variables.map((variable) => tf.variable(tf.add(variable, 0))));
      const two = new Kind(0.1, copies);
      two.restore(state);
      one.apply(gradients);
      two.apply(gradients);
      for (const [i, variable] of variables.entries())
        expect(await copies[i]!.data()).toEqual(await variable.data());
      expect(await two.state()).toEqual(await one.state());
      one.dispose();
      two.dispose();
      tf.dispose([variables, gradients, copies]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  test("both Adams agree", async () => {
    const gradients = Array.from({ length: 20 }, (_, step) => numbers(50, step));
    const [host, device] = await Promise.all(
      kinds.map(([, Kind]) => steps(Kind, 0.01, numbers(50, 9), gradients)),
    );
    const farthest = Math.max(...host!.at(-1)!.map((value, i) => Math.abs(value - device!.at(-1)![i]!)));
    expect(farthest).toBeLessThan(1e-6);
  });

  test("gradient descent subtracts rate times gradient", async () => {
    const variable = tf.variable(tf.tensor([1, 2]));
    const optimizer = createOptimizer({ kind: "sgd", rate: 0.25 }, [variable]);
    optimizer.apply([tf.tensor([4, -2])]);
    expect([...(await variable.data())]).toEqual([0, 2.5]);
    expect(await optimizer.state()).toEqual({ steps: 1, moments: new Float32Array(0) });
  });
});
