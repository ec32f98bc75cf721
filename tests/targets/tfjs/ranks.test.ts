/**
 * One net, three ranks: an image with one place along an axis gives what the signal gives, and a volume what the image
 * gives, in values and gradients, for every layer that works along axes, on the backends that compute in Node.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackendName, startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { loadModel } from "../../../src/model/model.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { netOf, outputFor } from "./load.ts";

/** A layer as it is written for a value, one entry an axis; `flat` is what the axis of one place has. */
interface Sliding {
  readonly text: (sizes: (entries: readonly number[], flat: number) => string) => string;
  /** Sizes of the value along its axes. */
  readonly sizes: readonly number[];
  readonly channels: number;
}

const SPACE = ["", "samples", "image", "volume"];

/** The net with an axis of one place put in before axis `at`; without, the net as it is. */
function written({ text, sizes, channels }: Sliding, at?: number): string {
  const spread = (entries: readonly number[], flat: number) =>
    (at === undefined ? entries : entries.toSpliced(at, 0, flat)).join("x");
  const shape = at === undefined ? sizes : sizes.toSpliced(at, 0, 1);
  const input =
    shape.length === 1
      ? `${shape[0]} samples x ${channels} leads`
      : `${SPACE[shape.length]} ${[...shape, channels].join("x")}`;
  return `net n { input ${input}\n ${text(spread)} }`;
}

/** Numbers between −1 and 1 that are all different. */
const numbers = (count: number, from: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((i + from) * 12.9898 + 1));

/** Values and gradients by the input and by each weight, all in the order of their numbers. */
async function outcomeOf(text: string): Promise<Float32Array[]> {
  const net = netOf(text);
  const drawn = initialWeights(net, 1);
  const model = await loadModel(net, { ...drawn, data: numbers(drawn.data.length, 7) });
  const [input] = net.nodes;
  const count = input!.output.reduce((a, b) => a * b);
  const x = tf.tensor(numbers(count, 100), [1, ...input!.output]);
  const variables = model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
  const loss = (given: tf.Tensor) => {
    const y = tf.reshape(model.apply(given, { training: false }) as tf.Tensor, [-1]);
    return tf.sum(tf.mul(y, tf.tensor(numbers(y.size, 1000)))) as tf.Scalar;
  };
  const found = tf.tidy(() => {
    const y = model.apply(x, { training: false }) as tf.Tensor;
    const dx = tf.grad(loss as (given: tf.Tensor) => tf.Tensor)(x);
    const { grads } = variables.length > 0 ? tf.variableGrads(() => loss(x), variables) : { grads: {} };
    return [y, dx, ...variables.map(({ name }) => (grads as tf.NamedTensorMap)[name]!)];
  });
  const values = await Promise.all(found.map((each) => each.data<"float32">()));
  tf.dispose([x, ...found]);
  model.dispose();
  return values;
}

const few = (least: number, most: number) => fc.integer({ min: least, max: most });
const entries = (axes: number, least: number, most: number) =>
  fc.array(few(least, most), { minLength: axes, maxLength: axes });

type By = (entries: readonly number[], flat: number) => string;
interface Options {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pad: readonly number[];
  readonly other: readonly number[];
  readonly padding: "same" | "valid" | "pad";
  readonly bias: string;
}

const LAYERS: { readonly [name: string]: (o: Options, by: By) => string } = {
  conv: (o, by) => `conv 3@${by(o.kernel, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  dilated: (o, by) =>
    `conv 3@${by(o.kernel, 1)} dilation ${by(o.dilation, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  grouped: (o, by) =>
    `conv 4@${by(o.kernel, 1)} groups 2 stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  "a group each": (o, by) =>
    `conv 4@${by(o.kernel, 1)} groups 4 dilation ${by(o.dilation, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  depthwise: (o, by) =>
    `depthwise ${by(o.kernel, 1)} multiplier ${o.other[0]} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  "dilated depthwise": (o, by) =>
    `depthwise ${by(o.kernel, 1)} dilation ${by(o.dilation, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  separable: (o, by) => `separable 3@${by(o.kernel, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  transposed: (o, by) =>
    `transposed 3@${by(o.kernel, 1)} stride ${by(o.stride, 1)} ${padded(o, by)}${o.bias}`,
  maxpool: (o, by) => `maxpool ${by(o.kernel, 1)} stride ${by(o.stride, 1)} ${pooled(o)}`,
  avgpool: (o, by) => `avgpool ${by(o.kernel, 1)} stride ${by(o.stride, 1)} ${pooled(o)}`,
  "padded maxpool": (o, by) =>
    `maxpool ${by(o.pad.map(odd), 1)} stride ${by(o.stride, 1)} pad ${by(o.pad, 0)}`,
  "padded avgpool": (o, by) =>
    `avgpool ${by(o.pad.map(odd), 1)} stride ${by(o.stride, 1)} pad ${by(o.pad, 0)}`,
  "all of a maxpool": () => "maxpool all",
  "all of an avgpool": () => "avgpool all",
  upsample: (o, by) => `upsample ${by(o.other, 1)}`,
  pad: (o, by) => `pad ${by(o.pad, 0)}`,
  "pad to": (o, by) => `pad to ${by(o.other, 1)}`,
  crop: (o, by) => `crop ${by(o.pad, 0)}`,
  resize: (o, by) =>
    `resize ${by(
      o.stride.map((size, i) => size + o.kernel[i]!),
      1,
    )}`,
  "resize to the nearest": (o, by) =>
    `resize ${by(
      o.stride.map((size, i) => size + o.kernel[i]!),
      1,
    )} nearest`,
  attention: () => "attention heads 2",
  instancenorm: () => "instancenorm",
};

const odd = (pad: number) => 2 * pad + 1;
const pooled = ({ padding }: Options) => (padding === "pad" ? "same" : padding);
const padded = ({ padding, pad }: Options, by: By) => (padding === "pad" ? `pad ${by(pad, 0)}` : padding);

/** What fits the layer: other options are left out. */
function fits(text: string): boolean {
  try {
    netOf(text);
    return true;
  } catch {
    return false;
  }
}

const backends: readonly BackendName[] = ["cpu", "wasm"];

describe.each(backends)("on %s", (backend) => {
  beforeAll(async () => {
    tf.env().set("PROD", true);
    await startBackend(backend);
  });
  afterAll(stopBackend);

  test.each(Object.entries(LAYERS))("%s", async (_, layer) => {
    const slidings = fc.integer({ min: 1, max: 2 }).chain((axes) =>
      fc.record({
        options: fc.record({
          kernel: entries(axes, 1, 4),
          stride: entries(axes, 1, 4),
          dilation: entries(axes, 1, 3),
          pad: entries(axes, 0, 2),
          other: entries(axes, 1, 3),
          padding: fc.constantFrom<Options["padding"]>("same", "valid", "pad"),
          bias: fc.constantFrom("", " no bias"),
        }),
        sizes: entries(axes, 1, 9),
        at: few(0, axes),
      }),
    );
    await fc.assert(
      fc.asyncProperty(slidings, async ({ options, sizes, at }) => {
        const sliding: Sliding = { text: (by) => layer(options, by), sizes, channels: 4 };
        fc.pre(fits(written(sliding)));
        const [less, more] = [await outcomeOf(written(sliding)), await outcomeOf(written(sliding, at))];
        expect(more.length).toBe(less.length);
        for (const [i, wanted] of less.entries()) {
          expect(more[i]!.length).toBe(wanted.length);
          const largest = Math.max(1, ...wanted.map(Math.abs));
          const worst = Math.max(...wanted.map((value, j) => Math.abs(value - more[i]![j]!)));
          expect(worst / largest, `${written(sliding, at)}: tensor ${i}`).toBeLessThan(1e-5);
        }
      }),
      { seed: 31, numRuns: 40 },
    );
  });

  // By hand: with a kernel of 1, each number begins its stride, and zeros follow it.
  test.each(["image 2x1x1", "volume 2x1x1x1", "volume 1x2x1x1", "volume 1x1x2x1"])(
    "a stride above the kernel, on %s",
    async (input) => {
      const sizes = input.split(" ")[1]!.split("x").slice(0, -1);
      const net = netOf(
        `net n { input ${input}, transposed 1@1 stride ${sizes.map((size) => (size === "2" ? 3 : 1)).join("x")} no bias }`,
      );
      const model = await loadModel(net, { ...initialWeights(net, 1), data: Float32Array.of(1) });
      expect([...(await outputFor(model, [1, 2]))]).toEqual([1, 0, 0, 2, 0, 0]);
      model.dispose();
    },
  );
});
