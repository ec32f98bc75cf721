import { defineLayer } from "../definition.ts";
import { positional } from "../parameters.ts";

/** `relu` that lets a share of negative numbers through. */
export const leakyRelu = defineLayer({
  kind: "leaky_relu",
  family: "activation",
  summary: "Keeps positive numbers and multiplies negative ones by a small written factor.",
  parameters: { slope: positional("number", "What negative numbers are multiplied by: `0.1`.") },
  takes: "one",
  output: ([input]) => input!,
  curve: (x, p) => (x > 0 ? x : p.slope * x),
  settings: (p) => `${p.slope}`,
  alsoCalled: { lrelu: "leaky_relu 0.1", leaky: "leaky_relu 0.1", leakyrelu: "leaky_relu 0.1" },
  examples: ["net a { input { x, y }, dense 4, leaky_relu 0.1 => 4 }"],
  source: "Maas, Hannun, Ng, ICML 2013",
});
