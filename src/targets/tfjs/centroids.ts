import { channels } from "../../shape/shape.ts";
import { cropping, type EmittedLayer, type EmitterTable, keras, reshape } from "./emitter.ts";

/** What a layer takes: `node` for what the node takes, a number for another layer of the list. */
type Source = number | "node";

/** Layers one after the other, each with what it takes. */
class Plan {
  readonly layers: EmittedLayer[] = [];

  /** Adds a layer; returns its place. */
  add(layer: EmittedLayer, ...takes: readonly Source[]): number {
    return this.layers.push({ ...layer, takes }) - 1;
  }

  times(factor: number, from: Source): number {
    return this.add(keras("Rescaling", { scale: factor, offset: 0 }), from);
  }

  /** Values side by side, along the last axis. */
  beside(...from: readonly Source[]): number {
    return this.add(keras("Concatenate", { axis: -1 }), ...from);
  }

  /**
   * Each row and its opposite, divided by the root of the mean of the row's squares. Both together have mean 0 and that
   * mean for their variance, so a layer normalisation does it.
   */
  divided(from: Source): number {
    const norm = keras("LayerNormalization", { axis: -1, epsilon: 0, center: false, scale: false });
    return this.add(norm, this.beside(from, this.times(-1, from)));
  }
}

/**
 * TensorFlow.js has no layer that measures a distance, and none that divides by a computed number but its
 * normalisations. So each difference z − μ_j stands in a row with a 1, which those divide by √((1 + |z − μ_j|²) / (d + 1)):
 * what becomes of the 1 is √(d + 1) · r_j, where r_j² = 1 / (1 + |z − μ_j|²). A second one makes r_j / √(Σ r² / k) of
 * them, whose squares are k·q_j.
 */
export const distances: EmitterTable<"centroids"> = {
  centroids({ input, output, weights, trainable }) {
    const [d, k] = [channels(input), channels(output)];
    const plan = new Plan();
    // A dense layer on a 1 gives its weights.
    const mean = plan.add(keras("GlobalAveragePooling1D"), plan.add(reshape([d, 1]), "node"));
    const one = plan.add(keras("Rescaling", { scale: 0, offset: 1 }), mean);
    const dense = keras("Dense", {
      units: k * d,
      use_bias: false,
      activation: "linear",
      kernel_initializer: { class_name: "Zeros", config: {} },
      trainable,
    });
    const stored = [{ name: "kernel", shape: [1, k * d], holds: weights[0]!.name }];
    const points = plan.add(reshape([k, d]), plan.add({ ...dense, stored }, one));
    const codes = plan.add(keras("RepeatVector", { n: k }), "node");
    const differences = plan.add(keras("Add"), codes, plan.times(-1, points));
    const rows = plan.beside(differences, plan.add(keras("RepeatVector", { n: k }), one));
    let last = plan.add(reshape([k, 2 * (d + 1), 1]), plan.divided(rows));
    for (const layer of cropping(
      [k, 2 * (d + 1), 1],
      [
        [0, 0],
        [d, d + 1],
      ],
    ))
      last = plan.add(layer, last);
    const roots = plan.add(reshape([k]), last);
    const both = plan.add(reshape([2, k]), plan.divided(roots));
    const squares = plan.add(keras("Multiply"), both, both);
    plan.times(1 / k, plan.add(keras("GlobalAveragePooling1D"), squares));
    return plan.layers;
  },
};
