import type { CustomLayer, Tensor } from "./custom-layer.ts";

interface Config {
  readonly heads: number;
  /** Numbers of a query, a key and a value in each head. */
  readonly keyDim: number;
  readonly useBias: boolean;
}

/**
 * Multi-head self-attention over all places: softmax(q·kᵀ / √d)·v in each head, projected back to the channels.
 * Vaswani et al., arXiv:1706.03762, section 3.2.
 */
export const attention: CustomLayer<Config> = {
  className: "CnncAttention",
  weights({ heads, keyDim, useBias }, input) {
    const maps = input.at(-1)!;
    const inward = ["query", "key", "value"].flatMap((name) => [
      [`${name}_kernel`, [maps, heads, keyDim]] as const,
      ...(useBias ? [[`${name}_bias`, [heads, keyDim]] as const] : []),
    ]);
    return {
      ...Object.fromEntries(inward),
      output_kernel: [heads, keyDim, maps],
      ...(useBias ? { output_bias: [maps] } : {}),
    };
  },
  output: (_, input) => input,
  call(tf, { heads, keyDim, useBias }, input, weights) {
    const maps = input.shape.at(-1)!;
    const inner = heads * keyDim;
    const batch = input.shape[0]!;
    const rows = tf.reshape(input, [-1, maps]);
    const places = rows.shape[0]! / batch;
    const project = (from: Tensor, name: string, shape: [number, number]) => {
      const product = tf.matMul(from as typeof rows, tf.reshape(weights[`${name}_kernel`]!, shape));
      return useBias ? tf.add(product, tf.reshape(weights[`${name}_bias`]!, [shape[1]])) : product;
    };
    const [query, key, value] = ["query", "key", "value"].map((name) =>
      tf.transpose(
        tf.reshape(project(rows, name, [maps, inner]), [batch, places, heads, keyDim]),
        [0, 2, 1, 3],
      ),
    ) as [Tensor, Tensor, Tensor];
    const scores = tf.matMul(tf.mul(query, 1 / Math.sqrt(keyDim)), key, false, true);
    const seen = tf.transpose(tf.matMul(tf.softmax(scores), value), [0, 2, 1, 3]);
    return tf.reshape(project(tf.reshape(seen, [-1, inner]), "output", [inner, maps]), input.shape);
  },
};
