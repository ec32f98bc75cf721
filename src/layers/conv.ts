import { channels, formatShape, product, rank, type Shape, spatial } from "../shape/shape.ts";
import { defineLayer, isProblem, problem } from "./definition.ts";
import { type Kernels, positional } from "./parameters.ts";
import { slidingOutput, slidingParameters, slidingSettings, slidingWindow } from "./sliding.ts";
import { biased, biasWeight, glorotUniform, trainable } from "./weights.ts";

/** A written grid has rows even in one dimension: sizes of 1 come or go in front until it fits the input's axes. */
function extentOn(input: Shape, kernels: Kernels): readonly number[] {
  if (!kernels.literal) return kernels.extent;
  const axes = rank(input);
  const extent = [...kernels.extent];
  while (extent.length > axes && extent[0] === 1) extent.shift();
  while (extent.length < axes) extent.unshift(1);
  return extent;
}

/** Convolution along every spatial axis of its input: 1-D, 2-D and 3-D alike. */
export const conv = defineLayer({
  kind: "conv",
  family: "convolution",
  summary: "Slides kernels over a signal, an image or a volume; each kernel makes one feature map.",
  parameters: {
    kernels: positional(
      "kernels",
      "`32@3x3`: 32 kernels of 3×3; `@3` is 3 along every axis. Or a list of kernels that are written down.",
    ),
    ...slidingParameters,
    ...biased,
    ...trainable,
  },
  takes: "one",
  output([input], p) {
    return slidingOutput(input!, slidingWindow(input!, extentOn(input!, p.kernels), p), p.kernels.count);
  },
  weights(input, p) {
    const window = slidingWindow(input, extentOn(input, p.kernels), p);
    if (isProblem(window)) return window;
    const { count, literal } = p.kernels;
    const inputs = channels(input);
    const places = product(window.extent);
    const shape = [...window.extent, inputs, count];
    if (literal && inputs !== 1) {
      return problem(
        "weight_wrong_size",
        `a kernel that is written as one grid reads one channel, and the value here, ${formatShape(input)}, has ${inputs}`,
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
      : glorotUniform(places * inputs, places * count);
    const bias = biasWeight(count, p.bias);
    if (isProblem(bias)) return bias;
    return [
      { name: "kernel", shape, role: "trained", initial: kernel, reading: [count, ...window.extent, inputs] },
      ...bias,
    ];
  },
  multiplyAdds: (input, output, p) => {
    const window = slidingWindow(input, extentOn(input, p.kernels), p);
    return isProblem(window) ? 0 : product(output) * product(window.extent) * channels(input);
  },
  window: (input, p) => {
    const window = slidingWindow(input, extentOn(input, p.kernels), p);
    return isProblem(window) ? { extent: spatial(input), stride: spatial(input), padding: "valid" } : window;
  },
  settings: (p) =>
    [`${p.kernels.count}@${formatShape(p.kernels.extent)}`, slidingSettings(p)].filter(Boolean).join(" "),
  alsoCalled: {
    convolution: "conv 32@3",
    convolve: "conv 32@3",
    conv1d: "conv 32@3",
    conv2d: "conv 32@3",
    conv3d: "conv 32@3",
    convolution1d: "conv 32@3",
    convolution2d: "conv 32@3",
    convolution3d: "conv 32@3",
  },
  examples: [
    "net a { input image 28x28x1, conv 6@5 valid => 24x24x6, 156 weights }",
    "net a { input 5000 samples x 12 leads at 500 Hz, conv 32@15 stride 2 => 2500x32, 5_792 weights }",
    "net a { input volume 16x32x32x1, conv 4@3x3x3 pad 1 no bias => 16x32x32x4, 108 weights }",
    "kernel edge = [ -1 2 -1 ]\nnet a { input image 28x28x1, conv [edge] no bias => 28x28x1, 3 weights }",
  ],
  source:
    "Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.1; output sizes: Dumoulin and Visin, arXiv:1603.07285",
});
