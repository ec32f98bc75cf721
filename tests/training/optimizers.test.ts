// Optimizers against PyTorch's numbers (`reference/optimizers.py`), and their state.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import type { OptimizerSettings } from "../../src/ir/program.ts";
import { DeviceAdam } from "../../src/training/optimizers/adam.ts";
import { createOptimizer } from "../../src/training/optimizers/create.ts";
import type { Optimizer } from "../../src/training/optimizers/optimizer.ts";
import { numbers } from "./training-nets.ts";

interface Case {
  readonly settings: OptimizerSettings;
  readonly weights: readonly (readonly number[])[];
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, "reference/optimizers.json"), "utf8"),
) as Case[];

type Make = (settings: OptimizerSettings, variables: readonly tf.Variable[]) => Optimizer;

/** All that a training can make, and AdamW as it is on a graphics card. */
const made: [string, Make, Case][] = [
  ...cases.map((each): [string, Make, Case] => [JSON.stringify(each.settings), createOptimizer, each]),
  ...cases
    .filter(({ settings }) => settings.kind === "adamw")
    .map((each): [string, Make, Case] => [
      `${JSON.stringify(each.settings)} out of kernels`,
      ({ rate, decay }, variables) => new DeviceAdam(rate, variables, decay),
      each,
    ]),
];

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  beforeAll(() => startBackend(backend));

  describe.each(made)("%s", (_, make, { settings, weights }) => {
    test("gives PyTorch's weights", async () => {
      const scale = [1, 1000, 1e-3, 1e-6, 0, -1];
      const variable = tf.tidy(() => tf.variable(tf.tensor(numbers(6, 2))));
      const optimizer = make(settings, [variable]);
      for (const [step, wanted] of weights.entries()) {
        const gradient = tf.tensor(numbers(6, step).map((value, i) => value * scale[i]!));
        optimizer.apply([gradient]);
        gradient.dispose();
        for (const [i, value] of (await variable.data()).entries()) {
          const far = Math.abs(value - wanted[i]!);
          expect(far, `step ${step + 1}: [${i}] is ${value}, PyTorch has ${wanted[i]}`).toBeLessThanOrEqual(
            1e-5 * Math.abs(wanted[i]!),
          );
        }
      }
      optimizer.dispose();
      variable.dispose();
    });

    test("goes on from its saved state as if it had never stopped, and leaves no tensor", async () => {
      const before = tf.memory().numTensors;
      const variables = tf.tidy(() => [
        tf.variable(tf.tensor(numbers(6, 1), [2, 3])),
        tf.variable(tf.tensor(numbers(4, 2))),
      ]);
      const gradients = [tf.tensor(numbers(6, 3), [2, 3]), tf.tensor(numbers(4, 4))];
      const one = make(settings, variables);
      one.apply(gradients);
      const state = await one.state();
      // Copies with memory of their own.
      const copies = tf.tidy(() => variables.map((variable) => tf.variable(tf.add(variable, 0))));
      const two = make(settings, copies);
      two.restore(state);
      one.apply(gradients);
      two.apply(gradients);
      for (const [i, variable] of variables.entries())
        expect(await copies[i]!.data()).toEqual(await variable.data());
      expect(await two.state()).toEqual(await one.state());
      expect((await two.state()).steps).toBe(2);
      one.dispose();
      two.dispose();
      tf.dispose([variables, gradients, copies]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  test("without weight decay AdamW is Adam, to the bit", async () => {
    const trained = async (settings: OptimizerSettings) => {
      const variable = tf.tidy(() => tf.variable(tf.tensor(numbers(6, 2))));
      const optimizer = createOptimizer(settings, [variable]);
      for (let step = 0; step < 3; step++) {
        const gradient = tf.tensor(numbers(6, step));
        optimizer.apply([gradient]);
        gradient.dispose();
      }
      const values = (await variable.data()).slice();
      optimizer.dispose();
      variable.dispose();
      return values;
    };
    const adam = await trained({ kind: "adam", rate: 0.01 });
    expect(await trained({ kind: "adamw", rate: 0.01 })).toEqual(adam);
    expect(await trained({ kind: "adamw", rate: 0.01, decay: 0.1 })).not.toEqual(adam);
  });

  test("a rate that is changed holds from the next step on", async () => {
    const variable = tf.tidy(() => tf.variable(tf.tensor([1])));
    const optimizer = createOptimizer({ kind: "sgd", rate: 0.5 }, [variable]);
    const gradient = tf.tensor([1]);
    optimizer.apply([gradient]);
    optimizer.rate = 0.25;
    optimizer.apply([gradient]);
    expect([...(await variable.data())]).toEqual([0.25]);
    tf.dispose([variable, gradient]);
  });
});
