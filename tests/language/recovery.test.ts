import { describe, expect, test } from "vitest";
import { compileVerified } from "./verified.ts";

/** Line and code of each message. */
function found(text: string): string[] {
  const { source, diagnostics } = compileVerified(text);
  return diagnostics.map(({ span, code }) => `${source.position(span.start).line} ${code}`);
}

describe("what can't be read is reported, and the rest is read", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "three broken lines of a net",
      "net a {\n input image 28x28x1\n conv 32@ as skip\n relu\n conv 8@3 stride=2\n add skip\n maxpool 2 $\n flatten, dense 10\n}",
      ["3 syntax_unexpected", "5 syntax_unexpected", "7 syntax_unexpected_character"],
    ],
    [
      "a value that a broken line was to name",
      "net a {\n input image 28x28x1\n skip = conv 3@3\n relu\n add skip\n rleu\n}",
      ["3 syntax_unexpected", "6 name_unknown_layer"],
    ],
    [
      "a parenthesis that is never closed",
      "net a {\n input image 28x28x1\n conv (32 + 1@3\n relu\n dense min(3, 4\n rleu\n}",
      ["3 syntax_unclosed", "5 syntax_unclosed", "6 name_unknown_layer"],
    ],
    [
      "a bracket of the wrong kind",
      "net a {\n input image 28x28x1\n dense (32]\n rleu\n}",
      ["3 syntax_unclosed", "4 name_unknown_layer"],
    ],
    [
      "a bracket too many",
      "net a {\n input image 28x28x1\n dense 32)\n dense 3]\n rleu\n}",
      ["3 syntax_unexpected", "4 syntax_unexpected", "5 name_unknown_layer"],
    ],
    [
      "inside of repeats and branches",
      "net a {\n input image 28x28x3\n repeat 3 {\n  conv 3@3 = relu\n  rleu\n }\n branches add {\n | conv 3@@3\n | conv 3@3, rleu\n }\n repeat { relu }\n}",
      [
        "4 syntax_unexpected",
        "5 name_unknown_layer",
        "8 syntax_unexpected",
        "9 name_unknown_layer",
        "11 syntax_unexpected",
      ],
    ],
    [
      "an input that can't be read",
      "net a {\n input image 28, 28, 1\n conv 32@3\n rleu\n}",
      ["2 syntax_unexpected", "4 name_unknown_layer"],
    ],
    [
      "a condition, and its other choices",
      "net a {\n input image 28x28x1\n if channels = 1 {\n  relu\n }\n else { tanh }\n rleu\n}",
      ["3 syntax_unexpected", "7 name_unknown_layer"],
    ],
    [
      "classes and fields",
      "task t = classify {\n normal\n atrial fibrillation\n other noise, x\n}\nnet a {\n input { age in years\n crp mg\n }\n dense 3, rleu\n head t\n}",
      ["3 syntax_unexpected", "4 syntax_unexpected", "8 syntax_unexpected", "10 name_unknown_layer"],
    ],
    [
      "options of data and trainings",
      'data d = csv "f.csv" {\n input = age\n target died\n}\nnet n { input { age }, dense 1 }\ntrain n on d {\n epochs = 5\n batch 32 seed 1\n optimiser adam\n}',
      ["2 syntax_unexpected", "7 syntax_unexpected", "8 train_wrong", "9 train_wrong"],
    ],
    [
      "rows of a kernel",
      "kernel k = [ 1 0 a\n 1 2 3\n 0 b 1 ]\nnet a { input image 28x28x1, conv [k], rleu }",
      ["1 syntax_unexpected", "4 name_unknown_layer"],
    ],
    [
      "commas in a kernel, a habit",
      "kernel k = [ 1, 0\n 1, 2\n 0, 1 ]\nnet a { input image 28x28x1, conv [k] }",
      ["1 syntax_unexpected"],
    ],
    [
      "a line of another language",
      "net a {\n input image 28x28x1\n model.add(Conv2D(32, (3, 3), activation='relu'))\n rleu\n}",
      ["3 syntax_unexpected_character", "4 name_unknown_layer"],
    ],
  ])("%s", (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("of very many broken lines the first are told, in time", () => {
    const text = `net a {\n input image 28x28x1\n${" conv 3@\n".repeat(5000)}}`;
    const lines = found(text);
    expect(lines.slice(0, 3)).toEqual(["3 syntax_unexpected", "4 syntax_unexpected", "5 syntax_unexpected"]);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.length).toBeLessThan(50);
  });
});
