import type { CustomLayer, Tensor } from "./custom-layer.ts";

interface Config {
  readonly units: number;
}

/**
 * How much of a code z each centroid μ_j takes: q_j = (1 + |z − μ_j|²)^−1 over the sum of all of them. Differences are
 * squared one by one: |z|² − 2·z·μ + |μ|² would lose the digits of a code that is near.
 */
export const centroids: CustomLayer<Config> = {
  className: "CnncCentroids",
  weights: ({ units }, input) => ({ centroids: [units, input.at(-1)!] }),
  output: ({ units }, input) => [input[0]!, units],
  call(tf, _, input, { centroids: points }): Tensor {
    const differences = tf.sub(tf.expandDims(input, 1), points!);
    const near = tf.reciprocal(tf.add(tf.sum(tf.square(differences), -1), 1));
    return tf.div(near, tf.sum(near, -1, true));
  },
};
