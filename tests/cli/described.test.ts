// How losses and metrics read on a terminal.
import { expect, test } from "vitest";
import { describeHead, regionTable, shown } from "../../src/cli/commands/train/described.ts";
import { headsOf } from "../../src/training/losses.ts";
import { netOf } from "../training/training-nets.ts";

const headOf = (task: string, input = "image 4x4x1") =>
  shown(
    headsOf(
      netOf(`task t = ${task}\nnet n { input ${input}, ${input.startsWith("{") ? "" : "conv 2@1, "}head t }`),
    )[0]!,
  );

/** Measures of regions, and their mean without the first, as `finish` gives them. */
function measure(regions: { readonly [name: string]: number | null }) {
  const counted = Object.values(regions)
    .slice(1)
    .filter((value) => value !== null);
  return { value: counted.reduce((a, b) => a + b, 0) / counted.length, regions };
}

test("a net that finds no tumour reads 0 beside its accuracy", () => {
  const head = headOf("segment { background, tumour }");
  const measures = {
    dice: measure({ background: 0.99, tumour: 0 }),
    iou: measure({ background: 0.98, tumour: 0 }),
  };
  expect(describeHead(head, { metric: 0.99, measures }, 1)).toBe(
    "accuracy 99.0 %  Dice tumour 0.0 %  IoU tumour 0.0 %",
  );
  expect(describeHead(head, { metric: 0.99, measures }, 2, true)).toBe(
    "t accuracy 99.0 %  Dice 0.0 %  IoU 0.0 %",
  );
  expect(regionTable(head, { metric: 0.99, measures })).toEqual([
    "  region         Dice      IoU",
    "  tumour        0.0 %    0.0 %  missed",
    "  background   99.0 %   98.0 %  not in the mean",
  ]);
});

test("many regions are told by their mean and the lowest, and one by one in the table", () => {
  const head = headOf("segment { a, background, c, d, e, f }");
  const regions = { a: 0.5, background: 0.9, c: 0.25, d: null, e: 1, f: 0.75 };
  const measures = { dice: { value: 0.625, regions }, iou: { value: 0.5, regions } };
  expect(describeHead(head, { metric: 0.8, measures }, 1)).toBe(
    "accuracy 80.0 %  Dice mean 62.5 %, lowest c 25.0 %  IoU mean 50.0 %, lowest c 25.0 %",
  );
  expect(regionTable(head, { metric: 0.8, measures })).toEqual([
    "  region         Dice      IoU",
    "  a            50.0 %   50.0 %",
    "  c            25.0 %   25.0 %",
    "  d                 –        –  neither there nor found",
    "  e           100.0 %  100.0 %",
    "  f            75.0 %   75.0 %",
    "  mean         62.5 %   50.0 %",
    "  background   90.0 %   90.0 %  not in the mean",
  ]);
});

test("other heads have no regions", () => {
  const head = headOf('regress { "rate" in Hz }', "{ x }");
  expect(describeHead(head, { metric: 4.5678 }, 1)).toBe("mean error 4.57 Hz");
  expect(regionTable(head, { metric: 4.5678 })).toEqual([]);
});
