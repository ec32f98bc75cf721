import { formatShape } from "../../shape/shape.ts";
import { defineLayer, problem } from "../definition.ts";
import { positional } from "../parameters.ts";

/** The axes in another order: `2x1` swaps time and channels. */
export const permute = defineLayer({
  kind: "permute",
  family: "shape",
  summary: "Puts the axes, counted from 1 with the channels last, in another order.",
  parameters: { order: positional("extent", "`3x1x2` puts the third axis first.") },
  takes: "one",
  output([input], p) {
    const axes = input!.map((_, axis) => axis + 1);
    const sorted = [...p.order].sort((a, b) => a - b);
    if (formatShape(sorted) === formatShape(axes)) return p.order.map((axis) => input![axis - 1]!);
    return problem(
      "shape_wrong_rank",
      `${formatShape(p.order)} is no order of the ${axes.length === 1 ? "one axis" : `${axes.length} axes`} of ${formatShape(input!)}`,
      `name each axis once: \`permute ${formatShape([...axes].reverse())}\` turns the order round`,
    );
  },
  seesAll: () => true,
  settings: (p) => formatShape(p.order),
  alsoCalled: { transpose: "permute 2x1", swapaxes: "permute 2x1" },
  examples: ["net a { input 100 samples x 12 leads, permute 2x1 => 12x100 }"],
  source: "Keras, layers.Permute",
});
