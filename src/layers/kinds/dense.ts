import { channels, formatShape, product, rank } from "../../shape/shape.ts";
import { times } from "../../shape/size.ts";
import { defineLayer, isProblem, problem } from "../definition.ts";
import { option, positional } from "../parameters.ts";
import { biased, biasWeight, glorotUniform, literalValues, trainable } from "../weights.ts";

/** Every output is a weighted sum of all input channels; on a map it is applied at each place. */
export const dense = defineLayer({
  kind: "dense",
  family: "dense",
  summary:
    "Connects every input number to every output; on a signal, image or volume, at each place on its own.",
  parameters: {
    units: positional("count", "How many outputs."),
    weights: option("grid", "The weights written down: one row an input, one column an output."),
    ...biased,
    ...trainable,
  },
  takes: "one",
  output: ([input], p) => [...input!.slice(0, -1), p.units],
  weights(input, p) {
    const shape = [channels(input), p.units];
    const kernel = p.weights
      ? literalValues("`weights`", p.weights, shape)
      : glorotUniform(shape[0]!, shape[1]!);
    if (isProblem(kernel)) {
      if (rank(input) === 0) return kernel;
      return problem(
        kernel.code,
        kernel.message,
        `the value here is ${formatShape(input)}: did you mean to \`flatten\` it first?`,
      );
    }
    const bias = biasWeight(p.units, p.bias);
    if (isProblem(bias)) return bias;
    return [{ name: "kernel", shape, role: "trained", initial: kernel }, ...bias];
  },
  multiplyAdds: (input, output) => times(product(output), channels(input)),
  settings: (p) => `${p.units}`,
  alsoCalled: {
    linear: "dense 10",
    fc: "dense 10",
    fullyconnected: "dense 10",
    fullconnection: "dense 10",
    affine: "dense 10",
    gemm: "dense 10",
  },
  examples: [
    "net a { input image 28x28x1, flatten, dense 10 => 10, 7_850 weights }",
    "net a { input { x }, dense 2 weights [1 -1] bias [0 0], relu, dense 1 weights [1; 1] bias [0] => 1, 3 weights }",
  ],
  source: "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.1",
});
