import { activation } from "./activation.ts";

export const relu = activation("relu", "Sets negative numbers to zero.", {
  source: "Nair and Hinton, ICML 2010",
});
