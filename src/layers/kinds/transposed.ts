import { channels, formatShape, product, rank, type Shape, spatial } from "../../shape/shape.ts";
import { atLeast, divideDown, isCounted, larger, minus, plus, times } from "../../shape/size.ts";
import { perAxis } from "../../shape/window.ts";
import { defineLayer, isProblem, type Problem, problem } from "../definition.ts";
import { positional, type Values } from "../parameters.ts";
import { slidingParameters, slidingSettings, slidingWindow } from "../sliding.ts";
import { biased, biasWeight, freezable, glorotUniform } from "../weights.ts";

const parameters = {
  kernels: positional("kernels", "`64@2`: 64 kernels of size 2 along every axis."),
  ...slidingParameters,
  ...biased,
  ...freezable,
} as const;

interface Spread {
  readonly extent: readonly number[];
  readonly stride: readonly number[];
  /** Numbers that are cut off before the first one that stays, along each axis. */
  readonly cut: readonly number[];
  readonly output: Shape;
}

/**
 * Where the kernels land: number i of the input is spread over places i·s … i·s + k − 1, (n − 1)·s + k in all. `same`
 * keeps n·s of them (zeros fill the gaps of k < s), `pad p` cuts p from both ends.
 */
export function spread(input: Shape, p: Values<typeof parameters>): Spread | Problem {
  const window = slidingWindow(input, p.kernels.extent, p);
  if (isProblem(window)) return window;
  const { extent, stride, padding } = window;
  const cut = extent.map((size, axis) =>
    typeof padding === "object"
      ? padding.pad[axis]!
      : padding === "same"
        ? divideDown(larger(0, minus(size, stride[axis]!)), 2)
        : 0,
  );
  const sizes = spatial(input).map((n, axis) =>
    padding === "same"
      ? times(n, stride[axis]!)
      : plus(
          times(minus(n, 1), stride[axis]!),
          minus(extent[axis]!, typeof padding === "object" ? times(2, cut[axis]!) : 0),
        ),
  );
  const spans = spatial(input).map((n, axis) =>
    plus(times(n, stride[axis]!), plus(extent[axis]!, times(2, cut[axis]!))),
  );
  if (!spans.every(isCounted)) return problem("shape_too_large", "what it makes is too large to count");
  if (sizes.every((size) => atLeast(size, 1)))
    return { extent, stride, cut, output: [...sizes, p.kernels.count] };
  return problem(
    "shape_window_too_large",
    `\`pad ${formatShape(cut)}\` cuts off everything that the kernels make`,
    "use a smaller `pad`, or `same`",
  );
}

/** Transposed convolution: each number of its input is spread by the kernels, and what overlaps is added. */
export const transposed = defineLayer({
  kind: "transposed",
  family: "convolution",
  summary: "Makes the value larger: spreads each number by learned kernels, and adds what overlaps.",
  parameters,
  takes: "one",
  output([input], p) {
    const places = spread(input!, p);
    return isProblem(places) ? places : places.output;
  },
  weights(input, p) {
    const { count, literal } = p.kernels;
    if (literal) {
      return problem(
        "argument_wrong",
        "its kernels are learned, and can't be written down",
        "`conv` and `dense` take written weights",
      );
    }
    const extent = perAxis(p.kernels.extent, rank(input))!;
    const places = product(extent);
    const bias = biasWeight(count, p.bias);
    if (isProblem(bias)) return bias;
    return [
      {
        name: "kernel",
        shape: [...extent, count, channels(input)],
        role: "trained",
        initial: glorotUniform(places * count, places * channels(input)),
        reading: [count, ...extent, channels(input)],
      },
      ...bias,
    ];
  },
  // Each number of the input meets each tap of each kernel once; counters that multiply the output's size by the
  // kernel's count the zeros between them too.
  multiplyAdds: (input, _, p) =>
    times(product(input), product(perAxis(p.kernels.extent, rank(input))!) * p.kernels.count),
  // Place o sees numbers ⌈(o + c − k + 1) / s⌉ … ⌊(o + c) / s⌋ of the input, c being what is cut off.
  scale: (input, p) => perAxis(p.stride ?? [1], rank(input)) ?? [],
  window(input, p) {
    const places = spread(input, p);
    if (isProblem(places)) return { extent: spatial(input), stride: spatial(input), padding: "valid" };
    const { extent, stride, cut } = places;
    return {
      extent: extent.map((size, axis) => Math.max(1, size - stride[axis]! + 1)),
      stride: extent.map(() => 1),
      padding: { pad: extent.map((size, axis) => size - stride[axis]! - cut[axis]!) },
    };
  },
  settings: (p) =>
    [`${p.kernels.count}@${formatShape(p.kernels.extent)}`, slidingSettings(p)].filter(Boolean).join(" "),
  alsoCalled: {
    convtranspose: "transposed 64@2 stride 2",
    convtranspose1d: "transposed 64@2 stride 2",
    convtranspose2d: "transposed 64@2 stride 2",
    convtranspose3d: "transposed 64@2 stride 2",
    conv1dtranspose: "transposed 64@2 stride 2",
    conv2dtranspose: "transposed 64@2 stride 2",
    conv3dtranspose: "transposed 64@2 stride 2",
    transposedconv: "transposed 64@2 stride 2",
    deconv: "transposed 64@2 stride 2",
    deconvolution: "transposed 64@2 stride 2",
    upconv: "transposed 64@2 stride 2",
  },
  examples: [
    "net a { input image 28x28x1024, transposed 512@2 stride 2 => 56x56x512, 2_097_664 weights, 1_644_167_168 multiply-adds }",
    "net a { input image 7x7x8, transposed 4@3 stride 2 valid => 15x15x4, 292 weights }",
    "net a { input image 7x7x8, transposed 4@4 stride 2 pad 1 no bias => 14x14x4, 512 weights }",
    "net a { input 100 samples x 2 leads, transposed 3@4 stride 4 => 400x3, 27 weights }",
    "net a { input volume 4x4x4x2, transposed 2@2 stride 2 => 8x8x8x2, 34 weights }",
  ],
  source: "Dumoulin and Visin, arXiv:1603.07285, chapter 4; 2 097 664 = 512·2·2·1024 + 512 is U-Net's first",
});
