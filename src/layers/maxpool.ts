import { defineLayer } from "./definition.ts";
import { poolingRules } from "./pooling.ts";

/** The largest number in each window. */
export const maxpool = defineLayer({
  kind: "maxpool",
  summary: "Keeps the largest number of each window.",
  ...poolingRules,
  examples: [
    "net a { input image 28x28x1, conv 4@3, maxpool 2 => 14x14x4 }",
    "net a { input image 28x28x1, conv 4@3, maxpool 3 stride 2 same => 14x14x4 }",
    "net a { input image 28x28x1, conv 4@3, maxpool all => 4 }",
  ],
  source: "Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3",
});
