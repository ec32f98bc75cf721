import { activation } from "../activation.ts";

export const softmax = activation(
  "softmax",
  "Turns the numbers of each place into probabilities that sum to 1: e^x / Σ e^x.",
  { source: "Bridle, NIPS 1989" },
);
