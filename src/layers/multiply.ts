import { channels, formatShape, rank, sameShape } from "../shape/shape.ts";
import { defineLayer, problem } from "./definition.ts";

/** Product of values number by number; a list with one number a channel multiplies every place of a map. */
export const multiply = defineLayer({
  kind: "multiply",
  family: "join",
  summary: "Multiplies values number by number; one number a channel multiplies the whole of that channel.",
  parameters: {},
  takes: "many",
  output(inputs) {
    const largest = inputs.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    const other = inputs.find(
      (shape) => !sameShape(shape, largest) && !(rank(shape) === 0 && channels(shape) === channels(largest)),
    );
    if (!other) return largest;
    return problem(
      "shape_not_joinable",
      `can't multiply ${formatShape(largest)} by ${formatShape(other)}`,
      rank(other) === 0
        ? `one number a channel would be ${channels(largest)} numbers: \`dense ${channels(largest)}\``
        : "multiplied values have the same shape, or one of them has one number a channel",
    );
  },
  alsoCalled: {
    mul: "multiply gate",
    times: "multiply gate",
    product: "multiply gate",
    gate: "multiply gate",
  },
  examples: [
    "net a { input image 28x28x3, conv 8@3 as maps, avgpool all, dense 2, relu, dense 8, sigmoid, multiply maps => 28x28x8 }",
  ],
  source: "squeeze-and-excitation: Hu et al., arXiv:1709.01507",
});
