// What `cnnc train` can't train, each told at its place.
import { expect, test } from "vitest";
import { findUntrainable } from "../../src/cli/training-choice.ts";
import { soundNet } from "../language/verified.ts";

const TASKS = "task group = cluster 3\ntask same = reconstruct\ntask pair = classify { a, b }\n";

const told = (net: string) =>
  findUntrainable(soundNet(TASKS + net)).map(({ code, message, span }) => ({
    code,
    message,
    at: (TASKS + net).slice(span.start, span.end),
  }));

test("a clustering alone: nothing is known that it could be taught", () => {
  expect(told("net a { input { x, y }, head group }")).toEqual([
    { code: "train_wrong", message: "`cnnc train` can't train a clustering yet", at: "head group" },
  ]);
});

test("several inputs, and several heads", () => {
  const net = `net a {
    input { x } as one
    input { y } as two
    from one, concat two, dense 2 as code, head group
    from code, head pair
  }`;
  expect(told(net)).toEqual([
    {
      code: "train_wrong",
      message: "`cnnc train` can't train nets of several inputs yet",
      at: "input { y } as two",
    },
    { code: "train_wrong", message: "`cnnc train` can't train nets of several heads yet", at: "head pair" },
  ]);
});

test("one input and one head that has labels are trained", () => {
  expect(told("net a { input { x, y }, dense 3, relu, head pair }")).toEqual([]);
});
