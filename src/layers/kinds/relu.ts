import { activation } from "../activation.ts";

export const relu = activation("relu", "Sets negative numbers to zero.", {
  curve: (x) => Math.max(0, x),
  source: "Nair and Hinton, ICML 2010",
});
