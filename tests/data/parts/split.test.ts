// How examples are divided: by chance, by patient, by class.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion, type Split, splitIndices } from "../../../src/data/dataset.ts";
import { PARTS } from "../../../src/data/parts/part-names.ts";
import { splitByClass } from "../../../src/data/parts/split-classes.ts";
import { splitByGroups, splitGroupsByClass } from "../../../src/data/parts/split-groups.ts";

const shares = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([a, b, c]) => {
    const sum = a + b + c;
    return { train: a / sum, validation: b / sum, test: c / sum };
  });
const seed = fc.nat(1000);
/** The group of each example: a few large ones, many small ones, or anything between, in any order. */
const groups = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }).chain((sizes) => {
  const all = sizes.flatMap((size, i) => Array.from({ length: size }, () => `p${i}`));
  return fc.shuffledSubarray(all, { minLength: all.length });
});
const classes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 300 });

/** Each example is in one part; the number of its part. */
function partOf(parts: Split<Int32Array>, size: number): number[] {
  const found = Array.from({ length: size }, () => -1);
  for (const [number, part] of PARTS.entries())
    for (const example of parts[part]) {
      expect(found[example]).toBe(-1);
      found[example] = number;
    }
  expect(found).not.toContain(-1);
  return found;
}

const countsOf = (values: readonly number[], parts: readonly number[], kind: number) =>
  PARTS.map((_, part) => values.filter((value, i) => value === kind && parts[i] === part).length);

describe("by groups", () => {
  test("no group is in two parts, and each part has its share to within one group", () => {
    fc.assert(
      fc.property(groups, shares, seed, (names, fractions, number) => {
        const parts = splitByGroups(names, fractions, number);
        const found = partOf(parts, names.length);
        const sizes = new Map<string, number>();
        const homes = new Map<string, number>();
        for (const [i, name] of names.entries()) {
          expect(homes.get(name) ?? found[i]).toBe(found[i]);
          homes.set(name, found[i]!);
          sizes.set(name, (sizes.get(name) ?? 0) + 1);
        }
        const largest = Math.max(...sizes.values());
        for (const part of PARTS) {
          const off = Math.abs(parts[part].length - names.length * fractions[part]);
          expect(off).toBeLessThanOrEqual(largest + 1e-6);
          if (fractions[part] === 0) expect(parts[part].length).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the same seed gives the same parts, in whatever order the examples come; another seed gives others", () => {
    fc.assert(
      fc.property(groups, shares, seed, (names, fractions, number) => {
        const home = (order: readonly string[]) => {
          const found = partOf(splitByGroups(order, fractions, number), order.length);
          return new Map(order.map((name, i) => [name, found[i]]));
        };
        const [first, second] = [home(names), home([...names].reverse())];
        for (const [name, part] of first) expect(second.get(name)).toBe(part);
      }),
    );
    const many = Array.from({ length: 100 }, (_, i) => `p${i}`);
    const half = { train: 0.5, validation: 0, test: 0.5 };
    expect(splitByGroups(many, half, 1)).not.toEqual(splitByGroups(many, half, 2));
  });

  test("every part has a group where there are enough", () => {
    for (let number = 0; number < 50; number++) {
      const names = Array.from({ length: 12 }, (_, i) => `p${i}`);
      const parts = splitByGroups(names, { train: 0.7, validation: 0.15, test: 0.15 }, number);
      for (const part of PARTS) expect(parts[part].length).toBeGreaterThan(0);
    }
  });
});

describe("stratified", () => {
  test("each part has its share of each class, and of all, rounded down or up", () => {
    fc.assert(
      fc.property(classes, shares, seed, (kinds, fractions, number) => {
        const parts = splitByClass(kinds, fractions, number);
        const found = partOf(parts, kinds.length);
        const goals = apportion(
          kinds.length,
          PARTS.map((part) => fractions[part]),
        );
        expect(PARTS.map((part) => parts[part].length)).toEqual(goals);
        for (const kind of new Set(kinds)) {
          const counts = countsOf(kinds, found, kind);
          const all = counts.reduce((a, b) => a + b);
          for (const [part, count] of counts.entries()) {
            const share = all * fractions[PARTS[part]!];
            expect(Math.abs(count - share)).toBeLessThanOrEqual(1 + 1e-6);
            if (share === 0) expect(count).toBe(0);
          }
        }
        expect(splitByClass(kinds, fractions, number)).toEqual(parts);
      }),
      { numRuns: 500 },
    );
  });

  test("which examples of a class go where is chance", () => {
    const kinds = Array.from({ length: 60 }, (_, i) => i % 2);
    const half = { train: 0.5, validation: 0, test: 0.5 };
    expect(splitByClass(kinds, half, 1)).not.toEqual(splitByClass(kinds, half, 2));
  });
});

describe("by groups and stratified", () => {
  /** By how much parts miss their shares of the classes, relative to these, and of all: what the split makes small. */
  function distance(
    kinds: readonly number[],
    found: readonly number[],
    fractions: { readonly [part in (typeof PARTS)[number]]: number },
  ): number {
    const columns = [...new Set(kinds)].map((kind) => countsOf(kinds, found, kind));
    columns.push(PARTS.map((_, part) => found.filter((each) => each === part).length));
    return columns.reduce((sum, counts) => {
      const all = counts.reduce((a, b) => a + b);
      return (
        sum + counts.reduce((so, count, part) => so + (count - all * fractions[PARTS[part]!]) ** 2, 0) / all
      );
    }, 0);
  }

  const patients = fc
    .array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }), {
      minLength: 2,
      maxLength: 7,
    })
    .map((held) => ({
      names: held.flatMap((kinds, i) => kinds.map(() => `p${i}`)),
      kinds: held.flat(),
    }));

  test("no group is in two parts, and no change of one group's part, nor of two, comes nearer to the shares", () => {
    fc.assert(
      fc.property(patients, shares, seed, ({ names, kinds }, fractions, number) => {
        const found = partOf(splitGroupsByClass(names, kinds, fractions, number), names.length);
        const homes = new Map(names.map((name, i) => [name, found[i]!]));
        expect(names.map((name) => homes.get(name))).toEqual(found);
        const best = distance(kinds, found, fractions);
        const open = [0, 1, 2].filter((part) => fractions[PARTS[part]!] > 0);
        for (const one of homes.keys())
          for (const part of open) {
            const moved = names.map((name, i) => (name === one ? part : found[i]!));
            expect(distance(kinds, moved, fractions)).toBeGreaterThan(best - 1e-6);
          }
        for (const one of homes.keys())
          for (const other of homes.keys()) {
            const swapped = names.map((name, i) =>
              name === one ? homes.get(other)! : name === other ? homes.get(one)! : found[i]!,
            );
            expect(distance(kinds, swapped, fractions)).toBeGreaterThan(best - 1e-6);
          }
      }),
      { numRuns: 200 },
    );
  });

  test("of patients with one class each, parts have the classes' shares to within one patient", () => {
    // 20 well and 10 ill ones with ten examples each: 70/15/15 of them are 14, 3, 3 and 7, 1.5, 1.5.
    const names = Array.from({ length: 300 }, (_, i) => `p${Math.floor(i / 10)}`);
    const kinds = names.map((_, i) => (i < 200 ? 0 : 1));
    for (let number = 0; number < 20; number++) {
      const fractions = { train: 0.7, validation: 0.15, test: 0.15 };
      const found = partOf(splitGroupsByClass(names, kinds, fractions, number), 300);
      expect(countsOf(kinds, found, 0)).toEqual([140, 30, 30]);
      const [train, validation, tested] = countsOf(kinds, found, 1) as [number, number, number];
      expect(train).toBe(70);
      expect([validation, tested].sort()).toEqual([10, 20]);
    }
  });

  test("the order of the examples changes nothing", () => {
    fc.assert(
      fc.property(patients, shares, seed, ({ names, kinds }, fractions, number) => {
        const home = (order: readonly number[]) => {
          const given = order.map((i) => names[i]!);
          const parts = splitGroupsByClass(
            given,
            order.map((i) => kinds[i]!),
            fractions,
            number,
          );
          const found = partOf(parts, given.length);
          return new Map(given.map((name, i) => [name, found[i]]));
        };
        const order = names.map((_, i) => i);
        const [first, second] = [home(order), home([...order].reverse())];
        for (const [name, part] of first) expect(second.get(name)).toBe(part);
      }),
    );
  });
});

test("without either the parts are those of version 0.1", () => {
  // Written down from version 0.1.0: `splitIndices(20, …, seed)`.
  const parts = splitIndices(20, { train: 0.7, validation: 0.15, test: 0.15 }, 3);
  expect(PARTS.map((part) => Array.from(parts[part]))).toEqual([
    [11, 8, 9, 3, 5, 14, 13, 0, 1, 10, 19, 6, 15, 7],
    [2, 12, 18],
    [17, 16, 4],
  ]);
});
