import { activation } from "../activation.ts";

export const exponential = activation("exponential", "Raises e to each number: e^x.", {
  curve: Math.exp,
  alsoCalled: { exp: "exponential" },
});
