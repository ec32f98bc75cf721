import { channels } from "../../shape/shape.ts";
import { defineLayer } from "../definition.ts";
import { freezable } from "../weights.ts";

/** `leaky_relu` whose factor is learned, one a channel. */
export const prelu = defineLayer({
  kind: "prelu",
  family: "activation",
  summary: "Keeps positive numbers and multiplies negative ones by a learned factor, one a channel.",
  parameters: { ...freezable },
  takes: "one",
  output: ([input]) => input!,
  weights: (input) => [
    { name: "alpha", shape: [channels(input)], role: "trained", initial: { type: "constant", value: 0.25 } },
  ],
  curve: (x) => (x > 0 ? x : 0.25 * x),
  examples: ["net a { input image 28x28x1, conv 8@3, prelu => 28x28x8, 8 learned }"],
  source: "He et al., arXiv:1502.01852; one factor a channel, starting at 0.25, as there",
});
