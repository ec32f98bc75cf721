import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { createService } from "../../../src/language/index.ts";
import { soundText } from "../sound.ts";
import { specs } from "../verified.ts";
import { applied, placed, serviceOf } from "./answers.ts";

/** What a net is, but for names and for how it is written. */
function numbers({ name, totals, nodes, complete }: CheckedNet) {
  const layers = nodes.map(({ kind, output, weights, multiplyAdds, shares }) => ({
    kind,
    output,
    weights: weights.map(({ shape }) => shape),
    multiplyAdds,
    shares,
  }));
  return { name, totals, complete, layers };
}

/** The titles of what is offered at `▮`, and the text that each makes. */
function offered(marked: string, length = 0): { readonly [title: string]: string } {
  const { text, offset } = placed(marked);
  const service = serviceOf({ "a.cnn": text });
  const actions = service.codeActions("a.cnn", { start: offset, end: offset + length });
  return Object.fromEntries(actions.map(({ title, edits }) => [title, applied(text, edits, "a.cnn")]));
}

describe("refactorings", () => {
  test("what stands three times is written once", () => {
    const net = "net a {\n  input image 28x28x1\n  conv 8@3, ▮relu, conv 8@3, relu, conv 8@3, relu\n}\n";
    // The first convolution has other weights than the others, and is the same layer all the same.
    expect(offered(net)["write it once, in `repeat 3`"]).toBe(
      "net a {\n  input image 28x28x1\n  repeat 3 { conv 8@3, relu }\n}\n",
    );
  });

  test("what stands twice, or gives a name, is left", () => {
    expect(offered("net a { input image 28x28x1, ▮relu, relu }")).not.toHaveProperty(
      "write it once, in `repeat 2`",
    );
    const named = offered("net a { input image 28x28x1, ▮relu as a, relu as a, relu as a }");
    expect(Object.keys(named).filter((title) => title.includes("repeat"))).toEqual([]);
  });

  test("a block is made of a selection, with the numbers that it needs", () => {
    const text =
      "block twice(f) {\n  ▮conv f@3\n  relu\n  flatten\n}\nnet a { input image 8x8x1, twice(4) }\n";
    expect(offered(text, "conv f@3\n  relu".length)["make a block of them"]).toBe(
      "block part(f) {\n  conv f@3\n  relu\n}\n\nblock twice(f) {\n  part(f)\n  flatten\n}\nnet a { input image 8x8x1, twice(4) }\n",
    );
  });

  test("no block is made of what gives a name that is used behind it", () => {
    const text = "net a { input image 8x8x1, ▮conv 4@3 as skip, relu, add skip }";
    expect(offered(text, "conv 4@3 as skip".length)).not.toHaveProperty("make a block of it");
  });

  test("a block is written out, with its numbers, its names and what it was given", () => {
    const text =
      "block residual(f, k = 3) { conv 2*f@k as mid, conv f@k, add in }\nnet a { input image 8x8x1, conv 4@3, ▮residual(f = 2+2), residual(4) }\n";
    expect(offered(text)["write out `residual`"]).toContain(
      "conv 4@3 as given, conv 2*(2+2)@3 as mid_2, conv (2+2)@3, add given, residual(4)",
    );
  });

  test("what is true is claimed of a layer and of a net", () => {
    expect(offered("net a { input image 8x8x1, ▮conv 4@3 valid }")).toHaveProperty(
      ["claim what is true: `=> 6x6x4, 40 weights`"],
      "net a { input image 8x8x1, conv 4@3 valid => 6x6x4, 40 weights }",
    );
    expect(offered("net ▮a { input image 8x8x1, conv 4@3 valid }")).toHaveProperty(
      ["claim what is true: `expect 40 weights`"],
      "net a { input image 8x8x1, conv 4@3 valid, expect 40 weights }",
    );
  });

  test("a false claim has a fix", () => {
    const fixed = Object.values(offered("net a { input image 8x8x1, conv 4@3 valid => ▮41 weights }"));
    expect(fixed).toContain("net a { input image 8x8x1, conv 4@3 valid => 40 weights }");
  });

  test("they leave all nets what they are, wherever they are offered", () => {
    let count = 0;
    const small = specs().filter(({ file, text }) => file.includes("figures") || text.length < 1500);
    const texts = fc.oneof(fc.constantFrom(...small.map(({ text }) => text)), soundText);
    fc.assert(
      fc.property(texts, fc.nat(3000), fc.nat(120), (text, place, length) => {
        const start = place % (text.length + 1);
        const service = createService();
        service.open("a.cnn", text);
        const before = compileText(text).program.nets.map(numbers);
        const range = { start, end: Math.min(text.length, start + length) };
        for (const { kind, edits } of service.codeActions("a.cnn", range)) {
          if (kind !== "refactor") continue;
          count++;
          const after = applied(text, edits, "a.cnn");
          expect(compileText(after).program.nets.map(numbers)).toEqual(before);
        }
      }),
      { seed: 32, numRuns: 60 * Number(process.env.LANGUAGE_TEXTS ?? 1) },
    );
    expect(count).toBeGreaterThan(10);
  });
});
