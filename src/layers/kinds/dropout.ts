import { defineLayer, rounded } from "../definition.ts";
import { positional } from "../parameters.ts";

/** Inverted dropout: what stays is scaled up in training, and prediction leaves the value as it is. */
export const dropout = defineLayer({
  kind: "dropout",
  family: "regularisation",
  summary: "Sets a share of the numbers to zero in training, others each time, against overfitting.",
  parameters: { rate: positional("ratio", "The share that is set to zero, from 0 up to 1.") },
  takes: "one",
  output: ([input]) => input!,
  shares: "inference",
  settings: (p) => `${rounded(p.rate)}`,
  alsoCalled: { drop: "dropout 0.5", spatialdropout: "dropout 0.5" },
  examples: ["net a { input image 28x28x1, flatten, dense 64, relu, dropout 0.5, dense 2 }"],
  source: "Srivastava et al., JMLR 15 (2014) 1929",
});
