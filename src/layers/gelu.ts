import { activation } from "./activation.ts";

export const gelu = activation("gelu", "Gives x·Φ(x), Φ being the share of a normal distribution below x.", {
  source: "Hendrycks and Gimpel, arXiv:1606.08415",
});
