import { axisNames, channels, equalShapes, formatShape, rank, spatial } from "../../shape/shape.ts";
import { plus } from "../../shape/size.ts";
import { defineLayer, problem } from "../definition.ts";

/** Values laid side by side along their channels, the current one first. */
export const concat = defineLayer({
  kind: "concat",
  family: "join",
  summary: "Lays values side by side along their channels.",
  parameters: {},
  takes: "many",
  output(inputs) {
    const [first] = inputs;
    const other = inputs.find((shape) => !equalShapes(spatial(shape), spatial(first!)));
    if (!other) return [...spatial(first!), inputs.reduce((sum, shape) => plus(sum, channels(shape)), 0)];
    if (rank(other) !== rank(first!)) {
      return problem(
        "shape_not_joinable",
        `can't join ${formatShape(first!)} to ${formatShape(other)}: one has more axes than the other`,
      );
    }
    const axis = spatial(first!).findIndex((size, i) => size !== other[i]);
    return problem(
      "shape_not_joinable",
      `can't join ${formatShape(first!)} to ${formatShape(other)}: ${axisNames(rank(first!))[axis]} ${first![axis]} is not ${other[axis]}`,
      "values that are joined may differ in channels alone; an odd size that is halved and doubled comes back as another one",
    );
  },
  alsoCalled: {
    concatenate: "concat skip",
    concatenation: "concat skip",
    cat: "concat skip",
    merge: "concat skip",
  },
  examples: [
    "net a { input image 28x28x1, conv 4@3 as skip, maxpool 2, upsample 2, concat skip => 28x28x8 }",
  ],
  source: "Huang et al., arXiv:1608.06993",
});
