import { defineLayer } from "../definition.ts";
import { flag } from "../parameters.ts";
import {
  recurrentKernels,
  recurrentMultiplyAdds,
  recurrentOutput,
  recurrentParameters,
} from "../recurrent.ts";

const GATES = 3;

/** Gated recurrent unit: 3·(u·(i + u) + 2·u) weights; with `reset_before`, one bias less a gate and unit. */
export const gru = defineLayer({
  kind: "gru",
  family: "recurrent",
  summary: "Reads a signal step by step and remembers: update and reset gates.",
  parameters: {
    ...recurrentParameters,
    reset_before: flag(
      false,
      "Resets what is remembered before it meets its kernel, as the first paper did.",
    ),
  },
  takes: "one",
  output: ([input], p) => recurrentOutput(input!, p),
  weights(input, p) {
    const size = GATES * p.units;
    const shape = p.reset_before ? [size] : [2, size];
    const bias = { name: "bias", shape, role: "trained", initial: { type: "constant", value: 0 } } as const;
    return [...recurrentKernels(input, p.units, GATES), ...(p.bias === false ? [] : [bias])];
  },
  multiplyAdds: (input, _, p) => recurrentMultiplyAdds(input, p.units, GATES),
  seesAll: () => true,
  settings: (p) =>
    [`${p.units}`, p.sequence ? "sequence" : "", p.reset_before ? "reset_before" : ""]
      .filter(Boolean)
      .join(" "),
  examples: [
    "net a { input 100 samples x 12 leads, gru 64 => 64, 14_976 weights }",
    "net a { input 100 samples x 12 leads, gru 64 reset_before sequence => 100x64, 14_784 weights }",
  ],
  source:
    "Cho et al., arXiv:1406.1078; Keras' and PyTorch's default resets after the kernel: 3·(64·(12 + 64) + 2·64) = 14 976",
});
