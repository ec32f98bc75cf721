import { activation } from "../activation.ts";

export const silu = activation("silu", "Multiplies each number by its sigmoid: x / (1 + e^-x).", {
  curve: (x) => x / (1 + Math.exp(-x)),
  source: "Ramachandran, Zoph, Le, arXiv:1710.05941",
  alsoCalled: { swish: "silu" },
});
