import { activation } from "../activation.ts";

export const hardSigmoid = activation(
  "hard_sigmoid",
  "Straight lines near a sigmoid: x/6 + 1/2, held between 0 and 1.",
  {
    curve: (x) => Math.min(1, Math.max(0, x / 6 + 1 / 2)),
    source: "Howard et al., arXiv:1905.02244, section 5.2; as in Keras 3 and PyTorch",
    alsoCalled: { hsigmoid: "hard_sigmoid" },
  },
);
