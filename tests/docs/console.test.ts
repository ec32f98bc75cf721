import { describe, expect, test } from "vitest";
import { agrees, entriesOf, renewed, textOf } from "./console.ts";

const printed = ["epoch 1", "epoch 2", "", "Took 3 s."];

describe("what is shown agrees", () => {
  test.each([
    [printed],
    [["epoch 1", "…", "Took … s."]],
    [["…"]],
    [["epoch 1", "  …"]],
    [["…", "Took 3 s."]],
  ])("%j", (shown) => expect(agrees(shown, printed)).toBe(true));
});

describe("what is shown differs", () => {
  test.each([
    [[]],
    [["epoch 1"]],
    [["epoch 1", "…", "Took 4 s."]],
    [["epoch 1", "epoch 2", "…", "", "Took 3 s."]],
    [["epoch .", "…"]],
    [[...printed, "…"]],
    [["epoch 2", "epoch 1", "", "Took 3 s."]],
  ])("%j", (shown) => expect(agrees(shown, printed)).toBe(false));
});

describe("what is stale is renewed", () => {
  test.each([
    [
      ["epoch 1", "…", "Took … s."],
      ["epoch 1", "…", "Took … s."],
    ],
    [
      ["epoch 0", "…", "Took … s."],
      ["epoch 1", "epoch 2", "", "Took … s."],
    ],
    [
      ["epoch 1", "…", "epoch 2", "", "Took 4 s."],
      ["epoch 1", "epoch 2", "", "Took 3 s."],
    ],
    [
      ["epoch 1", "…", "Took … s.", "The end"],
      ["epoch 1", "…", "Took … s."],
    ],
    [[], printed],
  ])("%j", (shown, now) => {
    expect(renewed(shown, printed)).toEqual(now);
    expect(agrees(now, printed)).toBe(true);
  });
});

test("a fence is read and written", () => {
  const text = "$ cnnc check a.cnn\n a\n\n b\n\n$ cnnc draw a.cnn\n";
  expect(entriesOf(text)).toEqual([
    { command: "cnnc check a.cnn", printed: [" a", "", " b"] },
    { command: "cnnc draw a.cnn", printed: [] },
  ]);
  expect(textOf(entriesOf(text))).toBe(text);
  expect(() => entriesOf("check a.cnn\n")).toThrow("no command");
});
