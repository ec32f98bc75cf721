import { defineLayer } from "./definition.ts";
import { poolingRules } from "./pooling.ts";

/** The mean of each window; zeros that pad the border don't count. */
export const avgpool = defineLayer({
  kind: "avgpool",
  summary: "Takes the mean of each window; padding does not count.",
  ...poolingRules,
  examples: [
    "net a { input image 28x28x1, conv 6@5, avgpool 2 => 14x14x6 }",
    "net a { input 5000 samples x 12 leads, conv 8@15, avgpool all => 8 }",
  ],
  source: "LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86 (1998) 2278, section II.B",
});
