import { axisNames, channels, formatShape, rank, spatial } from "../../shape/shape.ts";
import { atLeast, minus, times } from "../../shape/size.ts";
import { defineLayer, isProblem, problem } from "../definition.ts";
import { positional } from "../parameters.ts";
import { overAxes } from "../spatial.ts";

/** Cuts the border off: as many numbers at both ends of every axis. */
export const crop = defineLayer({
  kind: "crop",
  family: "shape",
  summary: "Cuts so many numbers off both ends of every axis.",
  parameters: { margin: positional("margin", "How many: one number for all axes, or one an axis.") },
  takes: "one",
  output([input], p) {
    const margin = overAxes(input!, p.margin, "the margin", "crop");
    if (isProblem(margin)) return margin;
    const sizes = spatial(input!).map((size, axis) => minus(size, times(2, margin[axis]!)));
    const gone = sizes.findIndex((size) => !atLeast(size, 1));
    if (gone < 0) return [...sizes, channels(input!)];
    return problem(
      "shape_window_too_large",
      `cutting ${margin[gone]} off both ends leaves nothing of ${axisNames(rank(input!))[gone]} ${input![gone]}`,
      "cut less",
    );
  },
  settings: (p) => formatShape(p.margin),
  window: (input, p) => {
    const margin = overAxes(input, p.margin, "the margin", "crop");
    const cut = isProblem(margin) ? spatial(input).map(() => 0) : margin;
    const ones = cut.map(() => 1);
    return { extent: ones, stride: ones, padding: { pad: cut.map((size) => 0 - size) } };
  },
  alsoCalled: {
    cropping: "crop 1",
    cropping1d: "crop 1",
    cropping2d: "crop 1",
    cropping3d: "crop 1",
    centercrop: "crop 1",
  },
  examples: [
    "net a { input image 64x64x1, crop 4 => 56x56x1 }",
    "net a { input 100 samples x 2 leads, crop 10 => 80x2 }",
  ],
  source: "the copied maps of Ronneberger et al., arXiv:1505.04597, figure 1",
});
