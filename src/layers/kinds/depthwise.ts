import { channels, formatShape, product, rank, spatial } from "../../shape/shape.ts";
import { times } from "../../shape/size.ts";
import { perAxis } from "../../shape/window.ts";
import { defineLayer, isProblem } from "../definition.ts";
import { option, positional } from "../parameters.ts";
import { dilatable, slidingOutput, slidingParameters, slidingSettings, slidingWindow } from "../sliding.ts";
import { biased, biasWeight, freezable, glorotUniform } from "../weights.ts";

/** Depthwise convolution: each channel is read by kernels of its own, and channels are not mixed. */
export const depthwise = defineLayer({
  kind: "depthwise",
  family: "convolution",
  summary: "Slides one kernel over each channel on its own; channels are not mixed.",
  parameters: {
    extent: positional("extent", "Size of the kernels: `3`, or `3x5`."),
    ...slidingParameters,
    ...dilatable,
    multiplier: option("count", "How many kernels each channel has: 1 where nothing is written."),
    ...biased,
    ...freezable,
  },
  takes: "one",
  output: ([input], p) =>
    slidingOutput(input!, slidingWindow(input!, p.extent, p), channels(input!) * (p.multiplier ?? 1)),
  weights(input, p) {
    const extent = perAxis(p.extent, rank(input))!;
    const maps = channels(input);
    const multiplier = p.multiplier ?? 1;
    const bias = biasWeight(maps * multiplier, p.bias);
    if (isProblem(bias)) return bias;
    const places = product(extent);
    const kernel = glorotUniform(places, places * multiplier);
    return [
      { name: "kernel", shape: [...extent, maps, multiplier], role: "trained", initial: kernel },
      ...bias,
    ];
  },
  multiplyAdds: (input, output, p) => times(product(output), product(perAxis(p.extent, rank(input))!)),
  window: (input, p) => {
    const window = slidingWindow(input, p.extent, p);
    return isProblem(window) ? { extent: spatial(input), stride: spatial(input), padding: "valid" } : window;
  },
  settings: (p) =>
    [
      formatShape(p.extent),
      slidingSettings(p),
      p.multiplier && p.multiplier > 1 ? `multiplier ${p.multiplier}` : "",
    ]
      .filter(Boolean)
      .join(" "),
  alsoCalled: {
    depthwiseconv: "depthwise 3",
    depthwiseconv1d: "depthwise 3",
    depthwiseconv2d: "depthwise 3",
    depthwiseconvolution: "depthwise 3",
    dwconv: "depthwise 3",
  },
  examples: [
    "net a { input image 112x112x32, depthwise 3 no bias => 112x112x32, 288 weights, 3_612_672 multiply-adds }",
    "net a { input image 28x28x3, depthwise 5x3 stride 2 multiplier 4 => 14x14x12, 192 weights }",
    "net a { input 1000 samples x 12 leads, depthwise 7 => 1000x12, 96 weights }",
  ],
  source: "Howard et al., MobileNets, arXiv:1704.04861, section 3.1",
});
