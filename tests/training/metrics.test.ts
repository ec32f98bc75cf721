// Metrics of regions over a whole part, against counts written out, whatever the batches, the places and the other heads.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { product } from "../../src/shape/shape.ts";
import { tasks } from "../../src/tasks/registry.ts";
import { type Head, headsOf } from "../../src/training/losses.ts";
import { addBatch, beginSums, finishSums, type Judgement } from "../../src/training/metrics/measuring.ts";
import { metricsOf } from "../../src/training/metrics/registry.ts";
import { netOf } from "./training-nets.ts";

beforeAll(() => startBackend("wasm"));
afterAll(stopBackend);

/** Outputs that are largest for these regions. */
function answering(regions: readonly number[], classes: number, shape: readonly number[]): tf.Tensor {
  const values = regions.flatMap((region, i) =>
    Array.from({ length: classes }, (_, other) => (other === region ? 1 + (i % 3) : -(i % 2))),
  );
  return tf.tensor(values, [regions.length / product(shape.slice(0, -1)), ...shape]);
}

/** What a head did on examples whose places are of `truth`, in batches of these sizes. */
async function judged(
  head: Head,
  truth: readonly number[],
  answer: readonly number[],
  batches: readonly number[],
) {
  const places = product(head.shape.slice(0, -1));
  const classes = head.shape.at(-1)!;
  let sums = beginSums([head]);
  let from = 0;
  for (const size of batches) {
    const to = from + size * places;
    const outputs = answering(answer.slice(from, to), classes, head.shape);
    const targets = head.targets(Int32Array.from(truth.slice(from, to)));
    sums = addBatch(sums, [head], [outputs], [tf.scalar(0)], [targets], size);
    from = to;
  }
  const examples = batches.reduce((a, b) => a + b, 0);
  return finishSums((await sums.data()) as Float32Array, [head], examples)[0]!;
}

const regionsOf = (judgement: Judgement, metric: string) => judgement.measures![metric]!.regions!;

describe("by hand", () => {
  const head = () =>
    headsOf(
      netOf("task t = segment { background, tumour, oedema }\nnet n { input image 2x5x1, head t }"),
    )[0]!;

  test("Dice and IoU of each region, and their means without the background", async () => {
    // Background 0, tumour 1, oedema 2, over two images of 2×5.
    const truth = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    const found = [0, 0, 0, 1, 1, 1, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1];
    const judgement = await judged(head(), truth, found, [1, 1]);
    // Tumour: 5 there, 5 found, 4 both: Dice 8/10, IoU 4/6. Oedema: 2 there, 2 found, 1 both: Dice 2/4, IoU 1/3.
    // Background: 13 there, 13 found, 11 both: Dice 22/26, IoU 11/15. Right are 16 of 20.
    expect(judgement.metric).toBeCloseTo(16 / 20, 6);
    expect(regionsOf(judgement, "dice")).toEqual({ background: 22 / 26, tumour: 8 / 10, oedema: 2 / 4 });
    expect(regionsOf(judgement, "iou")).toEqual({ background: 11 / 15, tumour: 4 / 6, oedema: 1 / 3 });
    expect(judgement.measures!.dice!.value).toBeCloseTo((8 / 10 + 2 / 4) / 2, 12);
    expect(judgement.measures!.iou!.value).toBeCloseTo((4 / 6 + 1 / 3) / 2, 12);
  });

  test("a region that was missed has 0 and lowers the mean; one that is nowhere has none and doesn't", async () => {
    const truth = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    const missed = await judged(
      head(),
      truth,
      truth.map(() => 0),
      [1],
    );
    expect(missed.metric).toBeCloseTo(0.9, 6);
    expect(regionsOf(missed, "dice")).toEqual({ background: 18 / 19, tumour: 0, oedema: null });
    expect(missed.measures!.dice!.value).toBe(0);
    expect(missed.measures!.iou!.value).toBe(0);
    // What is answered and isn't there has 0 too.
    const invented = await judged(head(), truth, [...truth.slice(0, 8), 2, 1], [1]);
    expect(regionsOf(invented, "dice")).toMatchObject({ tumour: 1, oedema: 0 });
    expect(invented.measures!.dice!.value).toBe(0.5);
    const nothing = await judged(
      head(),
      truth.map(() => 0),
      truth.map(() => 0),
      [1],
    );
    expect(nothing.measures!.dice).toEqual({
      value: null,
      regions: { background: 1, tumour: null, oedema: null },
    });
  });

  test("a background of that name is the one, wherever it stands; without one it is the first", async () => {
    const of = async (task: string) => {
      const [one] = headsOf(netOf(`task t = segment ${task}\nnet n { input image 1x4x1, head t }`));
      return (await judged(one!, [0, 0, 1, 1], [0, 1, 1, 1], [1])).measures!.dice!.value;
    };
    // Dice of region 0 is 2/3, of region 1 4/5.
    expect(await of("{ tumour, Background }")).toBeCloseTo(2 / 3, 12);
    expect(await of("{ healthy, tumour }")).toBeCloseTo(4 / 5, 12);
  });
});

describe("whatever the places and batches", () => {
  const inputs = ["12 samples", "12 samples x 2 leads", "image 4x3x1", "volume 3x2x2x1"];
  const cases = fc
    .record({
      input: fc.constantFrom(...inputs),
      classes: fc.integer({ min: 2, max: 4 }),
      batches: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    })
    .chain(({ input, classes, batches }) => {
      const places = 12 * batches.reduce((a, b) => a + b, 0);
      const regions = fc.array(fc.nat(classes - 1), { minLength: places, maxLength: places });
      return fc.record({
        input: fc.constant(input),
        classes: fc.constant(classes),
        batches: fc.constant(batches),
        truth: regions,
        answer: regions,
      });
    });

  test("each region's is that of all places together, not a mean over batches", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ input, classes, batches, truth, answer }) => {
        const names = ["a", "b", "c", "d"].slice(0, classes);
        const [head] = headsOf(
          netOf(`task t = segment { ${names.join(", ")} }\nnet n { input ${input}, dense 2, head t }`),
        );
        const judgement = await judged(head!, truth, answer, batches);
        const count = (holds: (i: number) => boolean) => truth.filter((_, i) => holds(i)).length;
        expect(judgement.metric).toBeCloseTo(count((i) => truth[i] === answer[i]) / truth.length, 6);
        for (const [region, name] of names.entries()) {
          const [there, found] = [count((i) => truth[i] === region), count((i) => answer[i] === region)];
          const both = count((i) => truth[i] === region && answer[i] === region);
          const either = count((i) => truth[i] === region || answer[i] === region);
          expect(regionsOf(judgement, "dice")[name]).toEqual(
            either === 0 ? null : (2 * both) / (there + found),
          );
          expect(regionsOf(judgement, "iou")[name]).toEqual(either === 0 ? null : both / either);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("several heads keep their counts apart", async () => {
    const net = netOf(`task t = segment { a, b }
      task u = segment every 2 { c, d, e }
      task v = regress { x, y }
      net n { input 4 samples, dense 2 as in2, head t, from in2, avgpool 2, head u, from in2, flatten, head v }`);
    const heads = headsOf(net);
    const outputs = [answering([0, 1, 1, 1], 2, [4, 2]), answering([2, 0], 3, [2, 3]), tf.tensor2d([[1, 2]])];
    const targets = [
      heads[0]!.targets(Int32Array.of(0, 0, 1, 1)),
      heads[1]!.targets(Int32Array.of(2, 1)),
      heads[2]!.targets(Float32Array.of(3, 3)),
    ];
    const losses = [tf.scalar(1), tf.scalar(2), tf.scalar(3)];
    const sums = addBatch(beginSums(heads), heads, outputs, losses, targets, 1);
    const [t, u, v] = finishSums((await sums.data()) as Float32Array, heads, 1);
    expect([t!.loss, u!.loss, v!.loss]).toEqual([1, 2, 3]);
    expect(t!.measures!.iou!.regions).toEqual({ a: 1 / 2, b: 2 / 3 });
    expect(u!.measures!.dice!.regions).toEqual({ c: 0, d: 0, e: 1 });
    expect([t!.metric, u!.metric]).toEqual([0.75, 0.5]);
    expect(v).toEqual({ loss: 3, metric: 1.5 });
  });
});

test("every task has a metric, and each of a task's has a name of its own", () => {
  for (const kind of Object.keys(tasks) as (keyof typeof tasks)[]) {
    const names = metricsOf(kind).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  }
});
