/** The reference has every layer with every option that changes numbers, at every rank that it takes. */
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import type { Parameter } from "../../src/layers/parameters.ts";
import { vocabulary, wordOf } from "../../src/layers/registry.ts";
import { cases, netOf } from "./cases.ts";

/** Options that change where weights come from, or who changes them, and no number that is computed from them. */
const SILENT = new Set(["weights", "from", "mean", "variance", "fixed", "frozen", "momentum"]);

/** Layers as they are written, one a use, with the rank of what the net is given. */
const uses = cases.flatMap((c) => {
  const rank = netOf(c).nodes[0]!.output.length - 1;
  return c.body.split(", ").map((use) => ({ word: use.split(" ")[0]!, use: ` ${use} `, rank }));
});

/** `same` is what holds where nothing is written. */
const isDefault = (name: string) => name === "same";

const written = (name: string, { form, fallback }: Parameter) =>
  form === "bias" || (form === "flag" && fallback) ? ` no ${name} ` : ` ${name} `;

const inputs = ["{ a, b, c, d, e, f }", "12 samples x 6 leads", "image 6x6x6", "volume 6x6x6x6"];

const words = Object.keys(vocabulary).filter((word) => word !== "input");

test.each(words)("%s with every option at each of its ranks", (word) => {
  const own = uses.filter((use) => use.word === word);
  expect(own).not.toEqual([]);
  const ranks = [...new Set(own.map(({ rank }) => rank))];
  const missing = Object.entries(wordOf(word)!.parameters)
    .filter(([name, { positional }]) => !positional && !SILENT.has(name) && !isDefault(name))
    .map(([name, parameter]) => written(name, parameter))
    .flatMap((text) => ranks.map((rank) => ({ text, rank })))
    .filter(({ text, rank }) => !own.some((use) => use.rank === rank && use.use.includes(text)));
  expect(missing).toEqual([]);
});

test.each(words)("%s at every rank that it takes", (word) => {
  const own = uses.filter((use) => use.word === word);
  const taken = inputs.flatMap((input, rank) => {
    const body = wordOf(word)!.takes === "many" ? `relu as a, relu, ${word} a` : own[0]!.use;
    const { diagnostics } = compileText(`net n { input ${input}, ${body} }`);
    return diagnostics.some(({ severity }) => severity === "error") ? [] : [rank];
  });
  expect(taken.filter((rank) => !own.some((use) => use.rank === rank))).toEqual([]);
});
