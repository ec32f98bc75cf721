// Convolution and pooling against loops that are written down here.
import { describe, expect, test } from "vitest";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { load, netOf, outputFor } from "./load.ts";

type Padding = "valid" | "same" | number;

interface Sliding {
  readonly sizes: readonly number[];
  readonly extent: readonly number[];
  readonly stride: number;
  readonly padding: Padding;
}

/** Numbers between −1 and 1 that are all different. */
const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + 1));

/** Every place of a grid of these sizes, the last axis fastest. */
function places(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );
}

/** Where the first window begins along an axis, and how many windows there are. */
function axis(
  size: number,
  extent: number,
  stride: number,
  padding: Padding,
): { start: number; count: number } {
  if (padding === "same") {
    const count = Math.ceil(size / stride);
    return { count, start: -Math.floor(Math.max(0, (count - 1) * stride + extent - size) / 2) };
  }
  const pad = padding === "valid" ? 0 : padding;
  return { count: Math.floor((size + 2 * pad - extent) / stride) + 1, start: -pad };
}

/** For each window the places in the input that it covers, or undefined beyond the border, in the window's order. */
function windows({ sizes, extent, stride, padding }: Sliding): (number | undefined)[][] {
  const axes = sizes.map((size, i) => axis(size, extent[i]!, stride, padding));
  return places(axes.map(({ count }) => count)).map((window) =>
    places(extent).map((offset) => {
      const at = window.map((step, i) => axes[i]!.start + step * stride + offset[i]!);
      if (at.some((x, i) => x < 0 || x >= sizes[i]!)) return undefined;
      return at.reduce((index, x, i) => index * sizes[i]! + x, 0);
    }),
  );
}

const CHANNELS = 2;
const FILTERS = 3;

function convolve(sliding: Sliding, x: Float32Array, kernel: Float32Array): number[] {
  return windows(sliding).flatMap((covered) =>
    Array.from({ length: FILTERS }, (_, filter) => {
      let sum = 0;
      for (const [k, place] of covered.entries()) {
        if (place === undefined) continue;
        for (let c = 0; c < CHANNELS; c++)
          sum += x[place * CHANNELS + c]! * kernel[(k * CHANNELS + c) * FILTERS + filter]!;
      }
      return sum;
    }),
  );
}

function pool(kind: "maxpool" | "avgpool", sliding: Sliding, x: Float32Array): number[] {
  return windows(sliding).flatMap((covered) =>
    Array.from({ length: CHANNELS }, (_, c) => {
      const values = covered.filter((place) => place !== undefined).map((place) => x[place * CHANNELS + c]!);
      return kind === "maxpool" ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / values.length;
    }),
  );
}

function expectClose(actual: Float32Array, wanted: readonly number[]): void {
  expect(actual.length).toBe(wanted.length);
  const farthest = Math.max(...wanted.map((value, i) => Math.abs(value - actual[i]!)));
  expect(farthest).toBeLessThan(1e-5);
}

const grids = [
  { input: "11 samples x 2 leads", sizes: [11], extents: [[3], [2], [5]] },
  {
    input: "image 7x6x2",
    sizes: [7, 6],
    extents: [
      [3, 3],
      [2, 3],
      [1, 5],
    ],
  },
  {
    input: "volume 5x4x6x2",
    sizes: [5, 4, 6],
    extents: [
      [3, 3, 3],
      [2, 1, 3],
    ],
  },
];
const strides = [1, 2, 3];

const written = (padding: Padding) => (typeof padding === "number" ? `pad ${padding}` : padding);

const convolutions = grids
  .flatMap(({ input, sizes, extents }) =>
    extents.flatMap((extent) =>
      strides.flatMap((stride) =>
        (["valid", "same", 1, 2] as const).map((padding) => ({
          layer: `conv ${FILTERS}@${extent.join("x")} stride ${stride} ${written(padding)}`,
          input,
          sliding: { sizes, extent, stride, padding },
        })),
      ),
    ),
  )
  .filter(
    ({ sliding: { sizes, extent, padding } }) =>
      padding !== "valid" || extent.every((k, i) => k <= sizes[i]!),
  );

describe("convolution", () => {
  test.each(convolutions)("$input: $layer", async ({ input, layer, sliding }) => {
    const net = netOf(`net a { input ${input}, ${layer} no bias }`);
    const x = numbers(sliding.sizes.reduce((a, b) => a * b) * CHANNELS);
    const model = await load(net, 3);
    expectClose(await outputFor(model, x), convolve(sliding, x, initialWeights(net, 3).data));
    model.dispose();
  });
});

const poolings = grids.flatMap(({ input, sizes }) =>
  (["maxpool", "avgpool"] as const).flatMap((kind) =>
    strides.flatMap((stride) =>
      (
        [
          [2, "valid"],
          [3, "valid"],
          [2, "same"],
          [3, "same"],
          [3, 1],
          [5, 2],
        ] as const
      )
        .filter(([size, padding]) => padding !== "valid" || sizes.every((each) => each >= size))
        .map(([size, padding]) => ({
          layer: `${kind} ${size} stride ${stride} ${written(padding)}`,
          input,
          kind,
          sliding: { sizes, extent: sizes.map(() => size), stride, padding },
        })),
    ),
  ),
);

describe("pooling", () => {
  test.each(poolings)("$input: $layer", async ({ input, layer, kind, sliding }) => {
    const x = numbers(sliding.sizes.reduce((a, b) => a * b) * CHANNELS);
    // Below zero, so that a border of zeros would be the maximum.
    const values = x.map((value) => value - 2);
    const model = await load(netOf(`net a { input ${input}, ${layer} }`));
    expectClose(await outputFor(model, values), pool(kind, sliding, values));
    model.dispose();
  });

  test.each(grids)("$input: over all", async ({ input, sizes }) => {
    const x = numbers(sizes.reduce((a, b) => a * b) * CHANNELS).map((value) => value - 2);
    const whole: Sliding = { sizes, extent: sizes, stride: 1, padding: "valid" };
    for (const kind of ["maxpool", "avgpool"] as const) {
      const model = await load(netOf(`net a { input ${input}, ${kind} all }`));
      expectClose(await outputFor(model, x), pool(kind, whole, x));
      model.dispose();
    }
  });
});
