import { channels } from "../../shape/shape.ts";
import { defineLayer } from "../definition.ts";
import { normParameters, normSettings, normWeights, scaleAndShift } from "../norm.ts";
import { option } from "../parameters.ts";
import { freezable } from "../weights.ts";

/** Batch normalisation: two learned and two tracked numbers a channel. */
export const batchnorm = defineLayer({
  kind: "batchnorm",
  family: "normalisation",
  summary: "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  parameters: {
    momentum: option("ratio", "The share of the moving averages that a batch leaves as it is: 0.99."),
    ...normParameters,
    ...freezable,
  },
  takes: "one",
  output: ([input]) => input!,
  weights(input, p) {
    const shape = [channels(input)];
    const constant = (value: number) => ({ type: "constant" as const, value });
    return [
      ...scaleAndShift(input, p),
      { name: "moving_mean", shape, role: "tracked", initial: constant(0) },
      { name: "moving_variance", shape, role: "tracked", initial: constant(1) },
    ];
  },
  settings: (p) =>
    [p.momentum === undefined ? "" : `momentum ${p.momentum}`, normSettings(p)].filter(Boolean).join(" "),
  figureSettings: normWeights,
  alsoCalled: {
    bn: "batchnorm",
    batchnormalization: "batchnorm",
    batchnormalisation: "batchnorm",
    batchnorm1d: "batchnorm",
    batchnorm2d: "batchnorm",
    batchnorm3d: "batchnorm",
  },
  examples: [
    "net a { input image 28x28x1, conv 4@3 no bias, batchnorm => 8 learned, 8 tracked\n relu }",
    "net a { input image 299x299x3, conv 32@3 stride 2 valid no bias, batchnorm no scale => 32 learned, 64 tracked\n relu }",
    "net a { input image 8x8x4, batchnorm momentum 0.9 epsilon 1e-5 => 16 weights }",
  ],
  source: "Ioffe and Szegedy, arXiv:1502.03167; Keras' Inception v3 has no scale",
});
