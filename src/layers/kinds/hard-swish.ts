import { activation } from "../activation.ts";

export const hardSwish = activation("hard_swish", "Multiplies each number by its `hard_sigmoid`.", {
  curve: (x) => x * Math.min(1, Math.max(0, x / 6 + 1 / 2)),
  source: "Howard et al., arXiv:1905.02244, section 5.2",
  alsoCalled: { hswish: "hard_swish", hardsilu: "hard_swish" },
});
