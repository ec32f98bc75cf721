import { defineLayer } from "../definition.ts";
import { poolingRules } from "../pooling.ts";

/** The mean of each window; zeros that pad the border don't count. */
export const avgpool = defineLayer({
  kind: "avgpool",
  summary: "Takes the mean of each window; padding does not count.",
  ...poolingRules,
  alsoCalled: {
    averagepool: "avgpool 2",
    averagepooling: "avgpool 2",
    avgpooling: "avgpool 2",
    meanpool: "avgpool 2",
    avgpool1d: "avgpool 2",
    avgpool2d: "avgpool 2",
    avgpool3d: "avgpool 2",
    averagepooling1d: "avgpool 2",
    averagepooling2d: "avgpool 2",
    averagepooling3d: "avgpool 2",
    gap: "avgpool all",
    globalpool: "avgpool all",
    globalavgpool: "avgpool all",
    globalaveragepooling: "avgpool all",
    globalaveragepooling2d: "avgpool all",
    adaptiveavgpool2d: "avgpool all",
  },
  examples: [
    "net a { input image 28x28x1, conv 6@5, avgpool 2 => 14x14x6 }",
    "net a { input 5000 samples x 12 leads, conv 8@15, avgpool all => 8 }",
  ],
  source: "LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86 (1998) 2278, section II.B",
});
