/** Values of models against PyTorch's, which reference.py wrote down. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, stopBackend } from "../../../src/runtime/backend.ts";
import { loadModel } from "../../../src/runtime/model.ts";
import * as tf from "../../../src/runtime/tf.ts";
import { initialWeights } from "../../../src/targets/tfjs/weights.ts";
import { chain } from "../../language/verified.ts";
import reference from "./reference.json" with { type: "json" };

beforeAll(() => startBackend("cpu"));
afterAll(stopBackend);

test.each(reference.cases)("$body on $input", async ({ body, input, x, weights, shape, y }) => {
  const net = chain(body, input);
  expect(net.nodes.at(-1)!.output).toEqual(shape);
  const given = net.nodes.flatMap((node) => node.weights.map(({ name }) => ({ node, name })));
  expect(given.length).toBe(weights.length);
  // Weights of the spec take PyTorch's numbers; what the target adds of its own stays.
  let at = 0;
  const nodes = net.nodes.map((node) => ({
    ...node,
    weights: node.weights.map((weight) => ({
      ...weight,
      initial: { type: "literal" as const, values: weights[at++]! },
    })),
  }));
  const model = await loadModel({ ...net, nodes }, initialWeights({ ...net, nodes }, 1));
  const result = tf.tidy(() => model.predict(tf.tensor(x, [1, ...net.nodes[0]!.output])) as tf.Tensor);
  const values = await result.data();
  expect(values.length).toBe(y.length);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(y[i]!, 4);
  result.dispose();
  model.dispose();
});
