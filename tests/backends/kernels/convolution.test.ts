/**
 * The SIMD convolutions against the sums that define them, term by term in float64, at any rank, stride, dilation, border
 * and number of channels.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../../src/backends/backend.ts";
import { CONVOLVE, EPOCH, run, useThreads } from "../../../src/backends/kernels/wasm/simd/job.ts";
import { HEAD, Simd } from "../../../src/backends/kernels/wasm/simd/memory.ts";
import { threads, useWholeMachine } from "../../../src/backends/kernels/wasm/simd/node.ts";
import * as tf from "../../../src/backends/tf.ts";
import { random } from "./compare.ts";

beforeAll(async () => {
  await startBackend("wasm");
});

interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly behind: number;
}

interface Geometry {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly axes: readonly Axis[];
}

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    step: fc.integer({ min: 1, max: 3 }),
    dilated: fc.boolean(),
    before: fc.integer({ min: 0, max: 3 }),
    behind: fc.integer({ min: 0, max: 3 }),
  })
  // tfjs has no stride together with a dilation.
  .map(({ step, dilated, ...rest }) => ({
    ...rest,
    stride: dilated ? 1 : step,
    dilation: dilated ? step : 1,
  }))
  .filter((each) => outputOf(each) > 0);

const geometry: fc.Arbitrary<Geometry> = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  inputs: fc.integer({ min: 1, max: 18 }),
  outputs: fc.integer({ min: 1, max: 18 }),
  axes: fc.tuple(axis, axis),
});

function outputOf({ size, kernel, stride, dilation, before, behind }: Axis): number {
  return Math.floor((before + size + behind - (kernel - 1) * dilation - 1) / stride) + 1;
}

/** Calls back with the indices of x, w and y in each product of y = x ∗ w. */
function eachProduct(g: Geometry, product: (x: number, w: number, y: number) => void): void {
  const [rows, columns] = g.axes as [Axis, Axis];
  const [outRows, outColumns] = [outputOf(rows), outputOf(columns)];
  for (let b = 0; b < g.batch; b++)
    for (let i = 0; i < outRows; i++)
      for (let j = 0; j < outColumns; j++)
        for (let p = 0; p < rows.kernel; p++)
          for (let q = 0; q < columns.kernel; q++) {
            const h = i * rows.stride + p * rows.dilation - rows.before;
            const w = j * columns.stride + q * columns.dilation - columns.before;
            if (h < 0 || w < 0 || h >= rows.size || w >= columns.size) continue;
            for (let c = 0; c < g.inputs; c++)
              for (let f = 0; f < g.outputs; f++)
                product(
                  ((b * rows.size + h) * columns.size + w) * g.inputs + c,
                  ((p * columns.kernel + q) * g.inputs + c) * g.outputs + f,
                  ((b * outRows + i) * outColumns + j) * g.outputs + f,
                );
          }
}

function shapesOf({ batch, inputs, outputs, axes }: Geometry) {
  return {
    x: [batch, ...axes.map(({ size }) => size), inputs],
    w: [...axes.map(({ kernel }) => kernel), inputs, outputs],
    y: [batch, ...axes.map(outputOf), outputs],
  };
}

function numbers(shape: readonly number[], seed: number): Float32Array {
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, random(seed));
}

function kernel(name: string, inputs: tf.NamedTensorMap, attrs: object): Float32Array {
  return tf.tidy(() => {
    const result = tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
    return result.dataSync() as Float32Array;
  });
}

/** Equal up to the rounding of float32 over so many products. */
function expectNear(values: Float32Array, wanted: Float64Array): void {
  expect(values.length).toBe(wanted.length);
  values.forEach((value, i) => {
    if (Math.abs(value - wanted[i]!) > 1e-4) expect(value, `number ${i}`).toBeCloseTo(wanted[i]!, 4);
  });
}

/** Enough channels, and windows along the last axis, for minimal filtering. */
const wide: fc.Arbitrary<Geometry> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 12, max: 26 }),
  outputs: fc.integer({ min: 12, max: 26 }),
  axes: fc
    .tuple(
      axis.map((each) => ({ ...each, size: Math.min(each.size, 4), kernel: Math.min(each.kernel, 2) })),
      fc.record({
        size: fc.integer({ min: 1, max: 30 }),
        kernel: fc.integer({ min: 3, max: 15 }),
        stride: fc.constantFrom(1, 1, 1, 2, 3),
        dilation: fc.constant(1),
        before: fc.integer({ min: 0, max: 6 }),
        behind: fc.integer({ min: 0, max: 6 }),
      }),
    )
    .filter((axes) => axes.every((each) => outputOf(each) > 0)),
});

describe("a convolution and its gradients are the sums that define them", () => {
  test.each([
    ["in two dimensions", geometry, 200],
    ["by minimal filtering", wide, 100],
  ])("%s", (_, geometries, numRuns) => {
    fc.assert(
      fc.property(geometries, (g) => {
        const shapes = shapesOf(g);
        const [x, w, dy] = [numbers(shapes.x, 1), numbers(shapes.w, 2), numbers(shapes.y, 3)];
        const y = new Float64Array(dy.length);
        const dx = new Float64Array(x.length);
        const dw = new Float64Array(w.length);
        eachProduct(g, (i, j, k) => {
          y[k]! += x[i]! * w[j]!;
          dx[i]! += dy[k]! * w[j]!;
          dw[j]! += x[i]! * dy[k]!;
        });
        const attrs = {
          strides: g.axes.map(({ stride }) => stride),
          dilations: g.axes.map(({ dilation }) => dilation),
          pad: [[0, 0], ...g.axes.map(({ before, behind }) => [before, behind]), [0, 0]],
          dataFormat: "NHWC",
          inputShape: shapes.x,
          filterShape: shapes.w,
        };
        tf.tidy(() => {
          const tensors = {
            x: tf.tensor(x, shapes.x),
            filter: tf.tensor(w, shapes.w),
            dy: tf.tensor(dy, shapes.y),
          };
          expectNear(kernel("Conv2D", { x: tensors.x, filter: tensors.filter }, attrs), y);
          expectNear(kernel("Conv2DBackpropInput", { dy: tensors.dy, filter: tensors.filter }, attrs), dx);
          expectNear(kernel("Conv2DBackpropFilter", { x: tensors.x, dy: tensors.dy }, attrs), dw);
        });
      }),
      { numRuns },
    );
  });

  test("where the images don't fit into the memory at a time", () => {
    tf.tidy(() => {
      // 6 images of 8 MiB and as much output: three slices. With weights of 1, each output is the sum of the pixel's channels.
      const x = tf.tensor(numbers([6, 1024, 1024, 2], 4), [6, 1024, 1024, 2]) as tf.Tensor4D;
      const ones = tf.ones([1, 1, 2, 2]) as tf.Tensor4D;
      const wanted = tf.sum(x, 3, true);
      const y = tf.conv2d(x, ones, 1, "valid");
      expect(tf.max(tf.abs(tf.sub(y, wanted))).dataSync()[0]).toBeLessThan(1e-6);
      // The gradient by each weight is the sum of its channel over all pixels.
      const dw = tf.grad((w: tf.Tensor) => tf.sum(tf.conv2d(x, w as tf.Tensor4D, 1, "valid")))(ones);
      const [first, second] = tf.sum(x, [0, 1, 2]).dataSync() as unknown as [number, number];
      const sums = dw.dataSync();
      // Sums of six million numbers of either sign, in float32.
      expect(Math.abs(sums[0]! - first)).toBeLessThan(0.5);
      expect(Math.abs(sums[3]! - second)).toBeLessThan(0.5);
    });
  });
});

describe("threads", () => {
  const bytes = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

  const convolve = () =>
    tf.tidy(
      () =>
        tf
          .conv2d(
            tf.tensor(numbers([2, 64, 64, 32], 5), [2, 64, 64, 32]) as tf.Tensor4D,
            tf.tensor(numbers([3, 3, 32, 32], 6), [3, 3, 32, 32]) as tf.Tensor4D,
            1,
            "same",
          )
          .dataSync() as Float32Array,
    );

  test("are started once there is enough to do, and change no bit", () => {
    let starts = 0;
    useThreads({
      count: 1,
      start: () => {
        starts++;
      },
    });
    const alone = convolve();
    for (let i = 0; i < 24; i++) convolve();
    expect(starts).toBe(1);
    useWholeMachine();
    for (let i = 0; i < 12; i++) expect(Buffer.compare(bytes(convolve()), bytes(alone))).toBe(0);
  });

  test("take chunks by themselves", async () => {
    const machine = new Simd();
    // Seven blocks of the last group, which has no places: each is done as soon as it is taken.
    run(machine, { kind: CONVOLVE, places: 7, groups: 1, block: 1 }, 0, 0);
    threads(1).start(machine, 1);
    const head = new Int32Array(machine.memory.buffer, 0, HEAD / 4);
    Atomics.store(head, 1, 7);
    Atomics.add(head, EPOCH, 1);
    Atomics.notify(head, EPOCH);
    const deadline = Date.now() + 60_000;
    while (Atomics.load(head, 2) < 7 && Date.now() < deadline) await new Promise((r) => setTimeout(r, 10));
    expect(Atomics.load(head, 2)).toBe(7);
  });
});
