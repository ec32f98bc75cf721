import { activation } from "./activation.ts";

export const mish = activation("mish", "Gives x·tanh(ln(1 + e^x)).", { source: "Misra, arXiv:1908.08681" });
