import { rank } from "../../shape/shape.ts";
import { type EmitterTable, keras, reshape, unsupported } from "./emitter.ts";

const zeros = {
  kernel_initializer: { class_name: "Zeros", config: {} },
  recurrent_initializer: { class_name: "Zeros", config: {} },
};

/** Layers over the steps of a signal. */
export const sequences: EmitterTable<"lstm" | "gru" | "embedding" | "attention"> = {
  lstm: ({ params, trainable }) => [
    keras("LSTM", {
      units: params.units,
      activation: "tanh",
      recurrent_activation: "sigmoid",
      use_bias: params.bias !== false,
      unit_forget_bias: false,
      return_sequences: params.sequence,
      ...zeros,
      trainable,
    }),
  ],
  gru: ({ params, trainable }) =>
    params.reset_before
      ? [
          keras("GRU", {
            units: params.units,
            activation: "tanh",
            recurrent_activation: "sigmoid",
            use_bias: params.bias !== false,
            reset_after: false,
            return_sequences: params.sequence,
            ...zeros,
            trainable,
          }),
        ]
      : unsupported("has no gated recurrent unit that resets behind its kernel, but with `reset_before`"),
  embedding: ({ params, input, trainable }) => [
    ...(rank(input) === 0 ? [] : [reshape([input[0]!])]),
    keras("Embedding", {
      input_dim: params.table[0]!,
      output_dim: params.table[1]!,
      embeddings_initializer: zeros.kernel_initializer,
      trainable,
    }),
  ],
  attention: unsupported("has no attention layer that a saved model can hold"),
};
