import { describe, expect, test } from "vitest";
import { diskHost } from "../../src/host/imports.ts";
import { applied, injections } from "./inject.ts";
import { codes, compileVerified, specs } from "./verified.ts";

const TASK = "task digit = classify { zero, one, two }\n";

/** One mistake each, as those make who learn: what follows from it is not told. */
const MISTAKES: readonly (readonly [what: string, text: string, code: string])[] = [
  [
    "a layer misspelt before a join",
    "net a { input image 8x8x3, conv 4@3 as s, rleu, conv 4@3, add s, flatten, dense 2 }",
    "name_unknown_layer",
  ],
  [
    "a value misspelt",
    "net a { input image 8x8x3, conv 4@3 as skip, conv 4@3, add skp, flatten, dense 2 }",
    "name_unknown",
  ],
  [
    "no flatten before the head",
    `${TASK}net a { input image 8x8x3, conv 4@3, relu, head digit }`,
    "task_head_needs_vector",
  ],
  [
    "no flatten, though a claim says so",
    `${TASK}net a { input image 8x8x3, conv 4@3, dense 10 => 10\n relu, head digit }`,
    "claim_refuted",
  ],
  [
    "padding forgotten",
    "net a {\n input image 28x28x1\n conv 6@5 => 24x24x6\n maxpool 2 => 12x12x6\n conv 16@5 valid => 8x8x16\n maxpool 2, flatten => 256\n dense 120 => 30_840 weights\n dense 10 => 10\n}",
    "claim_refuted",
  ],
  [
    "a window beyond its map",
    "net a { input image 8x8x3, maxpool 2, maxpool 2, conv 4@3 valid, maxpool 3 valid, flatten, dense 10 }",
    "shape_window_too_large",
  ],
  [
    "a convolution behind a list",
    "net a { input image 8x8x3, flatten, conv 4@3, maxpool 2, conv 8@3, flatten, dense 10 }",
    "shape_no_space",
  ],
  [
    "a branch of another size",
    "net a { input image 8x8x3, branches add { | conv 4@3 stride 2 | conv 4@1 }, conv 8@3, avgpool all }",
    "shape_not_joinable",
  ],
  [
    "a block with a wrong argument",
    "block b(f) { conv f@3 stride f, batchnorm }\nnet a { input image 8x8x3, b(0), b(2), avgpool all, dense 2 }",
    "argument_wrong",
  ],
  [
    "a number of a layer inside a block",
    "block b(f) { conv f@3x3x3, batchnorm, relu, conv f@3, add in }\nnet a { input image 8x8x4, repeat 3 b(4), b(4), avgpool all }",
    "shape_wrong_rank",
  ],
  [
    "a claim about one layer, and the sum",
    "net a { input image 8x8x3, conv 5@3 => 112 weights\n expect 112 weights }",
    "claim_refuted",
  ],
  [
    "a size that is none of an image",
    "net a { input image 8x8x3, conv length@3, if channels > 3 { dense 4 }, repeat channels { relu }, avgpool all, dense 2 }",
    "argument_wrong",
  ],
  [
    "a net twice as deep as its map",
    "block level(f) around inside { conv f@3 as skip, maxpool 2, inside, upsample 2, concat skip, conv f@3 }\nnet a { input image 6x6x1, nest level(4, 8) { conv 16@3 }, conv 2@1 }",
    "shape_not_joinable",
  ],
  [
    "a layer behind the head",
    `${TASK}net a { input { x, y }, head digit, relu, dense 3, softmax }`,
    "net_misplaced",
  ],
];

describe("one mistake is one error", () => {
  test.each(MISTAKES)("%s", (_, text, code) => {
    expect(codes(text)).toEqual([code]);
  });
});

describe("faults that do not follow from each other are found in one run", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "in two branches",
      "net a { input image 8x8x3, branches concat { | conv 4@3x3x3, relu | maxpool 9 valid } }",
      ["shape_wrong_rank", "shape_window_too_large"],
    ],
    [
      "behind a layer that forgets what it was given",
      "net a { input image 8x8x3, conv 4@3x3x3, avgpool all, dense 4, conv 3@3, flatten, dense 5, dense 2 bias [1 2 3] }",
      ["shape_wrong_rank", "shape_no_space", "weight_wrong_size"],
    ],
    [
      "in a value that was kept before",
      "net a { input image 8x8x4, conv 4@3 as skip, conv 8@3x3x3, flatten, dense 3, add skip }",
      ["shape_wrong_rank", "shape_not_joinable"],
    ],
    [
      "channels behind a fault of size",
      "net a { input image 8x8x3, rleu, conv 10@3, avgpool all, groupnorm 3 }",
      ["name_unknown_layer", "shape_not_divisible"],
    ],
    [
      "an argument that is wrong whatever the value is",
      "net a { input image 8x8x3, conv 4@3x3x3, dropout 2, dense 1/2 }",
      ["shape_wrong_rank", "argument_wrong", "argument_wrong"],
    ],
    [
      "two claims of which none follows from the other",
      "net a { input image 8x8x3, conv 4@3 => 6x6x4\n avgpool all, dense 3 => 4 }",
      ["claim_refuted", "claim_refuted"],
    ],
    [
      "a claim that is wrong in either case",
      "net a { input image 8x8x3, conv 4@3 => 6x6x4\n relu => 7x7x4 }",
      ["claim_refuted", "claim_refuted"],
    ],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

test("a net's nodes end before its first fault", () => {
  const [net] = compileVerified("net a { input image 8x8x3, conv 4@3, conv 4@3x3x3, avgpool all, dense 2 }")
    .program.nets;
  expect(net!.complete).toBe(false);
  expect(net!.nodes.map(({ id }) => id)).toEqual(["input_1", "conv_1"]);
});

/** So many places of each spec get a mistake, evenly spread. */
const PLACES = 6;

const SPECS = [...specs("specs/figures"), ...specs("specs/zoo")].flatMap(({ file, text }) => {
  const all = injections(text).filter(({ kind }) => kind !== "a size changed");
  const every = Math.max(1, Math.ceil(all.length / PLACES));
  const some = all.filter((_, i) => i % every === 0);
  // A net may be made of imported blocks alone.
  return some.length > 0 ? [{ file, text, some }] : [];
});

function errorsOf(text: string, file: string): string[] {
  return compileVerified(text, file, diskHost(file))
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code}: ${message}`);
}

test.each(SPECS)("a mistake in $file is one error, and two in two layers are two", ({ file, text, some }) => {
  for (const [i, { edit, layer }] of some.entries()) {
    expect(errorsOf(applied(text, [edit]), file)).toHaveLength(1);
    const other = some[i + 1];
    if (!other || other.layer === layer) continue;
    expect(errorsOf(applied(text, [edit, other.edit]), file)).toHaveLength(2);
  }
});
