import type { CustomLayer } from "./custom-layer.ts";

/** Adds a learned number to each channel. */
export const shift: CustomLayer = {
  className: "CnncShift",
  weights: (_, input) => ({ beta: [input.at(-1)!] }),
  output: (_, input) => input,
  call: (tf, _, input, { beta }) => tf.add(input, beta!),
};
