import { channels, formatShape, rank, spatial } from "../../shape/shape.ts";
import { times } from "../../shape/size.ts";
import { perAxis } from "../../shape/window.ts";
import { defineLayer, problem } from "../definition.ts";
import { positional } from "../parameters.ts";
import { listOf } from "../sliding.ts";

/** Nearest-neighbour up-sampling: each number is repeated along every axis. */
export const upsample = defineLayer({
  kind: "upsample",
  family: "shape",
  summary: "Makes the value larger by repeating each number along every axis.",
  parameters: {
    factor: positional("extent", "How many times larger: one number for all axes, or one an axis."),
  },
  takes: "one",
  output([input], p) {
    const axes = rank(input!);
    const factor = axes > 0 ? perAxis(p.factor, axes) : undefined;
    if (!factor) {
      return problem(
        axes === 0 ? "shape_no_space" : "shape_wrong_rank",
        axes === 0
          ? `there is nothing to enlarge: the value here is ${listOf(input!)}`
          : `the factor has ${p.factor.length} sizes (${formatShape(p.factor)}), but the value here, ${formatShape(input!)}, has ${axes} to enlarge`,
        axes === 0
          ? "`upsample` needs a signal, an image or a volume"
          : `write one number for all axes, or ${axes}`,
      );
    }
    return [...spatial(input!).map((size, axis) => times(size, factor[axis]!)), channels(input!)];
  },
  settings: (p) => formatShape(p.factor),
  scale: (input, p) => perAxis(p.factor, rank(input)) ?? [],
  alsoCalled: {
    upsampling: "upsample 2",
    upsampling1d: "upsample 2",
    upsampling2d: "upsample 2",
    upsampling3d: "upsample 2",
    upscale: "upsample 2",
    unpool: "upsample 2",
  },
  examples: ["net a { input image 28x28x1, conv 4@3 stride 2, upsample 2 => 28x28x4 }"],
});
