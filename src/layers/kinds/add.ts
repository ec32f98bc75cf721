import { equalShapes, formatShape, sameShape, spatial } from "../../shape/shape.ts";
import { defineLayer, problem } from "../definition.ts";

/** Sum of values of one shape, number by number. */
export const add = defineLayer({
  kind: "add",
  family: "join",
  symbol: "+",
  summary: "Adds values of the same shape, number by number: a residual connection.",
  parameters: {},
  takes: "many",
  output(inputs) {
    const [first] = inputs;
    const other = inputs.find((shape) => !equalShapes(shape, first!));
    if (!other) return first!;
    return problem(
      "shape_not_joinable",
      `can't add ${formatShape(first!)} and ${formatShape(other)}: added values must have the same shape`,
      sameShape(spatial(first!), spatial(other))
        ? `a \`conv ${first!.at(-1)}@1\` brings a value to ${first!.at(-1)} channels`
        : "a stride or a pooling lies between them: it must lie on both ways, or on neither",
    );
  },
  alsoCalled: { sum: "add skip", plus: "add skip", residual: "add skip", shortcut: "add skip" },
  examples: ["net a { input image 28x28x1, conv 4@3 as skip, conv 4@3, add skip => 28x28x4 }"],
  source: "He et al., arXiv:1512.03385",
});
