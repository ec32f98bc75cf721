import { activation } from "../activation.ts";

export const softsign = activation("softsign", "Squeezes each number between -1 and 1: x / (1 + |x|).", {
  curve: (x) => x / (1 + Math.abs(x)),
  source: "Turian, Bergstra, Bengio, NAACL 2009",
});
