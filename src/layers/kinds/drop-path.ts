import { defineLayer, rounded } from "../definition.ts";
import { positional } from "../parameters.ts";

/** Stochastic depth: in training a whole value is dropped now and then, and the others are scaled up. */
export const dropPath = defineLayer({
  kind: "drop_path",
  family: "regularisation",
  summary:
    "Sets the whole value to zero for a share of the examples in training, so that a residual is skipped.",
  parameters: { rate: positional("ratio", "The share of examples, from 0 up to 1.") },
  takes: "one",
  output: ([input]) => input!,
  shares: "inference",
  settings: (p) => `${rounded(p.rate)}`,
  alsoCalled: { stochasticdepth: "drop_path 0.2", dropconnect: "drop_path 0.2", droppath: "drop_path 0.2" },
  examples: ["net a { input image 8x8x4, relu as skip, conv 4@3, drop_path 0.2, add skip => 8x8x4 }"],
  source: "Huang et al., arXiv:1603.09382",
});
