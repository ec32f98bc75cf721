/** Values laid out anew, in any number of axes, before any layer: nothing crashes, and what is said of them is true. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText, hasErrors } from "../../src/compile.ts";
import { vocabulary } from "../../src/layers/registry.ts";
import { spatial } from "../../src/shape/shape.ts";
import { holds } from "./holds.ts";
import { chain, last } from "./verified.ts";

/** Ways to write each word of the language that takes one value. */
const LAYERS: { readonly [word: string]: readonly string[] } = {
  add: ["branches add { | relu | }"],
  concat: ["branches concat { | conv 2@3 | }", "branches concat { | relu | reshape 1x4x4, reshape 16x1 }"],
  multiply: ["branches multiply { | | avgpool all, dense channels }", "branches multiply { | | relu }"],
  conv: ["conv 2@3", "conv 2@3 stride 2 valid", "conv 4@2 dilation 2 pad 1", "conv 2@1x3", "conv 2@3x1x2"],
  depthwise: ["depthwise 3", "depthwise 2 stride 3 multiplier 2"],
  separable: ["separable 3@3"],
  transposed: ["transposed 2@2 stride 2", "transposed 2@1 stride 3 valid", "transposed 1@3 pad 1"],
  maxpool: ["maxpool 2", "maxpool all", "maxpool 3 stride 2 pad 1"],
  avgpool: ["avgpool 2 valid", "avgpool all", "avgpool 1x2"],
  upsample: ["upsample 2", "upsample 2x1x3"],
  resize: ["resize 5", "resize 7 nearest", "resize 4x6"],
  pad: ["pad 2", "pad to 4"],
  crop: ["crop 1"],
  attention: ["attention", "attention heads 2"],
  lstm: ["lstm 3", "lstm 3 sequence"],
  gru: ["gru 3", "gru 3 sequence"],
  dense: ["dense 4"],
  centroids: ["centroids 3"],
  embedding: ["embedding 9x3"],
  input: [],
  batchnorm: ["batchnorm"],
  layernorm: ["layernorm"],
  groupnorm: ["groupnorm 2"],
  instancenorm: ["instancenorm"],
  normalise: ["normalise mean [1] variance [2]"],
  rescale: ["rescale 2"],
  scale: ["scale"],
  dropout: ["dropout 0.5"],
  drop_path: ["drop_path 0.5"],
  prelu: ["prelu"],
  flatten: ["flatten"],
  // Written for the value that is there.
  reshape: [],
  permute: [],
};
const words = Object.keys(vocabulary);
const written = words.flatMap((word) => LAYERS[word] ?? [word]);

test("every word of the language is tried", () => {
  expect(words.length).toBeGreaterThan(40);
  expect(Object.keys(LAYERS).filter((word) => !words.includes(word))).toEqual([]);
});

const INPUTS = [
  "24 samples",
  "12 samples x 4 leads",
  "image 4x4x4",
  "image 6x4x3",
  "volume 2x3x4x2",
  "{ a, b, c, d }",
];

/** The sizes of `count` as so many factors as `axes`, by choice. */
function factors(count: number, axes: number, choice: number): number[] {
  const found: number[] = [];
  let [left, chance] = [count, choice];
  for (let axis = 1; axis < axes; axis++) {
    const divisors = Array.from({ length: left }, (_, i) => i + 1).filter((size) => left % size === 0);
    found.push(divisors[chance % divisors.length]!);
    chance = Math.floor(chance / divisors.length);
    left /= found.at(-1)!;
  }
  return [...found, left];
}

/** The axes in some order. */
function order(axes: number, choice: number): number[] {
  const left = Array.from({ length: axes }, (_, i) => i + 1);
  let chance = choice;
  return Array.from({ length: axes }, () => {
    const [axis] = left.splice(chance % left.length, 1);
    chance = Math.floor(chance / (left.length + 1));
    return axis!;
  });
}

const choices = fc.array(fc.tuple(fc.nat(3), fc.nat(100_000)), { minLength: 2, maxLength: 8 });

/** A net of the layers that fit: what does not is left out, as a fault would hide what follows. */
function netOf(input: string, steps: readonly (readonly [number, number])[]): string {
  let text = `net n { input ${input}`;
  for (const [kind, choice] of steps) {
    const { output } = compileText(`${text} }`).program.nets[0]!.nodes.at(-1)!;
    const count = output.reduce((a, b) => a * b);
    const step =
      kind === 0
        ? `reshape ${factors(count, 1 + (choice % 4), choice >> 2).join("x")}`
        : kind === 1
          ? `permute ${order(output.length, choice).join("x")}`
          : written[choice % written.length]!;
    const longer = `${text}\n ${step}`;
    if (count < 5000 && !hasErrors(compileText(`${longer} }`))) text = longer;
  }
  return `${text} }`;
}

test("any layer behind any layout", () => {
  const behind = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom(...INPUTS), choices, (input, steps) => {
      const text = netOf(input, steps);
      holds(text);
      const [first, ...nodes] = compileText(text).program.nets[0]!.nodes;
      for (const [i, node] of nodes.entries()) {
        if (nodes[i - 1]?.kind === "reshape") behind.add(node.kind);
        expect([0, spatial(first!.output).length]).toContain(node.receptiveField.length);
        for (const [axis, size] of node.receptiveField.entries())
          expect(size).toBeLessThanOrEqual(first!.output[axis]!);
      }
    }),
    { seed: 41, numRuns: 500 },
  );
  expect(behind.size).toBeGreaterThan(30);
});

// By hand: 2·3·4 + 2 weights of two kernels over 16 places of 4 channels.
test("a convolution over an image whose places were laid in a row", () => {
  const node = last(chain("reshape 16x4, conv 2@3", "image 4x4x4"));
  expect(node.output).toEqual([16, 2]);
  expect(node.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0)).toBe(26);
});
