/** Layers whose gradients TensorFlow.js lacks or stumbles over: every learned weight gets a finite gradient. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { loadModel, trainableVariables } from "../../../src/model/model.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { chain } from "../../language/verified.ts";

beforeAll(() => startBackend("wasm"));
afterAll(stopBackend);

/** Finite gradients of every learned weight, for two examples of ones. */
async function expectGradients(net: CheckedNet): Promise<void> {
  const model = await loadModel(net, initialWeights(net, 1));
  const x = tf.ones([2, ...net.nodes[0]!.output]);
  const loss = () => tf.mean(tf.square(model.apply(x, { training: true }) as tf.Tensor));
  const { grads } = tf.variableGrads(loss as () => tf.Scalar, trainableVariables(model));
  const sizes = Object.values(grads).reduce((sum, grad) => sum + grad.size, 0);
  expect(sizes).toBe(net.totals.learned);
  for (const grad of Object.values(grads)) expect((await grad.data()).every(Number.isFinite)).toBe(true);
  model.dispose();
}

test.each([
  "conv 4@3 dilation 2, batchnorm no scale, hard_swish",
  "conv 4@3, batchnorm no shift, groupnorm 2, instancenorm, layernorm no scale",
  "depthwise 3 multiplier 2, separable 4@3 stride 2, prelu, scale",
  "depthwise 1 dilation 2, conv 4@1 groups 1, transposed 3@1 stride 3",
  "conv 4@3, drop_path 0.2, transposed 4@3 stride 2, resize 7, normalise mean [1 2 3 4]",
])("%s", async (body) => {
  await expectGradients(chain(body, "image 8x8x1"));
});

test.each(["lstm 3", "lstm 3 sequence", "gru 3", "gru 3 sequence", "gru 3 reset_before", "attention"])(
  "%s on a signal of one sample",
  async (body) => {
    await expectGradients(chain(`conv 4@1, ${body}`, "1 samples x 4 leads"));
  },
);
