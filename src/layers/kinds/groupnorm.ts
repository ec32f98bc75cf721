import { channels } from "../../shape/shape.ts";
import { defineLayer, problem } from "../definition.ts";
import { normParameters, normSettings, normWeights, scaleAndShift } from "../norm.ts";
import { positional } from "../parameters.ts";
import { freezable } from "../weights.ts";

/** Group normalisation: mean and variance of some channels together, over all places of one example. Receptive fields leave statistics aside. */
export const groupnorm = defineLayer({
  kind: "groupnorm",
  family: "normalisation",
  summary:
    "Cuts the channels into groups and brings each to mean 0 and variance 1 within one example; then scales and shifts each channel.",
  parameters: {
    groups: positional("count", "How many groups the channels are cut into."),
    ...normParameters,
    ...freezable,
  },
  takes: "one",
  output([input], p) {
    if (channels(input!) % p.groups === 0) return input!;
    return problem(
      "shape_not_divisible",
      `${channels(input!)} channels can't be cut into ${p.groups} equal groups`,
      "the number of groups divides the channels of the value",
    );
  },
  weights: (input, p) => scaleAndShift(input, p),
  settings: (p) => [`${p.groups}`, normSettings(p)].filter(Boolean).join(" "),
  figureSettings: (p) => [`${p.groups}`, normWeights(p)].filter(Boolean).join(" "),
  alsoCalled: { gn: "groupnorm 32", groupnormalization: "groupnorm 32", groupnormalisation: "groupnorm 32" },
  examples: ["net a { input image 14x14x64, groupnorm 32 => 14x14x64, 128 learned }"],
  source: "Wu and He, arXiv:1803.08494",
});
