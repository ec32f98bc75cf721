/** Every number that a layer takes declares its range: what is outside is refused where it stands, and what is inside passes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { inRange, type Parameter, rangeOf } from "../../src/layers/parameters.ts";
import { vocabulary, wordOf } from "../../src/layers/registry.ts";

/** How a number of each form is written, `N` being the number. */
const WRITTEN: { readonly [form: string]: string } = {
  count: "N",
  ratio: "N",
  number: "N",
  extent: "N",
  margin: "N",
  window: "N",
  kernels: "2@N",
  grid: "[N 2]",
  bias: "[N]",
};

/** A value of each form that fits the layers below, for what has to be there besides. */
const USUAL: { readonly [form: string]: string } = {
  ...WRITTEN,
  count: "2",
  ratio: "0.5",
  number: "0.1",
  extent: "2",
  margin: "1",
  window: "2",
  kernels: "2@2",
  grid: "[1 2]",
};

const own: { readonly [word: string]: string } = { embedding: "9x2", permute: "3x1x2", reshape: "4x4x8" };

/** The layer with a number in the place of one parameter, and where that begins and ends. */
function layer(word: string, name: string, number: string): { text: string; start: number; end: number } {
  const parameters = Object.entries(wordOf(word)!.parameters);
  let text = `net n { input image 8x8x2, ${word}`;
  let [start, end] = [0, 0];
  for (const [key, { form, positional, optional }] of parameters) {
    const isIt = key === name;
    if (!isIt && (!positional || optional)) continue;
    text += `${positional ? "" : ` ${key}`} `;
    if (isIt) start = text.length;
    text += isIt ? WRITTEN[form]!.replace("N", number) : (own[word] ?? USUAL[form]!);
    if (isIt) end = text.length;
  }
  return { text: `${text} }`, start, end };
}

const numeric = Object.keys(vocabulary).flatMap((word) =>
  Object.entries(wordOf(word)!.parameters)
    .filter(([, { form }]) => form !== "flag")
    .map(([name, parameter]) => ({ word, name, parameter: parameter as Parameter })),
);

const plain = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 2, 3, -0.001, 0.999, 1e-30, 1e39, -1e39, 1e300, 2 ** 53, 1e20),
  fc.integer({ min: -20, max: 20 }),
  fc.double({ min: -3, max: 3, noNaN: true }),
);

describe("ranges", () => {
  test("every number has one", () => {
    expect(numeric.length).toBeGreaterThan(60);
    for (const { parameter } of numeric) {
      const range = rangeOf(parameter)!;
      expect(range.least).toBeLessThan(range.most);
    }
  });

  test.each(numeric)("$word $name", ({ word, name, parameter }) => {
    const range = rangeOf(parameter)!;
    fc.assert(
      fc.property(plain, (value) => {
        const { text, start, end } = layer(word, name, String(value + 0));
        const found = compileText(text).diagnostics.filter(({ severity }) => severity === "error");
        const about = found.filter(
          ({ code, message }) =>
            ["argument_wrong", "shape_too_large", "number_inexact"].includes(code) &&
            /must be|too large|beyond 2\^53/.test(message),
        );
        if (inRange(value, range)) {
          // Whether the layer fits the image with it is another question.
          if (Math.abs(value) < 1e5) expect(about.map(({ message }) => `${text}: ${message}`)).toEqual([]);
          return;
        }
        expect(found.length, text).toBeGreaterThan(0);
        const { span } = found[0]!;
        expect(start <= span.start && span.end <= end, `${text}: ${found[0]!.message}`).toBe(true);
      }),
      { seed: 71, numRuns: 60 },
    );
  });
});

// By hand, of the issue: each passed, and training blamed the learning rate.
test.each([
  ["normalise mean [0 0] variance [-1 4]", "`variance` is -1, and must be above 0"],
  ["normalise variance [1 0]", "`variance` is 0, and must be above 0"],
  ["layernorm epsilon -1", "`epsilon` is -1, and must be at least 0"],
  ["batchnorm epsilon -1", "`epsilon` is -1, and must be at least 0"],
  ["batchnorm momentum 1", "`momentum` is 1, and must be at least 0 and below 1"],
  ["dropout 50", "`rate` is 50, and must be at least 0 and below 1"],
  ["scale from 1e39", "`from` is 1e+39, and must be a number of 32 bits, at most 3.4e38 from zero"],
])("%s", (body, message) => {
  const { diagnostics } = compileText(`net a { input { a, b }, ${body} }`);
  expect(diagnostics.map((found) => found.message)).toEqual([message]);
});
