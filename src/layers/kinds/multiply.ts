import { axisNames, formatShape, rank, type Shape } from "../../shape/shape.ts";
import { fitting, larger } from "../../shape/size.ts";
import { defineLayer, type Problem, problem } from "../definition.ts";

/** A list of channels stands for a value of size 1 along every spatial axis. */
function lifted(shape: Shape, axes: number): Shape {
  return rank(shape) === 0 ? [...Array.from({ length: axes }, () => 1), ...shape] : shape;
}

function misfit(first: Shape, other: Shape, before: Shape, shape: Shape, axis: number): Problem {
  const what = `can't multiply ${formatShape(first)} and ${formatShape(other)}`;
  if (rank(shape) !== rank(before)) {
    const one = "one has more axes than the other";
    return problem(
      "shape_not_joinable",
      `${what}: ${one}`,
      "`avgpool all` makes a list, which fits any size",
    );
  }
  if (axis === rank(before)) {
    const [wanted, found] = [before[axis], shape[axis]];
    const maker = rank(other) === 0 ? `dense ${wanted}` : `conv ${wanted}@1`;
    return problem(
      "shape_not_joinable",
      `${what}: ${wanted} channels are not ${found}`,
      `\`${maker}\` gives a value ${wanted} channels`,
    );
  }
  const name = axisNames(rank(before))[axis];
  return problem(
    "shape_not_joinable",
    `${what}: ${name} ${before[axis]} is not ${shape[axis]}`,
    "sizes are equal, or 1, which stands for all",
  );
}

/** Product of values, number by number; where one has size 1 along an axis, its number holds for the whole axis. */
export const multiply = defineLayer({
  kind: "multiply",
  family: "join",
  symbol: "×",
  summary:
    "Multiplies values number by number; a list of one number a channel weighs the channels of a signal, image or volume.",
  parameters: {},
  takes: "many",
  output(inputs) {
    const axes = inputs.reduce((most, input) => Math.max(most, rank(input)), 0);
    let result: Shape = Array.from({ length: axes + 1 }, () => 1);
    for (const input of inputs) {
      const shape = lifted(input, axes);
      const before = result;
      const axis = shape.findIndex((size, i) => !fitting(size, before[i]!));
      if (rank(shape) !== axes || axis >= 0) return misfit(inputs[0]!, input, before, shape, axis);
      result = before.map((size, i) => larger(size, shape[i]!));
    }
    return result;
  },
  alsoCalled: {
    mul: "multiply gate",
    product: "multiply gate",
    times: "multiply gate",
    gate: "multiply gate",
  },
  examples: [
    "net a { input image 8x8x32, branches multiply { | | avgpool all, dense 2, relu, dense 32, sigmoid } => 8x8x32 }",
    "net a { input image 8x8x3, sigmoid as gate, conv 3@3, multiply gate => 8x8x3 }",
  ],
  source: "Hu, Shen and Sun, Squeeze-and-Excitation Networks, arXiv:1709.01507",
});
