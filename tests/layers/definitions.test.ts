import { describe, expect, test } from "vitest";
import type { Node } from "../../src/ir/net.ts";
import type { CompositeDefinition, LayerDefinition } from "../../src/layers/definition.ts";
import { vocabulary, wordOf } from "../../src/layers/registry.ts";
import { chain, codes, last, soundNets } from "../language/verified.ts";

const definitions = Object.entries(vocabulary) as unknown as [
  string,
  LayerDefinition | CompositeDefinition,
][];

describe.each(definitions)("%s", (kind, definition) => {
  test.each(definition.examples)("example: %s", (example) => {
    const nets = soundNets(example);
    const isHere = (node: Node) => node.kind === kind || "expand" in definition;
    expect(nets.some((net) => net.nodes.some(isHere))).toBe(true);
  });

  test("is filed under its own name, with a summary and an example", () => {
    expect(definition.kind).toBe(kind);
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.examples.length).toBeGreaterThan(0);
  });

  test("what other tools call it is no layer of ours, and how we write it is", () => {
    for (const [name, spelling] of Object.entries(definition.alsoCalled ?? {})) {
      expect(wordOf(name), name).toBeUndefined();
      expect(spelling.split(" ")[0]).toBe(kind);
    }
  });
});

test("no name of another tool stands for two layers", () => {
  const names = definitions.flatMap(([, definition]) => Object.keys(definition.alsoCalled ?? {}));
  expect(new Set(names).size).toBe(names.length);
});

test("a name of JavaScript is no layer", () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    expect(wordOf(name)).toBeUndefined();
    expect(codes(`net a { input { x }, ${name} }`)).toEqual(["name_unknown_layer"]);
    expect(codes(`net a { input image 9x9x1, conv 2@3 ${name} 3 }`)).toEqual(["argument_unknown"]);
  }
});

// Weights and multiply-adds by hand; shapes of stored weights as TensorFlow.js lists them.
test.each([
  ["conv 8@5x3 stride 2x1", "image 28x28x3", [14, 28, 8], [[5, 3, 3, 8], [8]], 14 * 28 * 8 * 45],
  ["conv 8@3 no bias", "volume 8x8x8x2", [8, 8, 8, 8], [[3, 3, 3, 2, 8]], 512 * 8 * 54],
  ["conv 4@7 valid", "100 samples x 2 leads", [94, 4], [[7, 2, 4], [4]], 94 * 4 * 14],
  ["dense 5", "image 4x4x3", [4, 4, 5], [[3, 5], [5]], 16 * 15],
  ["dense 5", "{ a, b }", [5], [[2, 5], [5]], 10],
  // Three centroids of two numbers: six differences, each squared and added.
  ["centroids 3", "{ a, b }", [3], [[3, 2]], 6],
  ["batchnorm", "image 4x4x3", [4, 4, 3], [[3], [3], [3], [3]], 0],
  ["maxpool 3 stride 2 pad 1", "image 28x28x3", [14, 14, 3], [], 0],
  ["avgpool 2", "volume 9x8x7x1", [5, 4, 4, 1], [], 0],
  ["avgpool 2 valid", "volume 9x8x7x1", [4, 4, 3, 1], [], 0],
  ["upsample 2x3", "image 4x4x3", [8, 12, 3], [], 0],
  ["upsample 2", "volume 2x3x4x1", [4, 6, 8, 1], [], 0],
  ["upsample 4", "10 samples x 2 leads", [40, 2], [], 0],
  ["flatten", "volume 2x3x4x5", [120], [], 0],
] as const)("%s on %s", (layer, input, output, weights, multiplyAdds) => {
  const node = last(chain(layer, input));
  expect(node.output).toEqual(output);
  expect(node.weights.map((weight) => weight.shape)).toEqual(weights);
  expect(node.multiplyAdds).toBe(multiplyAdds);
});

test("Glorot's fans of a convolution count its window", () => {
  const [kernel, bias] = last(chain("conv 8@5x3", "image 28x28x3")).weights;
  expect(kernel!.initial).toEqual({ type: "glorot_uniform", fanIn: 45, fanOut: 120 });
  expect(bias!.initial).toEqual({ type: "constant", value: 0 });
});
