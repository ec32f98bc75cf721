import { formatShape, sameShape } from "../shape/shape.ts";
import { defineLayer, problem } from "./definition.ts";

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
    const other = inputs.find((shape) => !sameShape(shape, first!));
    if (!other) return first!;
    return problem(
      "shape_not_joinable",
      `can't add ${formatShape(first!)} and ${formatShape(other)}: added values must have the same shape`,
      first!.length === other.length && first!.at(-1) !== other.at(-1)
        ? first!.length === 1
          ? `\`dense ${first!.at(-1)}\` gives a value ${first!.at(-1)} numbers`
          : `\`conv ${first!.at(-1)}@1\` gives a value ${first!.at(-1)} channels`
        : undefined,
    );
  },
  alsoCalled: { sum: "add skip", plus: "add skip", residual: "add skip", shortcut: "add skip" },
  examples: ["net a { input image 28x28x1, conv 4@3 as skip, conv 4@3, add skip => 28x28x4 }"],
  source: "He et al., arXiv:1512.03385",
});
