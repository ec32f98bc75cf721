import { channels } from "../../shape/shape.ts";
import { defineLayer } from "../definition.ts";
import { option } from "../parameters.ts";
import { trainable } from "../weights.ts";

/** One learned factor a channel: ConvNeXt's layer scale. */
export const scale = defineLayer({
  kind: "scale",
  family: "normalisation",
  summary: "Multiplies each channel by a learned number.",
  parameters: {
    from: option("number", "What the factors start from: 1 where nothing is written."),
    ...trainable,
  },
  takes: "one",
  output: ([input]) => input!,
  weights: (input, p) => [
    {
      name: "gamma",
      shape: [channels(input)],
      role: "trained",
      initial: { type: "constant", value: p.from ?? 1 },
      written: p.from !== undefined,
    },
  ],
  settings: (p) => (p.from === undefined ? "" : `from ${p.from}`),
  alsoCalled: { layerscale: "scale from 1e-6" },
  examples: ["net a { input image 56x56x96, scale from 1e-6 => 56x56x96, 96 learned }"],
  source: "Touvron et al., arXiv:2103.17239, section 2",
});
