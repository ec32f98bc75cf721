import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_KEPT } from "../../src/diagnostics/diagnostic.ts";
import { specText } from "./generate.ts";
import { holds } from "./holds.ts";
import { babble, bytes, changed, mutated, spliced, truncated } from "./mutate.ts";
import { openText, soundText } from "./sound.ts";
import { compileVerified, specs } from "./verified.ts";

/** Of each kind so many; `npm run fuzz` takes as many as you like. */
describe("any text compiles to something that can be shown", () => {
  const kinds = [
    ["specs and cases with a few changes", mutated, 11, 2500],
    ["generated nets", specText, 12, 150],
    ["generated nets with one word changed", changed, 13, 500],
    ["words and noise", babble, 14, 300],
    ["any characters", fc.string({ unit: "binary", maxLength: 60 }), 15, 500],
    ["changed bytes", bytes, 16, 400],
    ["specs and cases cut anywhere", truncated, 17, 400],
    ["two cases put together", spliced, 18, 400],
    ["nets that fit, with open sizes", openText, 19, 150],
  ] as const;
  test.each(kinds)("%s", (_, texts, seed, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => void holds(text)),
      { seed, numRuns },
    );
  });

  test("nets whose shapes fit are accepted, each", () => {
    fc.assert(fc.property(soundText, holds), { seed: 20, numRuns: 250 });
  });

  test("a spec that is cut anywhere", () => {
    const { text } = specs().find(({ file }) => file.includes("nought"))!;
    for (let end = 0; end <= text.length; end++) holds(text.slice(0, end));
  });
});

test("compiling is a function of the text alone", () => {
  const { text, file } = specs()[0]!;
  const first = JSON.stringify(compileVerified(text, file).program);
  compileVerified("net broken { (", "b.cnn");
  expect(JSON.stringify(compileVerified(text, file).program)).toBe(first);
});

test("thousands of unknown names among thousands of blocks are told in time, the first with what is near", () => {
  const count = 3000;
  const uses = Array.from({ length: count }, (_, i) => `  unknown${i} 3\n`).join("");
  const blocks = Array.from({ length: count }, (_, i) => `block unknown_${i} { relu }\n`).join("");
  const { diagnostics } = compileVerified(`net n {\n  input image 28x28x1\n${uses}}\n${blocks}`);
  const unknown = diagnostics.filter(({ code }) => code === "name_unknown_layer");
  expect(unknown).toHaveLength(MOST_KEPT);
  expect(unknown[0]!.help).toBe("did you mean `unknown_0`?");
  expect(unknown.at(-1)!.help).toBeUndefined();
  expect(diagnostics.at(-1)).toMatchObject({
    code: "messages_left_out",
    severity: "error",
    message: `there are ${count - MOST_KEPT} errors more, which are not told`,
  });
});
