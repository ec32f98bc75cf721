import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { loadModel } from "../../src/model/model.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import { soundNet } from "../language/verified.ts";

beforeAll(async () => void (await startBackend("cpu")));
afterAll(() => stopBackend());

/** Output of the net for the numbers 0, 1, 2, … as input, and the input itself. */
async function run(input: string, body: string): Promise<{ given: number[]; found: number[] }> {
  const net = soundNet(`net a { input ${input}, ${body} }`);
  const shape = net.nodes[0]!.output;
  const model = await loadModel(net, initialWeights(net, 1));
  const given = tf.reshape(tf.range(0, tf.util.sizeFromShape([...shape])), [1, ...shape]);
  const output = model.predict(given) as tf.Tensor;
  expect(output.shape).toEqual([null, ...net.nodes.at(-1)!.output].map((size) => size ?? 1));
  return { given: [...given.dataSync()], found: [...output.dataSync()] };
}

test.each([
  ["64 samples x 2 leads", 2],
  ["image 4x3x2", 2],
  ["volume 2x4x3x2", 2],
])("a list of channels weighs each place of %s", async (input, channels) => {
  const { given, found } = await run(input, "branches multiply { | | avgpool all }");
  const places = given.length / channels;
  const means = Array.from({ length: channels }, (_, c) => channels * ((places - 1) / 2) + c);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(given[i]! * means[i % channels]!, 2);
  });
});

test("the list may stand first, and values of one shape are multiplied by number", async () => {
  const first = await run("image 4x3x2", "branches multiply { | avgpool all | }");
  const second = await run("image 4x3x2", "branches multiply { | | avgpool all }");
  expect(first.found).toEqual(second.found);
  const squares = await run("image 4x3x2", "branches multiply { | | }");
  expect(squares.found).toEqual(squares.given.map((value) => value * value));
});

test("one channel weighs the places of a map", async () => {
  const { given, found } = await run(
    "image 2x2x2",
    "branches multiply { | dense 1 weights [1; 1] no bias | }",
  );
  expect(found).toEqual(given.map((value, i) => value * (given[i - (i % 2)]! * 2 + 1)));
});
