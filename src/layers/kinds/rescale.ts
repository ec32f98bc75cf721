import { defineLayer, rounded } from "../definition.ts";
import { option, positional } from "../parameters.ts";

/** x·factor + offset with written numbers: pixels to another range. */
export const rescale = defineLayer({
  kind: "rescale",
  family: "normalisation",
  summary: "Multiplies every number by a written factor, and adds a written offset.",
  parameters: {
    factor: positional("number", "What each number is multiplied by: `1/255`."),
    offset: option("number", "What is added then: 0 where nothing is written."),
  },
  takes: "one",
  output: ([input]) => input!,
  settings: (p) =>
    [`${rounded(p.factor)}`, p.offset ? `offset ${rounded(p.offset)}` : ""].filter(Boolean).join(" "),
  alsoCalled: { rescaling: "rescale 1/255" },
  examples: ["net a { input image 28x28x1, rescale 1/127.5 offset -1 => 28x28x1\n conv 4@3 }"],
  source: "Keras, layers.Rescaling",
});
