/** Copies that share their original's data: neither changes with the other, and the data go with the last one. */
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import type { OptimizerSettings } from "../../../src/ir/program.ts";
import { createOptimizer } from "../../../src/training/optimizers/create.ts";

beforeAll(async () => {
  await startBackend("wasm");
});

const copies: [string, (x: tf.Tensor) => tf.Tensor][] = [
  ["a clone", (x) => tf.clone(x)],
  ["a cast to the same type", (x) => tf.cast(x, "float32")],
];

const optimizers: OptimizerSettings[] = [
  { kind: "adam", rate: 0.1 },
  { kind: "adamw", rate: 0.1, decay: 0.1 },
  { kind: "rmsprop", rate: 0.1 },
  { kind: "sgd", rate: 0.1, momentum: 0.9, nesterov: true },
];

describe.each(copies)("%s", (_, copyOf) => {
  test("has the same data", () => {
    tf.tidy(() => {
      const x = tf.tensor([1, 2, 3]);
      const copy = copyOf(x);
      expect(copy.dataId).toBe(x.dataId);
      expect(copy.id).not.toBe(x.id);
    });
  });

  test.each(optimizers.map((settings) => [settings.kind, settings] as const))(
    "of a weight stays as it was when %s changes the weight",
    (_kind, settings) => {
      tf.tidy(() => {
        const weight = tf.variable(tf.tensor([1, -2, 3]));
        const copy = copyOf(weight);
        const again = copyOf(copy);
        const optimizer = createOptimizer(settings, [weight]);
        for (let step = 0; step < 2; step++) optimizer.apply([tf.tensor([1, 1, -1])]);
        expect([...weight.dataSync()]).not.toEqual([1, -2, 3]);
        expect([...copy.dataSync()]).toEqual([1, -2, 3]);
        expect([...again.dataSync()]).toEqual([1, -2, 3]);
        optimizer.dispose();
        weight.dispose();
      });
    },
  );

  test("outlives its original, and leaves nothing behind", () => {
    const before = { ...tf.memory(), data: tf.backend().numDataIds() };
    for (let i = 0; i < 3; i++) {
      const x = tf.tensor([1, 2, 3]);
      const copy = copyOf(x);
      x.dispose();
      // What is made next may not lie where the copy does.
      const other = tf.tensor([4, 5, 6]);
      expect([...copy.dataSync()]).toEqual([1, 2, 3]);
      tf.dispose([copy, other]);
    }
    expect({ ...tf.memory(), data: tf.backend().numDataIds() }).toEqual(before);
  });
});

test("a cast to another type is a new tensor, and a copy of strings holds them", () => {
  tf.tidy(() => {
    const x = tf.tensor([1.5, -2.5, 0]);
    expect([...tf.cast(x, "int32").dataSync()]).toEqual([1, -2, 0]);
    expect(tf.clone(tf.tensor(["a", "b"])).dataSync()).toEqual(["a", "b"]);
  });
});

test("a filter's copy gives the same convolution after the filter has changed", () => {
  tf.tidy(() => {
    const x = tf.ones([1, 3, 3, 1]) as tf.Tensor4D;
    const filter = tf.variable(tf.ones([3, 3, 1, 1]));
    const copy = tf.clone(filter) as tf.Tensor4D;
    // tfjs's fused convolutions keep what they packed of a filter, by its data.
    const convolve = (w: tf.Tensor) =>
      tf.fused.conv2d({ x, filter: w as tf.Tensor4D, strides: 1, pad: "valid" }).dataSync()[0];
    expect(convolve(filter)).toBe(9);
    filter.assign(tf.fill([3, 3, 1, 1], 2));
    expect(convolve(filter)).toBe(18);
    expect(convolve(copy)).toBe(9);
    filter.dispose();
    expect(convolve(copy)).toBe(9);
  });
});
