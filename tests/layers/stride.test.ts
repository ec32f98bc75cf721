import fc from "fast-check";
import { expect, test } from "vitest";
import { checkTable } from "../../src/report/check-table.ts";
import { chain, compileVerified, last } from "../language/verified.ts";

// By hand: the products of strides, divided by what enlarges.
test.each<[body: string, stride: readonly number[]]>([
  ["relu", [1]],
  ["conv 2@3", [1]],
  ["conv 2@3 stride 2", [2]],
  ["conv 2@3 stride 2 valid, maxpool 3 stride 2 valid", [4]],
  ["conv 2@3 dilation 2, maxpool 2 stride 3", [3]],
  ["upsample 2", [1 / 2]],
  ["transposed 2@3 stride 2", [1 / 2]],
  ["maxpool 4, upsample 2, conv 2@3", [2]],
  ["upsample 2, maxpool 3", [3 / 2]],
  ["repeat 3 { upsample 7 }, repeat 3 { maxpool 7 }", [1]],
  ["resize 200", [2]],
  ["resize 300", [4 / 3]],
  ["conv 2@3 as a, maxpool 2, conv 2@3, upsample 2, concat a", [1]],
  ["maxpool 8, attention", [8]],
  ["maxpool 8, lstm 4 sequence", [8]],
  ["crop 3, pad 7, batchnorm", [1]],
  ["avgpool all", []],
  ["flatten, dense 4", []],
  ["reshape 20x20", []],
  ["maxpool 8, flatten, reshape 50x1, conv 2@3 stride 2", []],
  ["conv 4@3, branches multiply { | maxpool 2 | maxpool 2, avgpool all, dense 4 }", [2]],
  ["conv 4@3, branches multiply { | maxpool 2, avgpool all, dense 4 | maxpool 2 }", [2]],
])("%s has stride %j", (body, stride) => {
  expect(last(chain(body, "400 samples x 1 leads")).stride).toEqual(stride);
});

test("the axes of an image are apart, and the table writes fractions", () => {
  const { program, source } = compileVerified(
    "net a { input image 24x24x1, conv 2@3 stride 1x2, maxpool 2x1, upsample 3x4 }",
  );
  const same = (text: string) => text;
  const plain = { bold: same, dim: same, green: same, red: same, yellow: same };
  expect(last(program.nets[0]!).stride).toEqual([2 / 3, 1 / 2]);
  expect(checkTable(program.nets[0]!, source, plain)).toContain("2/3×1/2");
});

const LENGTH = 8192;

test("where nothing is cut off, it is the length of the input by that of the value", () => {
  const size = fc.constantFrom(1, 2, 4);
  const layer = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 5 }), size).map(([k, s]) => `conv 1@${k} stride ${s}`),
    size.map((k) => `avgpool ${k}`),
    size.map((k) => `upsample ${k}`),
    size.map((k) => `transposed 1@5 stride ${k}`),
    size.map((k) => `maxpool ${k}, branches add { | conv 1@3 | }`),
  );
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 5 }), (layers) => {
      const value = last(chain(layers.join("\n"), `${LENGTH} samples`));
      expect(value.stride).toEqual([LENGTH / value.output[0]!]);
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("strides without end stay countable", () => {
  const { stride } = last(chain("repeat 400 { conv 1@3 stride 1000 }", "900 samples x 1 leads"));
  expect(stride).toEqual([Number.MAX_SAFE_INTEGER]);
});
