import { defineLayer } from "../definition.ts";
import { poolingRules } from "../pooling.ts";

/** The largest number in each window. */
export const maxpool = defineLayer({
  kind: "maxpool",
  summary: "Keeps the largest number of each window.",
  ...poolingRules,
  alsoCalled: {
    pool: "maxpool 2",
    pooling: "maxpool 2",
    maxpooling: "maxpool 2",
    maxpool1d: "maxpool 2",
    maxpool2d: "maxpool 2",
    maxpool3d: "maxpool 2",
    maxpooling1d: "maxpool 2",
    maxpooling2d: "maxpool 2",
    maxpooling3d: "maxpool 2",
    subsample: "maxpool 2",
    globalmaxpool: "maxpool all",
    globalmaxpooling: "maxpool all",
    adaptivemaxpool: "maxpool all",
  },
  examples: [
    "net a { input image 28x28x1, conv 4@3, maxpool 2 => 14x14x4 }",
    "net a { input image 28x28x1, conv 4@3, maxpool 3 stride 2 same => 14x14x4 }",
    "net a { input image 28x28x1, conv 4@3, maxpool all => 4 }",
  ],
  source: "Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3",
});
