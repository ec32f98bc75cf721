import { activation } from "../activation.ts";

export const relu6 = activation("relu6", "Sets negative numbers to zero and those above 6 to 6.", {
  curve: (x) => Math.min(6, Math.max(0, x)),
  source: "Howard et al., arXiv:1704.04861",
  alsoCalled: { relumax6: "relu6", clippedrelu: "relu6" },
});
