import { activation } from "../activation.ts";

export const mish = activation("mish", "Gives x·tanh(ln(1 + e^x)).", {
  curve: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  source: "Misra, arXiv:1908.08681",
});
