// What a predictor computes in fewer steps is what the model computes layer by layer.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldForPrediction } from "../../src/answering/fold-batchnorm.ts";
import { predictorOf } from "../../src/answering/predictor.ts";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { loadModel } from "../../src/model/model.ts";
import { outputsOfAll } from "../../src/model/outputs.ts";
import { product } from "../../src/shape/shape.ts";
import { initialWeights, type WeightData } from "../../src/targets/tfjs/weights.ts";
import { useSoftwareGpu } from "../backends/kernels/software-gpu.ts";
import { netOf, numbers } from "../training/training-nets.ts";

useSoftwareGpu();

/** Weights unlike one another, as after training; variances are positive. */
function trainedWeights(net: CheckedNet): WeightData {
  const { specs, data } = initialWeights(net, 1);
  let start = 0;
  for (const { name, shape } of specs) {
    const end = start + product(shape);
    if (/variance$/.test(name))
      data.set(
        numbers(end - start, start).map((value) => 1.1 + value),
        start,
      );
    else data.set(numbers(end - start, start), start);
    start = end;
  }
  return { specs, data };
}

/** With how many normalisations still have a step of their own. */
const cases: readonly (readonly [what: string, left: number, layers: string])[] = [
  ["a convolution, normalised, ReLU6", 0, "input image 9x8x3, conv 4@3 stride 2 no bias, batchnorm, relu6"],
  ["with a bias and a border of its own", 0, "input image 9x8x3, conv 4@3x5 pad 2 stride 2, batchnorm, relu"],
  ["dilated", 0, "input image 9x8x3, conv 4@3 dilation 2 valid, batchnorm epsilon 1e-5, relu"],
  ["depthwise", 0, "input image 9x8x3, depthwise 3 stride 2 no bias, batchnorm, relu6"],
  [
    "depthwise with two kernels a channel",
    0,
    "input image 9x8x3, depthwise 3x5 multiplier 2, batchnorm, relu",
  ],
  ["a signal", 0, "input 21 samples x 3 leads, conv 4@5 stride 2 no bias, batchnorm, relu"],
  ["a dilated signal", 0, "input 21 samples x 3 leads, conv 4@3 dilation 3, batchnorm, relu6"],
  ["a normalisation without scale", 0, "input image 9x8x3, conv 4@3 no bias, batchnorm no scale, relu"],
  ["a normalisation without shift", 0, "input image 9x8x3, conv 4@3, batchnorm no shift"],
  ["an activation alone", 0, "input image 9x8x3, conv 4@3, relu6"],
  [
    "a residual block",
    0,
    "input image 9x8x4 as x, conv 4@3 no bias, batchnorm, relu, conv 4@3 no bias, batchnorm, add x, relu",
  ],
  [
    "numbers that are read twice",
    1,
    "input image 9x8x3, conv 4@3 no bias as x, batchnorm, relu, add x, conv 2@1, relu",
  ],
  [
    "a normalisation that is read twice",
    0,
    "input image 9x8x3, conv 4@3 no bias, batchnorm as x, relu, add x",
  ],
  ["other activations", 0, "input image 9x8x3, conv 4@3 no bias, batchnorm, silu"],
  ["a normalisation before", 1, "input image 9x8x3, batchnorm, conv 4@3"],
  ["a volume", 1, "input volume 4x5x6x2, conv 4@3 no bias, batchnorm, relu"],
];

describe.each(["wasm", "cpu", "webgpu"] as const)("on %s", (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });
  afterAll(stopBackend);

  test.each(cases)("%s", async (_, left, layers) => {
    const net = netOf(`net a { ${layers} }`);
    const { output: shape } = net.nodes[0]!;
    const examples = { size: 2, inputs: [{ shape, values: numbers(2 * product(shape), 0.5) }] };
    const weights = trainedWeights(net);

    const model = await loadModel(net, weights);
    const [expected] = await outputsOfAll(net, model, examples);
    const folded = foldForPrediction(model);
    const [found] = await outputsOfAll(net, model, examples);
    const { kernels } = await tf.profile(async () => {
      await outputsOfAll(net, model, examples);
      return [];
    });
    tf.dispose(folded);
    model.dispose();

    const scale = expected!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [i, value] of found!.entries())
      expect(Math.abs(value - expected![i]!)).toBeLessThan(2e-6 * scale);
    expect(kernels.filter(({ name }) => name === "FusedBatchNorm")).toHaveLength(left);
  });

  test("a predictor that is disposed leaves nothing behind", async () => {
    const net = netOf(
      "net a { input image 9x8x3, conv 4@3, batchnorm, relu, depthwise 3, batchnorm, relu6 }",
    );
    const before = tf.memory().numTensors;
    const predictor = await predictorOf(net, initialWeights(net, 1));
    await predictor.predict({ size: 1, inputs: [{ shape: [9, 8, 3], values: numbers(9 * 8 * 3, 0.5) }] });
    predictor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
