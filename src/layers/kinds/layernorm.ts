import { defineLayer } from "../definition.ts";
import { normParameters, normSettings, normWeights, scaleAndShift } from "../norm.ts";
import { freezable } from "../weights.ts";

/** Layer normalisation over the channels of each place, as Keras and ConvNeXt have it. */
export const layernorm = defineLayer({
  kind: "layernorm",
  family: "normalisation",
  summary: "Brings the channels of each place to mean 0 and variance 1, then scales and shifts each channel.",
  parameters: { ...normParameters, ...freezable },
  takes: "one",
  output: ([input]) => input!,
  weights: (input, p) => scaleAndShift(input, p),
  settings: normSettings,
  figureSettings: normWeights,
  alsoCalled: { ln: "layernorm", layernormalization: "layernorm", layernormalisation: "layernorm" },
  examples: ["net a { input image 56x56x96, layernorm epsilon 1e-6 => 56x56x96, 192 learned }"],
  source: "Ba, Kiros, Hinton, arXiv:1607.06450",
});
