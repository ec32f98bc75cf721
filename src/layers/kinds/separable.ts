import { formatShape } from "../../shape/shape.ts";
import { defineComposite, problem } from "../definition.ts";
import { option, positional } from "../parameters.ts";
import { dilatable, slidingParameters, slidingSettings } from "../sliding.ts";
import { biased, freezable } from "../weights.ts";

/** Depthwise separable convolution: one kernel a channel without a bias, then a convolution of size 1. */
export const separable = defineComposite({
  kind: "separable",
  family: "convolution",
  summary: "Slides one kernel over each channel, then mixes the channels at each place.",
  parameters: {
    kernels: positional("kernels", "`64@3`: 64 outputs out of kernels of size 3, one a channel."),
    ...slidingParameters,
    ...dilatable,
    multiplier: option("count", "How many kernels each channel has: 1 where nothing is written."),
    ...biased,
    ...freezable,
  },
  takes: "one",
  expand(_, { kernels, bias, multiplier, frozen, ...sliding }) {
    if (kernels.literal)
      return problem(
        "argument_wrong",
        "its kernels are learned, and can't be written down",
        "`conv` and `dense` take written weights",
      );
    return [
      { kind: "depthwise", params: { ...sliding, extent: kernels.extent, multiplier, frozen, bias: false } },
      { kind: "conv", params: { kernels: { count: kernels.count, extent: [1] }, ...unpadded, bias, frozen } },
    ];
  },
  settings: (p) =>
    [`${p.kernels.count}@${formatShape(p.kernels.extent)}`, slidingSettings(p)].filter(Boolean).join(" "),
  alsoCalled: {
    separableconv: "separable 64@3",
    separableconv1d: "separable 64@3",
    separableconv2d: "separable 64@3",
    sepconv: "separable 64@3",
    depthwiseseparable: "separable 64@3",
  },
  examples: [
    "net a { input image 147x147x64, separable 128@3 no bias => 147x147x128, 8_768 weights }",
    "net a { input image 28x28x3, separable 8@3 stride 2 => 14x14x8, 59 weights, 9_996 multiply-adds }",
  ],
  source: "Chollet, arXiv:1610.02357; 8 768 = 3·3·64 + 64·128 is block2_sepconv1 of Keras' Xception",
});

const unpadded = { same: false, valid: false };
