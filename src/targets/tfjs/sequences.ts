import { channels, rank } from "../../shape/shape.ts";
import { type EmitterTable, keras, reshape } from "./emitter.ts";

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
  gru({ params, trainable }) {
    const config = {
      units: params.units,
      use_bias: params.bias !== false,
      return_sequences: params.sequence,
      trainable,
    };
    if (!params.reset_before) return [keras("CnncGRU", config)];
    const gates = { activation: "tanh", recurrent_activation: "sigmoid", reset_after: false };
    return [keras("GRU", { ...config, ...gates, ...zeros })];
  },
  embedding: ({ params, input, trainable }) => [
    ...(rank(input) === 0 ? [] : [reshape([input[0]!])]),
    keras("Embedding", {
      input_dim: params.table[0]!,
      output_dim: params.table[1]!,
      embeddings_initializer: zeros.kernel_initializer,
      trainable,
    }),
  ],
  attention: ({ params, input, trainable }) => {
    const heads = params.heads ?? 1;
    const key_dim = params.key ?? channels(input) / heads;
    return [keras("CnncAttention", { heads, key_dim, use_bias: params.bias, trainable })];
  },
};
