// The layer that is named where numbers stop being numbers.
import { beforeAll, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { loadModel } from "../../src/model/model.ts";
import { firstNotFinite } from "../../src/model/not-finite.ts";
import { product } from "../../src/shape/shape.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import { runTraining } from "../../src/training/trainer.ts";
import { examplesFor, jobFor, netOf } from "../training/training-nets.ts";

beforeAll(() => startBackend("wasm"));

const net = netOf(`task kind = classify { a, b, c }
  net n { input image 4x4x1, conv 2@3, relu, flatten, dense 4, tanh, head kind }`);

/** What is named where a weight is set to a value, for inputs of ones with another first number. */
async function named(weight: string | undefined, value: number, first = 1): Promise<string | undefined> {
  const { specs, data } = initialWeights(net, 1);
  const changed = data.slice();
  let offset = 0;
  for (const { name, shape } of specs) {
    if (name === weight) changed.fill(value, offset, offset + product(shape));
    offset += product(shape);
  }
  const before = tf.memory().numTensors;
  const model = await loadModel(net, { specs, data: changed });
  const inputs = tf.tensor(
    Float32Array.from({ length: 16 }, (_, i) => (i === 0 ? first : 1)),
    [1, 4, 4, 1],
  );
  const found = await firstNotFinite(net, model, [inputs]);
  inputs.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return found;
}

test("the first with weights that are no numbers", async () => {
  expect(await named("conv_1/bias", Number.NaN)).toBe("the first are weights of `conv_1` (conv 2@3)");
  expect(await named("dense_1/kernel", Number.POSITIVE_INFINITY)).toBe(
    "the first are weights of `dense_1` (dense 4)",
  );
});

test("or the one before, whose output grew too large", async () => {
  // 9 · 3e38 is more than a 32-bit float can hold.
  expect(await named("conv_1/kernel", 3e38)).toBe("the first are in the output of `conv_1` (conv 2@3)");
});

test("or the examples, or none", async () => {
  expect(await named(undefined, 0, Number.NaN)).toBe("the first are in the examples");
  expect(await named(undefined, 0)).toBeUndefined();
});

test("a training that diverges tells it", async () => {
  const job = jobFor(net, examplesFor(net, 6), { optimizer: { kind: "sgd", rate: 1e38 }, batch: 2 });
  await expect(runTraining(job)).rejects.toThrow(
    /^The loss is no longer a number \(epoch 1, by step \d\); the first are (weights of|in the output of) `\w+` \(.*\)\. A smaller learning rate than 1e\+38 usually helps\.$/,
  );
});
