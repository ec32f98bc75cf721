import { digits, formatShape, product } from "../../shape/shape.ts";
import { equal } from "../../shape/size.ts";
import { defineLayer, problem } from "../definition.ts";
import { positional } from "../parameters.ts";

/** The same numbers in another shape, the last axis running fastest. */
export const reshape = defineLayer({
  kind: "reshape",
  family: "shape",
  summary: "Lays the same numbers out in another shape, the last size running fastest.",
  parameters: { sizes: positional("extent", "The new shape, channels last: `7x7x512`.") },
  takes: "one",
  output([input], p) {
    const [now, then] = [product(input!), product(p.sizes)];
    if (!equal(now, then)) {
      return problem(
        "shape_not_divisible",
        `${formatShape(input!)} holds ${digits(now)} numbers, and ${formatShape(p.sizes)} would hold ${digits(then)}`,
        "a new shape holds as many numbers as the old one",
      );
    }
    if (p.sizes.length <= 4) return p.sizes;
    return problem(
      "shape_wrong_rank",
      `${formatShape(p.sizes)} has more axes than a volume with its channels`,
    );
  },
  seesAll: () => true,
  shares: "always",
  settings: (p) => formatShape(p.sizes),
  alsoCalled: { view: "reshape 7x7x512", unflatten: "reshape 7x7x512" },
  examples: ["net a { input { x, y }, dense 49, reshape 7x7x1, conv 4@3 => 7x7x4 }"],
});
