import { activation } from "../activation.ts";

export const logSoftmax = activation(
  "log_softmax",
  "The logarithm of `softmax`: x − ln Σ e^x at each place.",
);
