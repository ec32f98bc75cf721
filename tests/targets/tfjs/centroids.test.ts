// Shares among centroids in TensorFlow.js, against numbers worked out by hand and against the formula in 64 bits.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { loadModel, trainableVariables } from "../../../src/model/model.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { soundNet } from "../../language/verified.ts";

type Rows = readonly (readonly number[])[];

/** q_j = (1 + |z − μ_j|²)^−1 over the sum of all: Xie, Girshick and Farhadi, ICML 2016, equation 1 with α = 1. */
function sharesOf(code: readonly number[], centroids: Rows): number[] {
  const near = centroids.map((centroid) => {
    const squares = centroid.map((value, i) => (code[i]! - value) ** 2);
    return 1 / (1 + squares.reduce((a, b) => a + b, 0));
  });
  const sum = near.reduce((a, b) => a + b, 0);
  return near.map((value) => value / sum);
}

const grid = (rows: Rows) => `[${rows.map((row) => row.join(" ")).join("; ")}]`;

/** A net of nothing but centroids. */
function netOf(centroids: Rows) {
  const fields = centroids[0]!.map((_, i) => `z${i}`).join(", ");
  return soundNet(`net a { input { ${fields} }, centroids ${centroids.length} weights ${grid(centroids)} }`);
}

async function run(model: tf.LayersModel, codes: Rows): Promise<number[][]> {
  const output = tf.tidy(() => model.predict(tf.tensor2d(codes as number[][])) as tf.Tensor2D);
  const rows = await output.array();
  output.dispose();
  return rows;
}

function near(found: Rows, wanted: Rows, digits = 5): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, row] of wanted.entries()) {
    expect(found[i]).toHaveLength(row.length);
    for (const [j, value] of row.entries()) expect(found[i]![j]! / value).toBeCloseTo(1, digits);
  }
}

const CENTROIDS = [
  [1, 2],
  [4, 6],
  [1, 4],
];

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  beforeAll(() => startBackend(backend));
  afterAll(stopBackend);

  test("as worked out by hand", async () => {
    const net = netOf(CENTROIDS);
    const model = await loadModel(net, initialWeights(net, 1));
    // Of (1, 2): squared distances 0, 9 + 16 and 4 give 1, 1/26 and 1/5, which are 130, 5 and 26 of 161.
    // Of (4, 2): 9, 16 and 9 + 4 give 1/10, 1/17 and 1/14, which are 119, 70 and 85 of 274.
    const codes = [
      [1, 2],
      [4, 2],
    ];
    near(await run(model, codes), [
      [130 / 161, 5 / 161, 26 / 161],
      [119 / 274, 70 / 274, 85 / 274],
    ]);
    model.dispose();
  });

  test("codes that are far from all centroids, and centroids of many numbers", async () => {
    const net = netOf(CENTROIDS);
    const model = await loadModel(net, initialWeights(net, 1));
    const far = [
      [3000, -4000],
      [-2e6, 1e6],
    ];
    near(
      await run(model, far),
      far.map((code) => sharesOf(code, CENTROIDS)),
      4,
    );
    model.dispose();
    const many = Array.from({ length: 5 }, (_, j) =>
      Array.from({ length: 40 }, (_, i) => Math.round(100 * Math.sin(7 * i + 3 * j)) / 100),
    );
    const wide = netOf(many);
    const code = Array.from({ length: 40 }, (_, i) => Math.cos(5 * i));
    const wideModel = await loadModel(wide, initialWeights(wide, 1));
    near(await run(wideModel, [code]), [sharesOf(code, many)]);
    wideModel.dispose();
  });

  test("gradients of codes and centroids are the formula's finite differences", async () => {
    const net = netOf(CENTROIDS);
    const model = await loadModel(net, initialWeights(net, 1));
    const codes = [
      [0.5, 1.5],
      [3, 5],
      [1, 2],
    ];
    const factors = [3, -1, 0.5];
    const loss = (points: Rows, centroids: Rows) =>
      points
        .flatMap((point) => sharesOf(point, centroids).map((share, j) => share * factors[j]!))
        .reduce((a, b) => a + b);
    const step = 1e-5;
    const moved = (rows: Rows, i: number, j: number, by: number) =>
      rows.map((row, at) => row.map((value, to) => (at === i && to === j ? value + by : value)));
    const slopes = (rows: Rows, at: (changed: Rows) => number) =>
      rows.map((row, i) =>
        row.map((_, j) => (at(moved(rows, i, j, step)) - at(moved(rows, i, j, -step))) / (2 * step)),
      );

    const tapped = (given: tf.Tensor) =>
      tf.sum(tf.mul(model.apply(given, { training: true }) as tf.Tensor, tf.tensor1d(factors))) as tf.Scalar;
    const ofCodes = tf.grad(tapped)(tf.tensor2d(codes));
    const found = (await ofCodes.array()) as number[][];
    for (const [i, row] of slopes(codes, (changed) => loss(changed, CENTROIDS)).entries())
      for (const [j, slope] of row.entries()) expect(found[i]![j]).toBeCloseTo(slope, 4);

    const { grads } = tf.variableGrads(() => tapped(tf.tensor2d(codes)), trainableVariables(model));
    const [ofCentroids, ...others] = Object.values(grads);
    expect(others).toEqual([]);
    const wanted = slopes(CENTROIDS, (changed) => loss(codes, changed)).flat();
    const values = await ofCentroids!.data();
    expect(values).toHaveLength(6);
    for (const [i, slope] of wanted.entries()) expect(values[i]).toBeCloseTo(slope, 4);
    model.dispose();
  });
});

test("a model that is saved and loaded gives the same shares", async () => {
  await startBackend("cpu");
  const net = soundNet("net a { input { a, b, c }, dense 4, centroids 3 }");
  const model = await loadModel(net, initialWeights(net, 5));
  const codes = [[0.3, -1, 2]];
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  const again = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  const before = await run(model, codes);
  expect(await run(again, codes)).toEqual(before);
  expect(before[0]!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  await stopBackend();
});

test("`frozen` and `fixed` centroids are no weights to train", async () => {
  await startBackend("cpu");
  for (const options of ["frozen", "weights [0 0; 3 4] fixed"]) {
    const net = soundNet(`net a { input { x, y }, centroids 2 ${options} => 4 fixed }`);
    const model = await loadModel(net, initialWeights(net, 1));
    expect(model.trainableWeights).toEqual([]);
    model.dispose();
  }
  await stopBackend();
});
