// Clipped gradients against PyTorch's (`reference/schedules.py`).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { clipped, clippedOnDevice } from "../../src/training/optimizers/clip.ts";
import { numbers } from "./training-nets.ts";

const cases = JSON.parse(readFileSync(join(import.meta.dirname, "reference/clip.json"), "utf8")) as {
  readonly most: number;
  readonly gradients: readonly (readonly number[])[];
}[];

const gradientsOf = () => [
  tf.tensor(numbers(6, 1), [2, 3]),
  tf.tensor(numbers(4, 2).map((value) => 3 * value)),
];

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  beforeAll(() => startBackend(backend));

  describe.each([
    ["on the host", clipped],
    ["out of kernels", clippedOnDevice],
  ] as const)("%s", (_, clip) => {
    test.each(cases)("to a norm of $most", async ({ most, gradients }) => {
      const before = tf.memory().numTensors;
      const given = gradientsOf();
      const result = tf.tidy(() => clip(given, most) as tf.Tensor[]);
      for (const [i, wanted] of gradients.entries()) {
        const values = await result[i]!.data();
        expect(result[i]!.shape).toEqual(given[i]!.shape);
        for (const [k, value] of wanted.entries())
          expect(Math.abs(values[k]! - value), `gradient ${i}[${k}]`).toBeLessThanOrEqual(
            1e-5 * Math.abs(value),
          );
      }
      tf.dispose([given, result]);
      expect(tf.memory().numTensors).toBe(before);
    });

    test("gradients of zeros stay zeros", async () => {
      const zero = tf.zeros([3]);
      const [result] = tf.tidy(() => clip([zero], 1) as tf.Tensor[]);
      expect([...(await result!.data())]).toEqual([0, 0, 0]);
      tf.dispose([zero, result!]);
    });
  });
});
