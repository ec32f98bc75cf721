import { defineLayer } from "../definition.ts";
import {
  recurrentKernels,
  recurrentMultiplyAdds,
  recurrentOutput,
  recurrentParameters,
} from "../recurrent.ts";

const GATES = 4;

/** Long short-term memory: 4·(u·(i + u) + u) weights for u units over i channels. */
export const lstm = defineLayer({
  kind: "lstm",
  family: "recurrent",
  summary: "Reads a signal step by step and remembers: input, forget and output gates around a cell.",
  parameters: recurrentParameters,
  takes: "one",
  output: ([input], p) => recurrentOutput(input!, p),
  weights(input, p) {
    const size = GATES * p.units;
    // The forget gate starts open (Jozefowicz et al., ICML 2015); gates stand in the order input, forget, cell, output.
    const values = Array.from({ length: size }, (_, i) => (Math.floor(i / p.units) === 1 ? 1 : 0));
    const bias = {
      name: "bias",
      shape: [size],
      role: "trained",
      initial: { type: "literal", values },
    } as const;
    return [...recurrentKernels(input, p.units, GATES), ...(p.bias === false ? [] : [bias])];
  },
  multiplyAdds: (input, _, p) => recurrentMultiplyAdds(input, p.units, GATES),
  seesAll: () => true,
  settings: (p) => (p.sequence ? `${p.units} sequence` : `${p.units}`),
  alsoCalled: { rnn: "lstm 64", recurrent: "lstm 64" },
  examples: [
    "net a { input 100 samples x 12 leads, lstm 64 => 64, 19_712 weights, 1_945_600 multiply-adds }",
    "net a { input 100 samples x 12 leads, lstm 64 sequence => 100x64, 19_712 weights }",
  ],
  source:
    "Hochreiter and Schmidhuber, Neural Computation 9 (1997) 1735; counts as Keras': 4·(64·(12 + 64) + 64) = 19 712",
});
