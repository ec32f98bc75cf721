/**
 * Maximum pooling and its gradient in SIMD against their definition, at any window, stride, border and number of channels.
 * Values are few whole numbers, so that windows have several largest ones, and so are gradients, whose sums are exact.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { random } from "./compare.ts";

beforeAll(async () => {
  await startBackend("wasm");
});

interface Axis {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
}

interface Geometry {
  readonly batch: number;
  readonly channels: number;
  readonly padding: number;
  readonly axes: readonly Axis[];
  readonly seed: number;
}

const axis = fc.record({
  size: fc.integer({ min: 1, max: 7 }),
  window: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
});

/** Any geometry of so many axes whose windows fit. With much padding, some have nothing of the image. */
const geometry = (rank: number): fc.Arbitrary<Geometry> =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 18 }),
      padding: fc.integer({ min: 0, max: 3 }),
      axes: fc.array(axis, { minLength: rank, maxLength: rank }),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    })
    .filter(({ axes, padding }) => axes.every((each) => outputOf(each, padding) > 0));

function outputOf({ size, window, stride }: Axis, padding: number): number {
  return Math.floor((size + 2 * padding - window) / stride) + 1;
}

const few = [-2, -1, 0, 1, 2, Number.NEGATIVE_INFINITY, Number.NaN];

function drawn(size: number, from: readonly number[], seed: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length: size }, () => from[Math.floor(((next() + 1) / 2) * from.length)]!);
}

/** All places of a grid, in reading order. */
function placesOf(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );
}

/** Index of the largest number under each window, −1 where none is above −∞. */
function largestOf({ batch, channels, padding, axes }: Geometry, x: Float32Array): number[] {
  const sizes = axes.map(({ size }) => size);
  const offsets = placesOf(axes.map(({ window }) => window));
  const indices: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (const place of placesOf(axes.map((each) => outputOf(each, padding)))) {
      for (let c = 0; c < channels; c++) {
        let best = -1;
        for (const offset of offsets) {
          const at = offset.map((o, i) => place[i]! * axes[i]!.stride + o - padding);
          if (at.some((p, i) => p < 0 || p >= sizes[i]!)) continue;
          const index = at.reduce((all, p, i) => all * sizes[i]! + p, b) * channels + c;
          if (x[index]! > (best < 0 ? Number.NEGATIVE_INFINITY : x[best]!)) best = index;
        }
        indices.push(best);
      }
    }
  }
  return indices;
}

function kernel(name: string, inputs: tf.NamedTensorMap, g: Geometry): Float32Array {
  const attrs = {
    filterSize: g.axes.map(({ window }) => window),
    strides: g.axes.map(({ stride }) => stride),
    // As one number, tfjs has the first axis's stride for both of two.
    pad:
      g.axes.length === 2
        ? [
            [0, 0],
            [g.padding, g.padding],
            [g.padding, g.padding],
            [0, 0],
          ]
        : g.padding,
    dimRoundingMode: "floor",
  };
  const y = tf.engine().runKernel(name, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor;
  return y.dataSync() as Float32Array;
}

function shapesOf({ batch, channels, padding, axes }: Geometry) {
  return {
    x: [batch, ...axes.map(({ size }) => size), channels],
    y: [batch, ...axes.map((each) => outputOf(each, padding)), channels],
  };
}

function checkGradient(name: string, g: Geometry): void {
  const shapes = shapesOf(g);
  const x = drawn(tf.util.sizeFromShape(shapes.x), few, g.seed);
  const dy = drawn(tf.util.sizeFromShape(shapes.y), [-3, -1, 0, 1, 2, 5], g.seed + 1);
  const wanted = new Float64Array(x.length);
  largestOf(g, x).forEach((index, i) => {
    if (index >= 0) wanted[index]! += dy[i]!;
  });
  tf.tidy(() => {
    const dx = kernel(name, { dy: tf.tensor(dy, shapes.y), input: tf.tensor(x, shapes.x) }, g);
    expect([...dx]).toEqual([...wanted]);
  });
}

describe("maximum pooling", () => {
  test("takes the largest number under each window, in three dimensions", () => {
    fc.assert(
      fc.property(geometry(3), (g) => {
        const { x: shape } = shapesOf(g);
        const x = drawn(tf.util.sizeFromShape(shape), few, g.seed);
        const wanted = largestOf(g, x).map((index) => (index < 0 ? Number.NEGATIVE_INFINITY : x[index]!));
        tf.tidy(() => {
          expect([...kernel("MaxPool3D", { x: tf.tensor(x, shape) }, g)]).toEqual(wanted);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("hands each window's gradient to the first of its largest numbers, in two dimensions", () => {
    fc.assert(
      fc.property(geometry(2), (g) => checkGradient("MaxPoolGrad", g)),
      { numRuns: 200 },
    );
  });

  test("and in three", () => {
    fc.assert(
      fc.property(geometry(3), (g) => checkGradient("MaxPool3DGrad", g)),
      { numRuns: 200 },
    );
  });

  test("of images that don't fit into the memory at a time", () => {
    tf.tidy(() => {
      // 5 images of 8 MiB: two slices for the maximum, five for the gradient. In each window the last number is the largest.
      const rising = tf.range(0, 2 ** 21, 1, "float32");
      const x = tf.tile(tf.reshape(rising, [1, 2, 1024, 1024, 1]), [5, 1, 1, 1, 1]) as tf.Tensor5D;
      const y = tf.maxPool3d(x, 2, 2, "valid");
      const corners = tf.stridedSlice(x, [0, 1, 1, 1, 0], [5, 2, 1024, 1024, 1], [1, 1, 2, 2, 1]);
      expect(tf.max(tf.abs(tf.sub(y, corners))).dataSync()[0]).toBe(0);
      const dx = tf.grad((values: tf.Tensor) => tf.maxPool3d(values as tf.Tensor5D, 2, 2, "valid"))(x);
      const atCorners = tf.stridedSlice(dx, [0, 1, 1, 1, 0], [5, 2, 1024, 1024, 1], [1, 1, 2, 2, 1]);
      expect(tf.min(atCorners).dataSync()[0]).toBe(1);
      // What is not at a corner is 0: the squares add up to as many as there are corners.
      expect(tf.sum(tf.square(dx)).dataSync()[0]).toBe(5 * 512 * 512);
    });
  });
});
