import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formOf } from "../../src/shape/size-form.ts";

/** What a layer makes of a size, and the least common multiple that its steps have. */
interface Step {
  readonly apply: (n: number) => number;
  readonly divides: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 2, max: 3 }).map((s) => ({ apply: (n: number) => Math.ceil(n / s), divides: s })),
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }))
    .map(([k, s, p]) => ({ apply: (n: number) => Math.floor((n + 2 * p - k) / s) + 1, divides: s })),
  fc.integer({ min: 1, max: 5 }).map((c) => ({ apply: (n: number) => n - 2 * c, divides: 1 })),
);

/** The value of a form as it is printed, by JavaScript's own arithmetic. */
function computed(form: string, n: number): number {
  const code = form
    .replaceAll("⌈", "Math.ceil(")
    .replaceAll("⌊", "Math.floor(")
    .replaceAll("⌉", ")")
    .replaceAll("⌋", ")")
    .replaceAll("·", "*")
    .replaceAll("−", "-");
  return new Function("H", `return ${code}`)(n);
}

function samplesOf(f: (n: number) => number, period: number) {
  const first = 1024 - (1024 % period) + period;
  return Array.from({ length: 2 * period }, (_, i) => ({ n: first + i, value: f(first + i) }));
}

describe("forms of sizes", () => {
  test.each([
    ["H", 1, (n: number) => n],
    ["H − 4", 1, (n: number) => n - 4],
    ["⌈H/2⌉", 2, (n: number) => Math.ceil(n / 2)],
    ["⌊H/2⌋", 2, (n: number) => Math.floor(n / 2)],
    // LeNet's kernels of 5: (n − 5) + 1, halved.
    ["⌊(H − 4)/2⌋", 2, (n: number) => Math.floor((n - 4) / 2)],
    ["2·⌈H/2⌉", 2, (n: number) => 2 * Math.ceil(n / 2)],
    ["8·⌈H/8⌉", 8, (n: number) => 8 * Math.ceil(n / 8)],
    ["2·⌈H/4⌉ − 1", 4, (n: number) => 2 * Math.ceil(n / 4) - 1],
    ["7", 1, () => 7],
  ])("%s", (form, period, f) => {
    expect(formOf("H", samplesOf(f, period), period)).toBe(form);
  });

  test("sizes that are known at multiples only are written without rounding", () => {
    const samples = [8, 16].map((n) => ({ n, value: Math.ceil(Math.ceil(n / 2) / 4) }));
    expect(formOf("H", samples, 8)).toBe("H/8");
    expect(
      formOf(
        "H",
        [12, 20].map((n) => ({ n, value: (n - 4) / 8 })),
        8,
      ),
    ).toBe("(H − 4)/8");
  });

  test("what layers make of a size one after the other is written as it computes", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
        const period = steps.reduce((product, { divides }) => product * divides, 1);
        const f = (n: number) => steps.reduce((value, { apply }) => apply(value), n);
        const form = formOf("H", samplesOf(f, period), period);
        expect(form).toBeDefined();
        for (const n of [2001, 2002, 2500, 3333, 4096]) expect(computed(form!, n)).toBe(f(n));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test("sizes that do not rise evenly have no form", () => {
    expect(
      formOf(
        "H",
        [
          { n: 1, value: 1 },
          { n: 2, value: 5 },
          { n: 3, value: 4 },
          { n: 4, value: 9 },
        ],
        2,
      ),
    ).toBeUndefined();
  });
});
