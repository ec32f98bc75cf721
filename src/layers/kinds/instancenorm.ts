import { defineLayer } from "../definition.ts";
import { normParameters, normSettings, normWeights, scaleAndShift } from "../norm.ts";
import { freezable } from "../weights.ts";

/** Instance normalisation: mean and variance of one channel over all places of one example. */
export const instancenorm = defineLayer({
  kind: "instancenorm",
  family: "normalisation",
  summary:
    "Brings each channel of each example to mean 0 and variance 1 over its places; then scales and shifts it.",
  parameters: { ...normParameters, ...freezable },
  takes: "one",
  output: ([input]) => input!,
  weights: (input, p) => scaleAndShift(input, p),
  settings: normSettings,
  figureSettings: normWeights,
  alsoCalled: {
    instancenormalization: "instancenorm",
    instancenormalisation: "instancenorm",
    instancenorm2d: "instancenorm",
    instancenorm3d: "instancenorm",
  },
  examples: ["net a { input volume 8x8x8x16, instancenorm => 8x8x8x16, 32 learned }"],
  source: "Ulyanov, Vedaldi, Lempitsky, arXiv:1607.08022",
});
