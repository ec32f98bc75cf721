import { expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { SourceFile } from "../../src/source/source-file.ts";

const text = `task kind = classify { a, b }
net fine { input 8 samples, flatten, dense 2, softmax }
net other { input 8 samples, flatten, head kind }
net broken { input 4 samples, conv 3@9 valid }
`;
const check = (only?: string) => compile(new SourceFile("a.cnn", text), { only });

test("one net of a file is checked without the others, whose faults are theirs", () => {
  const { program, diagnostics } = check("fine");
  expect(program.nets.map(({ name }) => name)).toEqual(["fine"]);
  // `other` has the task's head, so nothing is to be said of the head that `fine` writes by hand.
  expect(diagnostics).toEqual([]);
  expect(program.tasks.map(({ name }) => name)).toEqual(["kind"]);
});

test("without a name, or with one that no net has, all are checked", () => {
  for (const only of [undefined, "nothing"]) {
    const { program, diagnostics } = check(only);
    expect(program.nets.map(({ name }) => name)).toEqual(["fine", "other", "broken"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["shape_window_too_large"]);
  }
});
