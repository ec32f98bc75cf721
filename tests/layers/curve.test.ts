/** The curves that figures draw are what the layers compute. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { compileText } from "../../src/compile.ts";
import type { Values } from "../../src/layers/parameters.ts";
import { layerOf } from "../../src/layers/registry.ts";
import { loadModel } from "../../src/model/model.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";

const written = [
  "relu",
  "relu6",
  "leaky_relu 0.1",
  "prelu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "mish",
  "sigmoid",
  "hard_sigmoid",
  "hard_swish",
  "tanh",
  "softplus",
  "softsign",
  "exponential",
];

beforeAll(() => startBackend("cpu"));
afterAll(() => tf.disposeVariables());

test.each(written)("%s", async (layer) => {
  const { program } = compileText(`net a { input { x }, ${layer} }`, "a.cnn");
  const net = program.nets[0]!;
  const node = net.nodes.at(-1)!;
  const model = await loadModel(net, initialWeights(net, 1));
  const xs = Float32Array.from({ length: 41 }, (_, i) => (i - 20) / 2.5);
  const ys = tf.tidy(() => (model.predict(tf.tensor(xs, [xs.length, 1])) as tf.Tensor).dataSync());
  const { curve } = layerOf(node.kind)!;
  xs.forEach((x, i) => {
    const y = curve!(x, node.params as Values<never>);
    expect(Math.abs(y - ys[i]!), `at ${x}`).toBeLessThan(1e-3 * Math.max(1, Math.abs(y)));
  });
  model.dispose();
});
