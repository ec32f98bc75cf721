// What each kind of task lowers and measures, against numbers worked out by hand.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { compileText } from "../../src/compile.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { sharpened } from "../../src/training/clustering-targets.ts";
import { type Head, headsOf } from "../../src/training/losses.ts";
import { addBatch, beginSums, finishSums } from "../../src/training/metrics/measuring.ts";

beforeAll(() => startBackend("wasm"));
afterAll(stopBackend);

const netOf = (task: string): CheckedNet =>
  compileText(`task t = ${task}\nnet a { input { x, y }, dense 2, head t }`).program.nets[0]!;

const objectiveOf = (net: CheckedNet, classWeights?: readonly number[]) => headsOf(net, {}, classWeights)[0]!;

async function judge(head: Head, outputs: number[][], values: Float32Array | Int32Array) {
  const targets = head.targets(values);
  const given = tf.tensor2d(outputs);
  const loss = head.loss(given, targets);
  const sums = addBatch(beginSums([head]), [head], [given], [loss], [targets], outputs.length);
  const [judged] = finishSums((await sums.data()) as Float32Array, [head], outputs.length);
  return { loss: judged!.loss, measure: judged!.metric };
}

test("one of several classes: the mean of −log softmax of the right one", async () => {
  const objective = objectiveOf(netOf("classify { a, b, c }"));
  expect(objective.metrics.map(({ name }) => name)).toEqual(["accuracy"]);
  const found = await judge(
    objective,
    [
      [0, 0, 0],
      [1, 3, 1],
    ],
    Int32Array.of(2, 1),
  );
  // log 3 for the first; log(e + e³ + e) − 3 for the second.
  expect(found.loss).toBeCloseTo((Math.log(3) + Math.log(2 * Math.E + Math.E ** 3) - 3) / 2, 5);
  expect(found.measure).toBe(0.5);
});

test("with weights of classes each example's loss is multiplied by its class's, and the sum divided by the examples", async () => {
  const objective = objectiveOf(netOf("classify { a, b, c }"), [1, 0.5, 4]);
  const outputs = [
    [0, 0, 0],
    [1, 3, 1],
  ];
  const found = await judge(objective, outputs, Int32Array.of(2, 1));
  const second = Math.log(2 * Math.E + Math.E ** 3) - 3;
  expect(found.loss).toBeCloseTo((4 * Math.log(3) + 0.5 * second) / 2, 5);
  expect(found.measure).toBe(0.5);
  // The gradient is (softmax − target) · weight / examples.
  const gradient = tf.tidy(() => {
    const targets = objective.targets(Int32Array.of(2, 1));
    return tf.grad((x) => objective.loss(x as tf.Tensor2D, targets))(tf.tensor2d(outputs));
  });
  const [, , third, , fifth] = await gradient.data();
  expect(third).toBeCloseTo(((1 / 3 - 1) * 4) / 2, 5);
  expect(fifth).toBeCloseTo(((Math.E ** 3 / (2 * Math.E + Math.E ** 3) - 1) * 0.5) / 2, 5);
});

test("the probability of an event: binary cross-entropy of the number before the sigmoid", async () => {
  const objective = objectiveOf(netOf('probability of "death"'));
  expect(objective.metrics.map(({ name }) => name)).toEqual(["binary_accuracy"]);
  const found = await judge(objective, [[0], [2], [-1]], Float32Array.of(1, 0, 0));
  // log 2; 2 + log(1 + e^−2); log(1 + e^−1). The first is not above one half, so it is wrong as the second is.
  const losses = [Math.log(2), 2 + Math.log(1 + Math.E ** -2), Math.log(1 + Math.E ** -1)];
  expect(found.loss).toBeCloseTo((losses[0]! + losses[1]! + losses[2]!) / 3, 5);
  expect(found.measure).toBeCloseTo(1 / 3, 6);
});

test("any of several labels: the mean over examples and labels", async () => {
  const objective = objectiveOf(netOf("tag { effusion, fracture }"));
  const found = await judge(
    objective,
    [
      [3, -3],
      [0, 1],
    ],
    Float32Array.of(1, 0, 0, 1),
  );
  const right = Math.log(1 + Math.E ** -3);
  expect(found.loss).toBeCloseTo((2 * right + Math.log(2) + Math.log(1 + Math.E ** -1)) / 4, 5);
  expect(found.measure).toBe(1);
});

test("quantities: mean squared and mean absolute error", async () => {
  const objective = objectiveOf(netOf("regress { volume in mL }"));
  const found = await judge(objective, [[1], [4]], Float32Array.of(3, 3));
  expect(found.loss).toBeCloseTo((4 + 1) / 2, 6);
  expect(found.measure).toBeCloseTo(1.5, 6);
});

test("groups without labels: KL(P‖Q), with P sharpened from the shares of all", async () => {
  const objective = objectiveOf(netOf("cluster 2"));
  expect(objective.metrics.map(({ name }) => name)).toEqual(["certainty"]);
  const shares = [
    [0.8, 0.2],
    [0.4, 0.6],
  ];
  // Columns sum to 1.2 and 0.8. q² over them: 0.64/1.2 = 8/15 and 0.04/0.8 = 1/20, so p = 32/35 and 3/35;
  // 0.16/1.2 = 2/15 and 0.36/0.8 = 9/20, so p = 8/35 and 27/35.
  const p = [
    [32 / 35, 3 / 35],
    [8 / 35, 27 / 35],
  ];
  const targets = sharpened(Float32Array.from(shares.flat()), 2);
  for (const [i, value] of p.flat().entries()) expect(targets[i]).toBeCloseTo(value, 6);
  const divergence = p.flatMap((row, i) => row.map((value, j) => value * Math.log(value / shares[i]![j]!)));
  const found = await judge(objective, shares, targets);
  expect(found.loss).toBeCloseTo(divergence.reduce((a, b) => a + b) / 2, 6);
  // The largest shares are 0.8 and 0.6.
  expect(found.measure).toBeCloseTo(0.7, 6);
  // P stays as it is: the slope is −p / q over the number of examples.
  const slope = tf.grad((given) => objective.loss(given, tf.tensor2d(p)));
  const slopes = (await slope(tf.tensor2d(shares)).array()) as number[][];
  for (const [i, row] of p.entries())
    for (const [j, value] of row.entries()) expect(slopes[i]![j]).toBeCloseTo(-value / shares[i]![j]! / 2, 5);
  // A share of 0 adds nothing.
  const sure = await judge(objective, [[0.5, 0.5]], Float32Array.of(1, 0));
  expect(sure.loss).toBeCloseTo(Math.log(2), 6);
});

test("regions: the mean over examples and places, with weights of classes by each place's region", async () => {
  const task = "task t = segment { a, b }";
  const net = compileText(`${task}\nnet a { input image 2x1x1, head t }`).program.nets[0]!;
  const outputs = tf.tensor([0, 0, 0, 1], [1, 2, 1, 2]);
  for (const [weights, by] of [
    [undefined, [1, 1]],
    [
      [2, 6],
      [2, 6],
    ],
  ] as const) {
    const objective = objectiveOf(net, weights);
    const targets = objective.targets(Int32Array.of(0, 1));
    expect(targets.shape).toEqual([1, 2, 1, 2]);
    // log 2 for the first place; log(1 + e) − 1 for the second.
    const expected = (by[0] * Math.log(2) + by[1] * (Math.log(1 + Math.E) - 1)) / 2;
    expect((await objective.loss(outputs, targets).data())[0]).toBeCloseTo(expected, 6);
  }
});

test("heads in their order, with what their losses count", () => {
  const { nets } = compileText(`task a = classify { x, y }
    task b = reconstruct
    net n { input { p, q } as given, head a, from given, head b }`).program;
  const span = { start: 0, end: 0 };
  const heads = headsOf(nets[0]!, { lossWeights: [{ name: "b", weight: 0.5, span }] });
  expect(heads.map(({ name, weight, metrics: [first] }) => [name, weight, first.name])).toEqual([
    ["a", 1, "accuracy"],
    ["b", 0.5, "mean_absolute_error"],
  ]);
});
