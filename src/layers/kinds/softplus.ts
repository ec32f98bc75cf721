import { activation } from "../activation.ts";

export const softplus = activation("softplus", "A smooth `relu`: ln(1 + e^x).", {
  curve: (x) => Math.log1p(Math.exp(x)),
  source: "Dugas et al., NIPS 2000",
});
