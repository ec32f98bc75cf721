import { defineLayer } from "../definition.ts";

/** What the net is given. The grammar has its own rule for it, so it takes no parameters here. */
export const input = defineLayer({
  kind: "input",
  family: "input",
  summary: "What the net is given: an image, samples of a signal, a volume, or named measurements.",
  parameters: {},
  takes: "one",
  output: ([given]) => given!,
  examples: [
    "net a { input image 28x28x1, flatten, dense 2 }",
    "net a { input 5000 samples x 12 leads at 500 Hz, conv 8@15, avgpool all }",
    "net a { input volume 16x32x32x1, conv 4@3, avgpool all }",
    "net a { input patient { age in years, crp in mg/L }, dense 1 }",
  ],
});
