import { activation } from "../activation.ts";

export const selu = activation(
  "selu",
  "As `elu`, scaled so that mean 0 and variance 1 are kept: 1.0507·x, or 1.7581·(e^x − 1) below zero.",
  {
    curve: (x) => (x > 0 ? 1.0507 * x : 1.7581 * Math.expm1(x)),
    source: "Klambauer et al., arXiv:1706.02515",
  },
);
