import { channels } from "../shape/shape.ts";
import { defineLayer } from "./definition.ts";
import { trainable } from "./weights.ts";

/** Batch normalisation: two learned and two tracked numbers a channel. */
export const batchnorm = defineLayer({
  kind: "batchnorm",
  family: "normalisation",
  summary: "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  parameters: { ...trainable },
  takes: "one",
  output: ([input]) => input!,
  weights(input) {
    const shape = [channels(input)];
    const constant = (value: number) => ({ type: "constant" as const, value });
    return [
      { name: "gamma", shape, role: "trained", initial: constant(1) },
      { name: "beta", shape, role: "trained", initial: constant(0) },
      { name: "moving_mean", shape, role: "tracked", initial: constant(0) },
      { name: "moving_variance", shape, role: "tracked", initial: constant(1) },
    ];
  },
  alsoCalled: {
    bn: "batchnorm",
    batchnormalization: "batchnorm",
    batchnormalisation: "batchnorm",
    batchnorm1d: "batchnorm",
    batchnorm2d: "batchnorm",
    batchnorm3d: "batchnorm",
  },
  examples: ["net a { input image 28x28x1, conv 4@3 no bias, batchnorm => 8 learned, 8 tracked\n relu }"],
  source: "Ioffe and Szegedy, arXiv:1502.03167",
});
