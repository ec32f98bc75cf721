import type { CustomLayer, Tensor } from "./custom-layer.ts";

interface Config {
  readonly units: number;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
}

const GATES = 3;

/**
 * A gated recurrent unit that resets behind its kernel, with gates in the order update, reset, new:
 * h' = z·h + (1 − z)·tanh(n + r·(h·U + b)), as Keras and cuDNN have it. TensorFlow.js has the form of the first paper.
 */
export const gru: CustomLayer<Config> = {
  className: "CnncGRU",
  weights: ({ units, useBias }, input) => ({
    kernel: [input.at(-1)!, GATES * units],
    recurrent_kernel: [units, GATES * units],
    ...(useBias ? { bias: [2, GATES * units] } : {}),
  }),
  output: ({ units, returnSequences }, input) =>
    returnSequences ? [input[0]!, input[1]!, units] : [input[0]!, units],
  call(tf, { units, useBias, returnSequences }, input, { kernel, recurrent_kernel, bias }) {
    const [batch, steps, channels] = input.shape as [number, number, number];
    const [inputBias, stateBias] = useBias
      ? (tf.unstack(bias!) as [Tensor, Tensor])
      : [tf.scalar(0), tf.scalar(0)];
    const products = tf.matMul(tf.reshape(input, [batch * steps, channels]), kernel!);
    const sums = tf.add(products, inputBias);
    // TensorFlow.js has no gradient through an `unstack` of one.
    const given = steps === 1 ? [sums] : tf.unstack(tf.reshape(sums, [batch, steps, GATES * units]), 1);
    const states: Tensor[] = [];
    let state: Tensor = tf.zeros([batch, units]);
    for (const step of given) {
      const [update, reset, fresh] = tf.split(step, GATES, 1);
      const remembered = tf.split(tf.add(tf.matMul(state, recurrent_kernel!), stateBias), GATES, 1);
      const z = tf.sigmoid(tf.add(update!, remembered[0]!));
      const r = tf.sigmoid(tf.add(reset!, remembered[1]!));
      const n = tf.tanh(tf.add(fresh!, tf.mul(r, remembered[2]!)));
      state = tf.add(n, tf.mul(z, tf.sub(state, n)));
      states.push(state);
    }
    return returnSequences ? tf.stack(states, 1) : state;
  },
};
