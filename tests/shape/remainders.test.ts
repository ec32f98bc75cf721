import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeRemainders, includes, nearest, reduce } from "../../src/shape/remainders.ts";

const sets = fc.integer({ min: 1, max: 24 }).chain((period) =>
  fc.record({
    least: fc.integer({ min: 1, max: 50 }),
    period: fc.constant(period),
    remainders: fc
      .uniqueArray(fc.integer({ min: 0, max: period - 1 }), { minLength: 1 })
      .map((r) => r.sort((a, b) => a - b)),
  }),
);

describe("sizes by what they leave when divided", () => {
  test("a smaller period says the same", () => {
    expect(reduce({ least: 1, period: 8, remainders: [0, 4] })).toEqual({
      least: 1,
      period: 4,
      remainders: [0],
    });
    fc.assert(
      fc.property(sets, fc.nat(500), (set, n) => {
        expect(includes(reduce(set), n)).toBe(includes(set, n));
      }),
      { seed: 3 },
    );
  });

  test("the nearest on both sides, by looking at each number", () => {
    expect(nearest({ least: 8, period: 8, remainders: [0] }, 250)).toEqual([248, 256]);
    expect(nearest({ least: 8, period: 8, remainders: [0] }, 5)).toEqual([8]);
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 200 }), (set, n) => {
        const all = Array.from({ length: 400 }, (_, i) => i).filter((i) => includes(set, i));
        const below = all.filter((i) => i < n && i >= n - set.period).at(-1);
        const above = all.find((i) => i > n);
        expect(nearest(set, n)).toEqual([below, above].filter((i) => i !== undefined));
      }),
      { seed: 3 },
    );
  });

  test.each([
    [1, [0], undefined],
    [2, [0], "be even"],
    [2, [1], "be odd"],
    [8, [0], "be a multiple of 8"],
    [8, [1], "be one more than a multiple of 8"],
    [8, [7], "be one less than a multiple of 8"],
    [16, [12], "leave 12 when divided by 16"],
    [6, [1, 2, 5], "leave 1, 2 or 5 when divided by 6"],
  ])("period %i, remainders %j", (period, remainders, words) => {
    expect(describeRemainders({ least: 1, period, remainders })).toBe(words);
  });
});
