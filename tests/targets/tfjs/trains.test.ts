/** Layers whose gradients TensorFlow.js lacks or stumbles over: every learned weight gets a finite gradient. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { loadModel, trainableVariables } from "../../../src/model/model.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { chain } from "../../language/verified.ts";

beforeAll(() => startBackend("wasm"));
afterAll(stopBackend);

test.each([
  "conv 4@3 dilation 2, batchnorm no scale, hard_swish",
  "conv 4@3, batchnorm no shift, groupnorm 2, instancenorm, layernorm no scale",
  "depthwise 3 multiplier 2, separable 4@3 stride 2, prelu, scale",
  "conv 4@3, drop_path 0.2, transposed 4@3 stride 2, resize 7, normalise mean [1 2 3 4]",
])("%s", async (body) => {
  const net = chain(body, "image 8x8x1");
  const model = await loadModel(net, initialWeights(net, 1));
  const loss = () => tf.mean(tf.square(model.apply(tf.ones([2, 8, 8, 1]), { training: true }) as tf.Tensor));
  const { grads } = tf.variableGrads(loss as () => tf.Scalar, trainableVariables(model));
  const sizes = Object.values(grads).reduce((sum, grad) => sum + grad.size, 0);
  expect(sizes).toBe(net.totals.learned);
  for (const grad of Object.values(grads)) expect((await grad.data()).every(Number.isFinite)).toBe(true);
  model.dispose();
});
