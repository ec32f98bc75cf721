import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText, hasErrors } from "../../../src/compile.ts";
import { soundText } from "../../language/sound.ts";
import { nets } from "../nets.ts";
import { expectRightSums } from "./check-sums.ts";
import { nestedText } from "./nested-nets.ts";

const RUNS = Number(process.env.CNNC_SUMS ?? 60);
const SEED = Number(process.env.CNNC_SEED ?? 14);

test.each(nets.filter(({ nodes }) => nodes.length > 0))("$name counts right in every picture", (net) => {
  expectRightSums(net, [1280, 500]);
});

test.each([
  ["nested", nestedText],
  ["sound", soundText],
] as const)("every picture of generated nets counts right: %s", (_, texts) => {
  let drawn = 0;
  fc.assert(
    fc.property(texts, fc.integer({ min: 300, max: 2000 }), (text, room) => {
      const compilation = compileText(text);
      if (hasErrors(compilation)) return;
      for (const net of compilation.program.nets) {
        drawn++;
        expectRightSums(net, [room]);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  // The property says something only where most texts are nets.
  expect(drawn).toBeGreaterThan(RUNS / 2);
});
