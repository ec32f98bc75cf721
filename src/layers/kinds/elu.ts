import { activation } from "../activation.ts";

export const elu = activation("elu", "Keeps positive numbers; negative ones become e^x − 1.", {
  curve: (x) => (x > 0 ? x : Math.expm1(x)),
  source: "Clevert, Unterthiner, Hochreiter, arXiv:1511.07289",
});
