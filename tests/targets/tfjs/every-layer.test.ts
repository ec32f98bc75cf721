/** Every example of every layer in TensorFlow.js: it loads, gives the shape that was computed, and holds the weights. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { layerOf, vocabulary, wordOf } from "../../../src/layers/registry.ts";
import { loadModel } from "../../../src/model/model.ts";
import { product } from "../../../src/shape/shape.ts";
import { findUnsupported } from "../../../src/targets/tfjs/unsupported.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { soundNets } from "../../language/verified.ts";

beforeAll(() => startBackend("cpu"));
afterAll(stopBackend);

/** Larger values would take TensorFlow.js's plain loops minutes. */
const MOST_MULTIPLICATIONS = 2e8;

describe.each(Object.keys(vocabulary))("%s", (word) => {
  test.each(wordOf(word)!.examples)("%s", async (example) => {
    for (const net of soundNets(example)) {
      if (findUnsupported(net).length > 0) continue;
      const model = await loadModel(net, initialWeights(net, 1));
      const output = net.nodes.at(-1)!;
      expect(model.outputs[0]!.shape.slice(1)).toEqual(output.output);
      // Numbers of a target's own, such as those of a `resize`, belong to layers without weights.
      const owners = new Set(net.nodes.filter((node) => node.weights.length > 0).map((node) => node.id));
      const held = model.weights.filter((weight) => owners.has(weight.originalName.split("/")[0]!));
      const kept = net.nodes.flatMap((node) => node.weights).filter((weight) => weight.name !== "count");
      const total = (shapes: readonly (readonly (number | null)[])[]) =>
        shapes.reduce((sum, shape) => sum + product(shape as number[]), 0);
      expect(total(held.map((weight) => weight.shape))).toBe(total(kept.map((weight) => weight.shape)));
      if (net.totals.multiplyAdds <= MOST_MULTIPLICATIONS) {
        const result = tf.tidy(() => model.predict(tf.zeros([2, ...net.nodes[0]!.output])) as tf.Tensor);
        expect(result.shape).toEqual([2, ...output.output]);
        expect((await result.data()).every(Number.isFinite)).toBe(true);
        result.dispose();
      }
      model.dispose();
    }
  });
});

test("layers that no example runs are those that TensorFlow.js can't do", () => {
  const silent = Object.keys(vocabulary).filter((word) =>
    wordOf(word)!.examples.every((example) =>
      soundNets(example).some((net) => findUnsupported(net).length > 0),
    ),
  );
  expect(silent).toEqual([]);
  expect(layerOf("separable")).toBeUndefined();
});
