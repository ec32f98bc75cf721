import { channels, formatShape, rank } from "../../shape/shape.ts";
import { defineLayer, problem } from "../definition.ts";
import { positional } from "../parameters.ts";
import { freezable, glorotUniform } from "../weights.ts";

/** A learned row of numbers for each of so many symbols; its input holds their numbers, from 0. */
export const embedding = defineLayer({
  kind: "embedding",
  family: "recurrent",
  summary: "Replaces each whole number, counted from 0, by a learned row of numbers.",
  parameters: {
    table: positional("extent", "`1000x64`: 1000 symbols, 64 numbers each."),
    ...freezable,
  },
  takes: "one",
  output([input], p) {
    if (p.table.length !== 2) {
      return problem(
        "argument_wrong",
        `${formatShape(p.table)} does not say how many symbols there are and how many numbers each has`,
        "`embedding 1000x64`: 1000 symbols, 64 numbers each",
      );
    }
    if (rank(input!) === 0 || (rank(input!) === 1 && channels(input!) === 1))
      return [input![0]!, p.table[1]!];
    return problem(
      "shape_wrong_rank",
      `it reads a row of symbols, and the value here is ${formatShape(input!)}`,
      "one channel of whole numbers: `input 80 samples`",
    );
  },
  weights: (_, p) => [
    {
      name: "embeddings",
      shape: p.table,
      role: "trained",
      initial: glorotUniform(p.table[0]!, p.table[1] ?? 1),
    },
  ],
  symbols: (p) => p.table[0]!,
  settings: (p) => formatShape(p.table),
  examples: ["net a { input 80 samples, embedding 1000x64 => 80x64, 64_000 weights }"],
  source: "Bengio et al., JMLR 3 (2003) 1137",
});
