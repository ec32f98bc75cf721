import { product } from "../../shape/shape.ts";
import { defineLayer } from "../definition.ts";

/** All numbers in one list, the last axis running fastest. */
export const flatten = defineLayer({
  kind: "flatten",
  family: "shape",
  summary: "Lays all numbers of the value out in one list.",
  parameters: {},
  takes: "one",
  output: ([input]) => [product(input!)],
  seesAll: () => true,
  shares: "always",
  examples: ["net a { input image 28x28x1, flatten => 784 }"],
});
