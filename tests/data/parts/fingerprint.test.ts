import fc from "fast-check";
import { expect, test } from "vitest";
import type { Dataset } from "../../../src/data/dataset.ts";
import {
  fingerprint,
  hash128,
  hashed,
  hashesOf,
  joinedHashes,
  keyOf,
  written,
} from "../../../src/data/parts/fingerprint.ts";

// Python's mmh3 5: `mmh3.hash_bytes(struct.pack("<…i", …), seed, x64arch=False).hex()`; its words have their lowest byte first.
test.each([
  [[], 0, "00000000000000000000000000000000"],
  [[], 7, "5ed8450d888984fb888984fb888984fb"],
  [[1], 0, "ca200fcfb1709c51b1709c51b1709c51"],
  [[1, -2], 0, "bd3b888a9b1d8b985037be325037be32"],
  [[1, 2, 3], 9, "3c7fb0833c28e9f9fbe0c7c5e36a2489"],
  [[1, 2, 3, 4], 0, "17eed6379d424a3d179cbb3d1db8645b"],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 123, "c9d9f51dea4e209bf3c848c40df0af87"],
  [[-1, -1, -1, -1, -1, -1, -1, -1, -1], 0x7fffffff, "a3b6be979f97e96149a483f57187d6f7"],
] as const)("of %j with seed %i, as mmh3 has it", (words, seed, expected) => {
  const found = written(hash128(Int32Array.from(words), seed));
  const bytes = [...found.matchAll(/.{8}/g)].map(([word]) => word.match(/../g)!.reverse().join(""));
  expect(bytes.join("")).toBe(expected);
});

const rows = fc
  .record({ size: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 5 }) })
  .chain(({ size, width }) =>
    fc.record({
      size: fc.constant(size),
      width: fc.constant(width),
      bits: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
        minLength: size * width,
        maxLength: size * width,
      }),
      labels: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }),
    }),
  );

function datasetOf(size: number, width: number, bits: Int32Array, labels: Int32Array): Dataset {
  return {
    size,
    inputs: [{ shape: [width], values: new Float32Array(bits.slice().buffer) }],
    targets: [labels],
  };
}

test("each bit of each example and label counts, and so does which is which", () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.nat(31), ({ size, width, bits, labels }, where, bit) => {
      const [words, classes] = [Int32Array.from(bits), Int32Array.from(labels)];
      const before = fingerprint([hashed(datasetOf(size, width, words, classes))]);
      expect(fingerprint([hashed(datasetOf(size, width, words.slice(), classes.slice()))])).toBe(before);
      const at = where % (words.length + classes.length);
      const changed = at < words.length ? words : classes;
      changed[at % words.length === at ? at : at - words.length]! ^= 1 << bit;
      expect(fingerprint([hashed(datasetOf(size, width, words, classes))])).not.toBe(before);
    }),
    { numRuns: 300 },
  );
});

test("the order of examples counts, where they differ; so does which data set holds them", () => {
  const one = hashed(datasetOf(2, 1, Int32Array.of(1, 2), Int32Array.of(0, 0)));
  const other = hashed(datasetOf(2, 1, Int32Array.of(2, 1), Int32Array.of(0, 0)));
  expect(fingerprint([one])).not.toBe(fingerprint([other]));
  expect(fingerprint([one, other])).not.toBe(fingerprint([other, one]));
});

test("an example's hash doesn't depend on what lies around it in memory", () => {
  const twice = hashesOf(Float32Array.of(9, 1, 2, 1, 2, 7).subarray(1, 5), 2);
  expect(keyOf(twice, 0)).toBe(keyOf(twice, 1));
  const unlike = hashesOf(Float32Array.of(9, 1, 2, 1, 2, 7), 3);
  expect(keyOf(unlike, 0)).not.toBe(keyOf(unlike, 1));
});

test("of several inputs each counts, in its place", () => {
  const [a, b] = [hashesOf(Float32Array.of(1, 1, 2), 3), hashesOf(Float32Array.of(2, 1, 1), 3)];
  const keys = (hashes: Int32Array) => [0, 1, 2].map((i) => keyOf(hashes, i));
  expect(new Set([...keys(joinedHashes([a, b], 3)), ...keys(joinedHashes([b, a], 3))]).size).toBe(3);
  expect(keys(joinedHashes([a, b], 3))[0]).toBe(keys(joinedHashes([b, a], 3))[2]);
  expect(keys(joinedHashes([a], 3))).toEqual(keys(a));
});
