import { activation } from "../activation.ts";

export const sigmoid = activation("sigmoid", "Squeezes each number between 0 and 1: 1 / (1 + e^-x).", {
  curve: (x) => 1 / (1 + Math.exp(-x)),
});
