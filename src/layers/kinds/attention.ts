import { channels, formatShape, product, rank, spatial } from "../../shape/shape.ts";
import { plus, times } from "../../shape/size.ts";
import { defineLayer, problem, type WeightSpec } from "../definition.ts";
import { flag, option } from "../parameters.ts";
import { freezable, glorotUniform } from "../weights.ts";

/** Multi-head self-attention over all places: h heads of d numbers each, d being channels / h where nothing is written. */
export const attention = defineLayer({
  kind: "attention",
  family: "recurrent",
  summary:
    "Lets every place look at every other: multi-head self-attention, projected back to as many channels.",
  parameters: {
    heads: option("count", "How many heads: 1 where nothing is written."),
    key: option(
      "count",
      "How many numbers a query and a key have: channels / heads where nothing is written.",
    ),
    bias: flag(true, "`no bias` leaves all four biases away."),
    ...freezable,
  },
  takes: "one",
  output([input], p) {
    if (rank(input!) === 0) {
      return problem(
        "shape_no_space",
        `there are no places to look at: the value here is ${formatShape(input!)} numbers in one list`,
        "`attention` needs a signal, an image or a volume",
      );
    }
    const heads = p.heads ?? 1;
    if (p.key !== undefined || channels(input!) % heads === 0) return input!;
    return problem(
      "shape_not_divisible",
      `${channels(input!)} channels can't be cut into ${heads} equal heads`,
      "the number of heads divides the channels, or `key 64` says how large a head is",
    );
  },
  weights(input, p) {
    const [maps, heads] = [channels(input), p.heads ?? 1];
    const size = p.key ?? maps / heads;
    const zeros = { type: "constant", value: 0 } as const;
    const weight = (name: string, shape: number[], initial: WeightSpec["initial"]): WeightSpec => ({
      name,
      shape,
      role: "trained",
      initial,
    });
    const inward = ["query", "key", "value"].flatMap((name) => [
      weight(`${name}_kernel`, [maps, heads, size], glorotUniform(maps, heads * size)),
      ...(p.bias ? [weight(`${name}_bias`, [heads, size], zeros)] : []),
    ]);
    return [
      ...inward,
      weight("output_kernel", [heads, size, maps], glorotUniform(heads * size, maps)),
      ...(p.bias ? [weight("output_bias", [maps], zeros)] : []),
    ];
  },
  // Four projections at each place, and two products of each place with each: of queries and keys, and with values.
  multiplyAdds(input, _, p) {
    const places = product(spatial(input));
    const inner = (p.heads ?? 1) * (p.key ?? channels(input) / (p.heads ?? 1));
    return plus(times(places, 4 * channels(input) * inner), times(times(places, places), 2 * inner));
  },
  seesAll: () => true,
  settings: (p) =>
    [p.heads ? `heads ${p.heads}` : "", p.key ? `key ${p.key}` : "", p.bias ? "" : "no bias"]
      .filter(Boolean)
      .join(" "),
  alsoCalled: {
    multiheadattention: "attention heads 8",
    selfattention: "attention heads 8",
    mha: "attention heads 8",
  },
  examples: [
    "net a { input 196 samples x 768 leads, attention heads 12 => 196x768, 2_362_368 weights, 521_428_992 multiply-adds }",
  ],
  source: "Vaswani et al., arXiv:1706.03762; 2 362 368 = 4·(768·768 + 768) is a block of ViT-B",
});
