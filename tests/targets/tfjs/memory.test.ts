// The peak of memory that we count against the numbers that TensorFlow.js's CPU backend holds at its worst moment.
import { expect, test } from "vitest";
import * as tf from "../../../src/backends/tf.ts";
import { onlyOutput } from "../../../src/ir/ends.ts";
import { peakMemory } from "../../../src/ir/memory.ts";
import { layerOf } from "../../../src/layers/registry.ts";
import { load, netOf } from "./load.ts";

const BATCH = 3;

type Backend = {
  write(values: ArrayLike<number> | null, shape: number[], dtype: "float32"): object;
  disposeData(id: object, force?: boolean): boolean;
};

/**
 * Bytes beside the weights at the worst moment, when layers run in their order and each value goes after its last use.
 * `tf.memory()` counts what two tensors share twice, so the backend's own stores are counted.
 */
async function measured(text: string): Promise<number> {
  const net = netOf(text);
  const output = onlyOutput(net)!.id;
  const model = await load(net);
  const backend = tf.backend() as unknown as Backend;
  const { write, disposeData } = backend;
  const stores = new Map<object, number>();
  let [held, peak] = [0, 0];
  backend.write = (values, shape, dtype) => {
    const id = write.call(backend, values, shape, dtype);
    stores.set(id, 4 * tf.util.sizeFromShape(shape));
    held += stores.get(id)!;
    peak = Math.max(peak, held);
    return id;
  };
  backend.disposeData = (id, force) => {
    const gone = disposeData.call(backend, id, force);
    if (gone) held -= stores.get(id) ?? 0;
    return gone;
  };
  const values = new Map<string, tf.Tensor>();
  try {
    for (const [i, node] of net.nodes.entries()) {
      const inputs = node.inputs.map((id) => values.get(id)!);
      const apply = () => model.getLayer(node.id).apply(inputs.length > 1 ? inputs : inputs[0]!) as tf.Tensor;
      values.set(node.id, i === 0 ? tf.zeros([BATCH, ...node.output]) : tf.tidy(apply));
      for (const [id, value] of values) {
        if (id === output || net.nodes.slice(i + 1).some((later) => later.inputs.includes(id))) continue;
        value.dispose();
        values.delete(id);
      }
    }
  } finally {
    Object.assign(backend, { write, disposeData });
  }
  expect(held).toBe(4 * values.get(output)!.size);
  values.get(output)!.dispose();
  model.dispose();
  return peak;
}

// Without biases, which TensorFlow.js adds to a copy, and without dense layers, whose weights it lays out anew.
test.each([
  "input image 12x12x1\n conv 4@3 no bias, relu, maxpool 2, conv 8@3 no bias, relu",
  "input image 12x12x2\n conv 6@3 no bias as a, conv 6@3 no bias, relu, add a, avgpool 2",
  "input image 8x8x4\n conv 9@3 no bias as a, relu, flatten, reshape 8x8x9, dropout 0.5, conv 9@1 no bias, concat a",
  "input image 8x8x3\n branches concat { | maxpool 2 | conv 5@3 stride 2 no bias | avgpool 2, tanh }, conv 2@1 no bias",
])("%s", async (body) => {
  const text = `net a { ${body} }`;
  const { inference } = peakMemory(netOf(text).nodes, layerOf);
  expect(await measured(text)).toBe(inference * BATCH);
});
