import { expect, test } from "vitest";
import { spansOf } from "../../src/answering/stretches.ts";

const NAMES = ["sinus", "flutter"];

test("stretches of equal regions, the first sample behind each not in it", () => {
  expect(spansOf([0, 0, 1, 0], NAMES, 1, 4)).toEqual([
    { name: "sinus", from: 0, to: 2 },
    { name: "flutter", from: 2, to: 3 },
    { name: "sinus", from: 3, to: 4 },
  ]);
});

test("an answer for many samples, the last one for fewer", () => {
  expect(spansOf([1, 1, 0], NAMES, 256, 600)).toEqual([
    { name: "flutter", from: 0, to: 512 },
    { name: "sinus", from: 512, to: 600 },
  ]);
});
