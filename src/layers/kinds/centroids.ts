import { channels, formatShape, rank } from "../../shape/shape.ts";
import { defineLayer, isProblem, problem } from "../definition.ts";
import { option, positional } from "../parameters.ts";
import { glorotUniform, literalValues, trainable } from "../weights.ts";

/**
 * Learned points among the codes, and how much of a code each takes: q_j = (1 + |z − μ_j|²)^−1 over the sum of all of
 * them, which is Student's t-distribution with one degree of freedom. [d] gives [k], and the k·d numbers are the weights.
 */
export const centroids = defineLayer({
  kind: "centroids",
  family: "dense",
  summary:
    "Shares a list of numbers out among learned centroids, the nearest first: 1 / (1 + squared distance), over the sum of all.",
  parameters: {
    units: positional("count", "How many centroids, 2 or more."),
    weights: option("grid", "The centroids written down, such as those of k-means: one row a centroid."),
    ...trainable,
  },
  takes: "one",
  output([input], p) {
    if (rank(input!) > 0) {
      return problem(
        "shape_wrong_rank",
        `a centroid is a list of numbers, and the value here is ${formatShape(input!)}`,
        "put `flatten`, `maxpool all` or `avgpool all` before it",
      );
    }
    if (p.units < 2)
      return problem("argument_wrong", "a single centroid takes every code whole", "write 2 or more");
    return [p.units];
  },
  weights(input, p) {
    const shape = [p.units, channels(input)];
    const initial = p.weights
      ? literalValues("`weights`", p.weights, shape)
      : glorotUniform(shape[1]!, shape[0]!);
    if (isProblem(initial)) {
      const rows = `write ${shape[0]} rows, one a centroid, of ${shape[1]}, one for each number of the code`;
      return problem(initial.code, initial.message, rows);
    }
    return [{ name: "centroids", shape, role: "trained", initial }];
  },
  // The squares of the differences, which end in the sum that is the distance.
  multiplyAdds: (input, output) => channels(output) * channels(input),
  settings: (p) => `${p.units}`,
  alsoCalled: { kmeans: "centroids 4", clusteringlayer: "centroids 4" },
  examples: [
    "net a { input { a, b, c, d }, dense 3, centroids 4 => 4, 12 weights }",
    "net a { input { x, y }, centroids 2 weights [0 0; 3 4] fixed => 2, 4 fixed }",
  ],
  source: "Xie, Girshick, Farhadi, ICML 2016, arXiv:1511.06335, equation 1 with α = 1",
});
