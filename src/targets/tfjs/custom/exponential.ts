import type { CustomLayer } from "./custom-layer.ts";

/** e to each number. */
export const exponential: CustomLayer = {
  className: "CnncExponential",
  weights: () => ({}),
  output: (_, input) => input,
  call: (tf, _, input) => tf.exp(input),
};
