import { activation } from "../activation.ts";

export const gelu = activation("gelu", "Gives x·Φ(x), Φ being the share of a normal distribution below x.", {
  // Within 0.001 of it, by the same article.
  curve: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  source: "Hendrycks and Gimpel, arXiv:1606.08415",
});
