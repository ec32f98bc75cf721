import { channels, formatShape, product, rank, type Shape, spatial } from "../../shape/shape.ts";
import { times } from "../../shape/size.ts";
import { perAxis } from "../../shape/window.ts";
import { defineLayer, isProblem, type Problem, problem } from "../definition.ts";
import { type Kernels, option, positional, type Values } from "../parameters.ts";
import { dilatable, slidingOutput, slidingParameters, slidingSettings, slidingWindow } from "../sliding.ts";
import { biased, biasWeight, glorotUniform, trainable } from "../weights.ts";

const parameters = {
  kernels: positional(
    "kernels",
    "`32@3x3`: 32 kernels of 3×3; `@3` is 3 along every axis. Or a list of kernels that are written down.",
  ),
  ...slidingParameters,
  ...dilatable,
  groups: option("count", "Cuts the channels into so many parts; each kernel reads one of them."),
  ...biased,
  ...trainable,
} as const;

/** A written grid has rows even in one dimension: sizes of 1 come or go in front until it fits the input's axes. */
function extentOn(input: Shape, kernels: Kernels): readonly number[] {
  if (!kernels.literal) return kernels.extent;
  const axes = rank(input);
  const extent = [...kernels.extent];
  while (extent.length > axes && extent[0] === 1) extent.shift();
  while (extent.length < axes) extent.unshift(1);
  return extent;
}

/** Channels that one kernel reads, or why the groups don't fit. */
function channelsRead(input: Shape, p: Values<typeof parameters>): number | Problem {
  const groups = p.groups ?? 1;
  const inputs = channels(input);
  if (inputs % groups === 0 && p.kernels.count % groups === 0) return inputs / groups;
  return problem(
    "shape_not_divisible",
    inputs % groups === 0
      ? `${p.kernels.count} kernels can't be shared among ${groups} groups evenly`
      : `${inputs} channels can't be cut into ${groups} equal groups`,
    "the number of groups divides both the channels of the value and the number of kernels",
  );
}

/** Convolution along every spatial axis of its input: 1-D, 2-D and 3-D alike. */
export const conv = defineLayer({
  kind: "conv",
  family: "convolution",
  summary: "Slides kernels over a signal, an image or a volume; each kernel makes one feature map.",
  parameters,
  takes: "one",
  output([input], p) {
    return slidingOutput(input!, slidingWindow(input!, extentOn(input!, p.kernels), p), p.kernels.count);
  },
  weights(input, p) {
    const extent = perAxis(extentOn(input, p.kernels), rank(input))!;
    const { count, literal } = p.kernels;
    const inputs = channelsRead(input, p);
    if (isProblem(inputs)) return inputs;
    const places = product(extent);
    const shape = [...extent, inputs, count];
    if (literal && channels(input) !== 1) {
      return problem(
        "weight_wrong_size",
        `a kernel that is written as one grid reads one channel, and the value here, ${formatShape(input)}, has ${channels(input)}`,
        "written kernels fit directly behind an input of one channel",
      );
    }
    const kernel = literal
      ? {
          type: "literal" as const,
          values: Array.from(
            { length: places * count },
            (_, i) => literal[i % count]!.values[Math.floor(i / count)]!,
          ),
        }
      : glorotUniform(places * inputs, (places * count) / (p.groups ?? 1));
    const bias = biasWeight(count, p.bias);
    if (isProblem(bias)) return bias;
    return [
      { name: "kernel", shape, role: "trained", initial: kernel, reading: [count, ...extent, inputs] },
      ...bias,
    ];
  },
  multiplyAdds: (input, output, p) => {
    const extent = perAxis(extentOn(input, p.kernels), rank(input))!;
    return times(product(output), product(extent) * (channels(input) / (p.groups ?? 1)));
  },
  window: (input, p) => {
    const window = slidingWindow(input, extentOn(input, p.kernels), p);
    return isProblem(window) ? { extent: spatial(input), stride: spatial(input), padding: "valid" } : window;
  },
  settings: (p) =>
    [
      `${p.kernels.count}@${formatShape(p.kernels.extent)}`,
      slidingSettings(p),
      p.groups && p.groups > 1 ? `groups ${p.groups}` : "",
    ]
      .filter(Boolean)
      .join(" "),
  alsoCalled: {
    convolution: "conv 32@3",
    convolve: "conv 32@3",
    conv1d: "conv 32@3",
    conv2d: "conv 32@3",
    conv3d: "conv 32@3",
    convolution1d: "conv 32@3",
    convolution2d: "conv 32@3",
    convolution3d: "conv 32@3",
    atrousconv: "conv 32@3 dilation 2",
    dilatedconv: "conv 32@3 dilation 2",
    groupedconv: "conv 32@3 groups 4",
  },
  examples: [
    "net a { input image 28x28x1, conv 6@5 valid => 24x24x6, 156 weights }",
    "net a { input 5000 samples x 12 leads at 500 Hz, conv 32@15 stride 2 => 2500x32, 5_792 weights }",
    "net a { input volume 16x32x32x1, conv 4@3x3x3 pad 1 no bias => 16x32x32x4, 108 weights }",
    "kernel edge = [ -1 2 -1 ]\nnet a { input image 28x28x1, conv [edge] no bias => 28x28x1, 3 weights }",
    "net a { input image 28x28x3, conv 8@3 dilation 2 valid => 24x24x8, 224 weights }",
    "net a { input image 56x56x128, conv 128@3 groups 32 no bias => 56x56x128, 4_608 weights, 14_450_688 multiply-adds }",
  ],
  source:
    "Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.1; output sizes: Dumoulin and Visin, arXiv:1603.07285; groups: Xie et al., arXiv:1611.05431",
});
