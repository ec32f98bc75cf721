import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { specText } from "./generate.ts";
import { holds } from "./holds.ts";
import { babble, bytes, changed, mutated, spliced, truncated } from "./mutate.ts";
import { compileVerified, specs } from "./verified.ts";

/** Of each kind so many; `npm run fuzz` takes as many as you like. */
describe("any text compiles to something that can be shown", () => {
  const kinds = [
    ["specs and cases with a few changes", mutated, 11, 8000],
    ["generated nets", specText, 12, 500],
    ["generated nets with one word changed", changed, 13, 1500],
    ["words and noise", babble, 14, 500],
    ["any characters", fc.string({ unit: "binary", maxLength: 60 }), 15, 500],
    ["changed bytes", bytes, 16, 1000],
    ["specs and cases cut anywhere", truncated, 17, 1000],
    ["two cases put together", spliced, 18, 1000],
  ] as const;
  test.each(kinds)("%s", (_, texts, seed, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => void holds(text)),
      { seed, numRuns },
    );
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
