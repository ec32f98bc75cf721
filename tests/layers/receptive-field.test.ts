import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText, hasErrors } from "../../src/compile.ts";
import type { CheckedNet, Node } from "../../src/ir/net.ts";
import { layerOf } from "../../src/layers/registry.ts";
import { paddingOf } from "../../src/shape/window.ts";
import { chain, last } from "../language/verified.ts";

/** Which places of the input each place of a one-dimensional value depends on, by following every index. */
function dependencies(net: CheckedNet): Set<number>[] {
  const known = new Map<string, Set<number>[]>();
  for (const node of net.nodes)
    known.set(
      node.id,
      follow(
        node,
        node.inputs.map((id) => known.get(id)!),
      ),
    );
  return known.get(net.outputs[0]!.node)!;
}

function follow(node: Node, inputs: readonly Set<number>[][]): Set<number>[] {
  const places = node.output[0]!;
  const [input] = inputs;
  if (!input) return Array.from({ length: places }, (_, i) => new Set([i]));
  const definition = layerOf(node.kind)!;
  const params = node.params as never;
  const shape = [input.length, 1];
  const window = definition.window?.(shape, params);
  const factor = definition.scale?.(shape, params)[0];
  if (window && factor && "sizes" in node.params) {
    const [stride, extent] = [window.stride[0]!, window.extent[0]!];
    const before = typeof window.padding === "object" ? window.padding.pad[0]! : 0;
    return Array.from({ length: places }, (_, o) => {
      const at = Array.from({ length: extent }, (_, k) => Math.floor((o * stride - before + k) / factor));
      return new Set(at.flatMap((i) => [...(input[i] ?? [])]));
    });
  }
  // A transposed convolution: number i of the input goes to places i·s − cut … i·s − cut + k − 1.
  if (window && factor) {
    const size = (node.params as { kernels: { extent: number[] } }).kernels.extent[0]!;
    const { padding } = window;
    const cut = size - factor - (typeof padding === "object" ? padding.pad[0]! : 0);
    return Array.from({ length: places }, (_, o) => {
      const from = input.filter((_, i) => o + cut >= i * factor && o + cut < i * factor + size);
      return new Set(from.flatMap((each) => [...each]));
    });
  }
  return Array.from({ length: places }, (_, i) => {
    if (window) {
      const [extent, stride] = [window.extent[0]!, window.stride[0]!];
      const start = i * stride - paddingOf(input.length, extent, stride, window.padding, 0)[0];
      return new Set(Array.from({ length: extent }, (_, k) => [...(input[start + k] ?? [])]).flat());
    }
    if (factor) return input[Math.floor(i / factor)]!;
    return new Set(inputs.flatMap((each) => [...each[i]!]));
  });
}

/** The widest that a place sees, from its first to its last. */
function widest(net: CheckedNet): number {
  return Math.max(
    0,
    ...dependencies(net).map((set) => (set.size === 0 ? 0 : Math.max(...set) - Math.min(...set) + 1)),
  );
}

// By r' = r + (k - 1)·j: 5; then 5 + 2·1 = 7; behind stride 2, 7 + 2·2 = 11.
test.each([
  ["conv 1@5", [5]],
  ["conv 1@5, relu, conv 1@3", [7]],
  ["conv 1@5, conv 1@3, maxpool 2, conv 1@3", [12]],
  ["maxpool 2, upsample 2", [2]],
  ["maxpool 2, upsample 2, conv 1@2", [4]],
  ["conv 1@3 dilation 4", [9]],
  ["pad 3, conv 1@3 valid", [3]],
  ["conv 1@3, crop 7, conv 1@3", [5]],
  ["resize 200 nearest, conv 1@2", [3]],
  ["resize 200, conv 1@2", [4]],
  ["resize 800", [2]],
  ["resize 800, conv 1@3", [3]],
  ["resize 300, resize 400", [4]],
  ["reshape 20x20", []],
  ["reshape 20x20, conv 1@3, avgpool all", []],
  ["reshape 20x20, flatten, dense 3", [400]],
  ["reshape 20x20, attention, conv 1@3", [400]],
  ["flatten, dense 3, reshape 3x1, conv 1@3", [400]],
  ["conv 1@3 as skip, permute 2x1, permute 2x1, add skip", []],
  ["repeat 300 conv 1@5", [400]],
  ["crop 100, repeat 300 conv 1@5", [200]],
  ["crop 100, avgpool all", [200]],
  ["pad 500, conv 1@7 stride 1400 valid", [0]],
  ["conv 1@3, conv 1@3 dilation 2, conv 1@3 dilation 4", [15]],
  ["depthwise 5 dilation 3 stride 2, conv 1@2", [15]],
  ["transposed 1@2 stride 2", [1]],
  ["transposed 1@3 stride 2", [2]],
  ["transposed 1@5 stride 2, conv 1@3", [4]],
  ["maxpool 2, transposed 1@4 stride 2", [4]],
  ["conv 1@3 as skip, maxpool 2, conv 1@3, upsample 2, concat skip", [8]],
  ["avgpool all", [400]],
  ["flatten, dense 3", [400]],
])("%s sees %j", (body, field) => {
  expect(last(chain(body, "400 samples x 1 leads")).receptiveField).toEqual(field);
});

test("the axes of an image are apart", () => {
  expect(last(chain("conv 2@3x5 stride 1x2, maxpool 2x1", "image 40x40x1")).receptiveField).toEqual([4, 5]);
});

const convolution = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 3 }),
  fc.constantFrom("same", "valid", "pad 1"),
);
const others = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((k) => `maxpool ${k}`),
  fc.integer({ min: 1, max: 3 }).map((k) => `upsample ${k}`),
  fc.integer({ min: 0, max: 3 }).map((k) => `crop ${k}`),
  fc.integer({ min: 0, max: 3 }).map((k) => `pad ${k}`),
  fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom("same", "valid", "pad 1"),
    )
    .map(([s, more, p]) => `transposed 1@${s + more} stride ${s} ${p}`),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .map(([k, d]) => `conv 1@${k} dilation ${d}`),
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
    .map(([a, b]) => `branches concat { | conv 1@${a} | conv 1@${b}, conv 1@${a} | }`),
);

const skipping = convolution.map(([k, s, p]) => `conv 1@${k} stride ${s} ${p}`);
const looking = convolution.map(([k, s, p]) => `conv 1@${Math.max(k, s)} stride ${s} ${p}`);
const chainsOf = (conv: fc.Arbitrary<string>) =>
  fc.array(fc.oneof({ weight: 6, arbitrary: others }, { weight: 1, arbitrary: conv }), {
    minLength: 1,
    maxLength: 4,
  });

test("as every index tells, for random chains", () => {
  fc.assert(
    fc.property(chainsOf(skipping), (layers) => {
      const net = chain(layers.join("\n"), "700 samples x 1 leads");
      expect(last(net).receptiveField).toEqual([widest(net)]);
    }),
    { seed: 3, numRuns: 200 },
  );
});

// A stride above its kernel may leave out all that is inside of a border; what is seen is then no more than is told.
test.each([
  ["each number", looking, true],
  ["strides that leave numbers out", skipping, false],
] as const)("where fields reach beyond the borders, with %s", (_, convolutions, isExact) => {
  let seen = 0;
  fc.assert(
    fc.property(chainsOf(convolutions), fc.integer({ min: 1, max: 40 }), (layers, size) => {
      const text = `net a { input ${size} samples x 1 leads\n${layers.join("\n")} }`;
      fc.pre(!hasErrors(compileText(text)));
      const net = chain(layers.join("\n"), `${size} samples x 1 leads`);
      const [field] = last(net).receptiveField;
      if (isExact) expect(field).toBe(widest(net));
      expect(field).toBeGreaterThanOrEqual(widest(net));
      expect(field).toBeLessThanOrEqual(size);
      if (field === size) seen++;
    }),
    { seed: 4, numRuns: 400 },
  );
  expect(seen).toBeGreaterThan(50);
});

test("strides without end stay countable", () => {
  const { receptiveField } = last(
    chain("repeat 400 { conv 1@3 stride 1000 }, upsample 1000, conv 1@7", "900 samples x 1 leads"),
  );
  // Along one place nothing more comes in than the first window saw.
  expect(receptiveField).toEqual([3]);
});
