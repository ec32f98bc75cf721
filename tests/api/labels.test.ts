// Labels that a page gives, as targets of each kind of task.
import { expect, test } from "vitest";
import type { Label } from "../../src/api/browser.d.ts";
import { targetsOf } from "../../src/api/labels.ts";
import { compileText } from "../../src/compile.ts";
import { wantsOf } from "../../src/data/wants.ts";

/** The targets of a net with this task's head, or what is wrong with the labels. */
function targets(
  task: string,
  labels: readonly Label[],
  net = "flatten, head t",
): readonly number[] | string {
  const { program } = compileText(`task t = ${task}\nnet n { input image 2x3x1, ${net} }`);
  const [head] = wantsOf(program.nets[0]!, "examples").heads;
  try {
    return Array.from(targetsOf(head!, labels));
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, readonly Label[], readonly number[] | string]>([
  ["classify { a, b, c }", ["c", 1, "a"], [2, 1, 0]],
  [
    "classify { a, b, c }",
    [3],
    "label 1 of `t` has 3, and what is called `a`, `b`, `c` has the numbers from 0 to 2",
  ],
  [
    "classify { alpha, beta }",
    ["alpha", "bata"],
    "label 2 of `t` is `bata`, and there are `alpha`, `beta`: did you mean `beta`?",
  ],
  ["tag { a, b, c }", [["a", "c"], []], [1, 0, 1, 0, 0, 0]],
  ["tag { a, b }", [["other"]], "label 1 of `t` is `other`, and there are `a`, `b`"],
  ["tag { a, b }", ["a"], "label 1 of `t` needs a list of those that hold of `a`, `b`"],
  ['probability of "death"', [true, 0, 1, false], [1, 0, 1, 0]],
  ['probability of "death"', [0.5], "label 1 of `t` is neither true nor false"],
  ["regress { mass in kg }", [70.5], [70.5]],
  ["regress { a, b }", [{ b: 2, a: 1 }], [1, 2]],
  ["regress { a, b }", [{ a: 1 }], "label 1 of `t` has no number for `b`"],
  ["regress { a, b }", [1], "label 1 of `t` needs a number for each of `a`, `b`"],
  ["regress { a from 0 to 9 }", [10], "label 1 of `t` has 10, which the range of `a` doesn't hold"],
])("%s: %j", (task, labels, expected) => {
  expect(targets(task, labels)).toEqual(expected);
});

test("regions of all places", () => {
  const regions = (labels: readonly Label[]) => targets("segment { ground, heart }", labels, "head t");
  expect(regions([[0, 1, 0, 0, 1, 1]])).toEqual([0, 1, 0, 0, 1, 1]);
  expect(regions([[0, 1]])).toBe("label 1 of `t` needs 6 numbers of regions");
  expect(regions([[0, 1, 2, 0, 1, 1]])).toBe(
    "label 1 of `t` has 2, and what is called `ground`, `heart` has the numbers from 0 to 1",
  );
});
