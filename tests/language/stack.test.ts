import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Half of what Node gives by default, in kB. */
const STACK = 492;

test("no text takes more than half of the stack: there is a result, or an error at its place", () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`--stack-size=${STACK}`, "--import", "tsx", "tests/language/nested.ts"],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  expect(stderr).toBe("");
  const outcomes = JSON.parse(stdout) as { readonly [name: string]: string };
  expect(Object.entries(outcomes).filter(([, outcome]) => !/^([a-z_]+|gives [\d×]+)$/.test(outcome))).toEqual(
    [],
  );
  expect(outcomes).toMatchObject({
    "parentheses 240": "gives 3",
    "sums 240": "gives 243",
    "calls 240": "gives 3",
    "parentheses 10000": "syntax_too_deep",
    "repeats 90": "gives 1",
    "repeats 240": "syntax_too_deep",
    "else if 240": "gives 1",
    "plus 240": "gives 241",
    "plus 10000": "syntax_too_deep",
    "minuses 240": "gives 3",
    "a number": "argument_wrong",
    "a fraction": "argument_wrong",
    "a text": "gives 2",
  });
});
