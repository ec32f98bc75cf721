import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  apportion,
  type Dataset,
  select,
  shuffledIndices,
  split,
  splitIndices,
} from "../../../src/data/dataset.ts";

const three: Dataset = {
  size: 3,
  inputs: [{ shape: [2], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  targets: [Int32Array.of(0, 1, 2)],
  names: ["a", "b", "c"],
};

describe("select", () => {
  test("copies examples in the order asked for, more than once if asked", () => {
    expect(select(three, [2, 0, 2])).toEqual({
      size: 3,
      inputs: [{ shape: [2], values: Float32Array.of(5, 6, 1, 2, 5, 6) }],
      targets: [Int32Array.of(2, 0, 2)],
      names: ["c", "a", "c"],
    });
  });

  test("keeps several quantities an example together", () => {
    const { names: _, ...nameless } = three;
    const picked = select({ ...nameless, targets: [Float32Array.of(10, 11, 20, 21, 30, 31)] }, [1]);
    expect(picked).toEqual({
      size: 1,
      inputs: [{ shape: [2], values: Float32Array.of(3, 4) }],
      targets: [Float32Array.of(20, 21)],
    });
  });

  test("keeps what is given back as the input itself, and no labels as none", () => {
    const { values } = three.inputs[0]!;
    const picked = select({ ...three, targets: [values, undefined] }, [1]);
    expect(picked.targets).toEqual([Float32Array.of(3, 4), undefined]);
    expect(picked.targets[0]).toBe(picked.inputs[0]!.values);
  });

  test("of nothing is empty", () => {
    expect(select(select(three, []), []).inputs[0]!.values).toEqual(new Float32Array(0));
  });
});

describe("apportion", () => {
  test.each([
    [2000, [0.7, 0.15, 0.15], [1400, 300, 300]],
    [10, [0.7, 0.15, 0.15], [7, 2, 1]],
    [3, [0.7, 0.15, 0.15], [2, 1, 0]],
    [100, [0.29, 0.57, 0.14], [29, 57, 14]],
    [7, [1, 0, 0], [7, 0, 0]],
    [0, [0.5, 0.5], [0, 0]],
  ])("%i by %j is %j", (total, fractions, expected) => {
    expect(apportion(total, fractions)).toEqual(expected);
  });

  test("loses nothing, and no share is a whole example off", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }), (total, parts) => {
        const sum = parts.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const fractions = parts.map((part) => part / sum);
        const shares = apportion(total, fractions);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
        for (const [i, share] of shares.entries()) {
          expect(Math.abs(share - total * fractions[i]!)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });

  test("refuses fractions that don't sum to 1", () => {
    expect(() => apportion(10, [0.5, 0.4])).toThrow(RangeError);
    expect(() => apportion(10, [1.5, -0.5])).toThrow(RangeError);
  });
});

describe("split", () => {
  const fractions = { train: 0.7, validation: 0.15, test: 0.15 };

  test("gives every example to one part, the same for the same seed", () => {
    const parts = splitIndices(100, fractions, 1);
    expect([parts.train.length, parts.validation.length, parts.test.length]).toEqual([70, 15, 15]);
    const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(splitIndices(100, fractions, 1)).toEqual(parts);
    expect(splitIndices(100, fractions, 2)).not.toEqual(parts);
  });

  test("cuts a data set by those indices", () => {
    const parts = split(three, { train: 1 / 3, validation: 1 / 3, test: 1 / 3 }, 1);
    const [index] = splitIndices(3, { train: 1 / 3, validation: 1 / 3, test: 1 / 3 }, 1).train;
    expect(parts.train).toEqual(select(three, [index!]));
    expect(parts.test.size).toBe(1);
  });

  test("rounds of shuffling differ and repeat", () => {
    expect(shuffledIndices(50, 1, 0)).not.toEqual(shuffledIndices(50, 1, 1));
    expect(shuffledIndices(50, 1, 1)).toEqual(shuffledIndices(50, 1, 1));
  });
});
