import { channels, formatShape } from "../../shape/shape.ts";
import { defineLayer, isProblem } from "../definition.ts";
import { ABOVE_ZERO, option, within } from "../parameters.ts";
import { literalValues } from "../weights.ts";

/** What Keras' Normalization adds to the standard deviation's floor, so that no channel is divided by zero. */
export const SMALLEST_DEVIATION = 1e-7;

/** (x − mean) / √variance for each channel, with numbers that are known before training. */
export const normalise = defineLayer({
  kind: "normalise",
  family: "normalisation",
  summary: "Subtracts a known mean from each channel and divides by the root of a known variance.",
  parameters: {
    mean: option("grid", "The mean of each channel: `[0.485 0.456 0.406]`; 0 where none is written."),
    variance: within(
      ABOVE_ZERO,
      option("grid", "The variance of each channel, above 0; 1 where none is written."),
    ),
  },
  takes: "one",
  output: ([input]) => input!,
  weights(input, p) {
    const shape = [channels(input)];
    const mean = p.mean ? literalValues("`mean`", p.mean, shape) : ({ type: "constant", value: 0 } as const);
    const variance = p.variance
      ? literalValues("`variance`", p.variance, shape)
      : ({ type: "constant", value: 1 } as const);
    if (isProblem(mean)) return mean;
    if (isProblem(variance)) return variance;
    return [
      { name: "mean", shape, role: "fixed", initial: mean },
      { name: "variance", shape, role: "fixed", initial: variance },
      // How many examples the two were taken from: Keras stores and counts it.
      { name: "count", shape: [1], role: "fixed", initial: { type: "constant", value: 0 } },
    ];
  },
  settings: (p) =>
    [
      p.mean ? `mean ${formatShape(p.mean.values)}` : "",
      p.variance ? `variance ${formatShape(p.variance.values)}` : "",
    ]
      .filter(Boolean)
      .join(" ")
      .replaceAll("×", " "),
  figureSettings: () => "",
  alsoCalled: {
    normalize: "normalise mean [0.5] variance [0.25]",
    normalization: "normalise mean [0.5] variance [0.25]",
  },
  examples: [
    "net a { input image 224x224x3, normalise mean [0.485 0.456 0.406] variance [0.0524 0.0502 0.0506] => 7 fixed\n conv 32@3 stride 2 }",
  ],
  source: "Keras, layers.Normalization; 7 = 3 + 3 + 1 in EfficientNet-B0",
});
