// Whatever checks also loads, with the shapes and weights that the check found.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as tf from "../../../src/backends/tf.ts";
import { compileText } from "../../../src/compile.ts";
import { diskHost } from "../../../src/host/imports.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { product } from "../../../src/shape/shape.ts";
import { modelTopology } from "../../../src/targets/tfjs/model.ts";
import { emit } from "../../../src/targets/tfjs/place.ts";
import { findUnsupported } from "../../../src/targets/tfjs/unsupported.ts";
import { weightSpecs } from "../../../src/targets/tfjs/weights.ts";
import { root, specs } from "../../house/cnnc.ts";
import { load, netOf, outputFor } from "./load.ts";

/** The layer that ends a node: its namesake, or the last helper behind it. */
function lastLayer(model: tf.LayersModel, id: string): tf.layers.Layer {
  const names = new Set(model.layers.map(({ name }) => name));
  let last = id;
  for (let i = 1; names.has(`${id}_after_${i}`); i++) last = `${id}_after_${i}`;
  return model.getLayer(last);
}

async function expectLoads(net: CheckedNet): Promise<void> {
  const model = await load(net);
  const owners = net.nodes.filter(({ shares }) => shares === undefined);
  for (const node of owners) {
    expect([node.id, lastLayer(model, node.id).outputShape]).toEqual([node.id, [null, ...node.output]]);
  }
  const stored = model.weights.map(({ originalName, shape }) => ({
    name: originalName,
    shape: [...shape] as number[],
  }));
  expect(stored.reduce((sum, { shape }) => sum + product(shape), 0)).toBe(net.totals.weights);
  const written = owners.flatMap((node) => {
    const before = net.nodes.find(({ id }) => id === node.inputs[0]);
    const emitted = emit(node, before?.output ?? node.output);
    const renamed = "unsupported" in emitted ? [] : emitted.flatMap(({ stored = [] }) => stored);
    return (renamed.length > 0 ? renamed : node.weights).map(({ name, shape }) => ({
      name: `${node.id}/${name}`,
      shape: [...shape],
    }));
  });
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(stored.sort(byName)).toEqual(written.sort(byName));
  const shapes = net.outputs.map(({ node }) => [null, ...net.nodes.find(({ id }) => id === node)!.output]);
  expect(model.outputShape).toEqual(shapes.length === 1 ? shapes[0] : shapes);
  model.dispose();
}

/** Nets of more weights take minutes and gigabytes on the plain CPU backend; their topology is looked at alone. */
const LOADED_WEIGHTS = 1_000_000;

describe("every spec loads, or has a topology with the weights that the check found", () => {
  test.each(specs)("%s", async (name) => {
    const path = join(root, name);
    const { program } = compileText(readFileSync(path, "utf8"), path, { host: diskHost(path) });
    for (const net of program.nets) {
      expect(findUnsupported(net)).toEqual([]);
      if (net.totals.weights <= LOADED_WEIGHTS) await expectLoads(net);
      else {
        const names = new Set(modelTopology(net).config.layers.map((layer) => layer.name));
        expect(net.nodes.filter(({ id, shares }) => !names.has(shares ?? id))).toEqual([]);
        const stored = weightSpecs(net).reduce((sum, { shape }) => sum + product(shape), 0);
        const counted = net.nodes.flatMap((node) => node.weights.filter((weight) => weight.name === "count"));
        expect(stored).toBe(net.totals.weights - counted.length);
      }
    }
  });
});

/** An input of each rank. Sizes are odd and even, and unlike each other. */
const inputs = ["9 samples x 2 leads", "image 9x10x2", "volume 6x5x7x2"];

const bodies = {
  convolutions: "conv 3@3, conv 2@2 stride 2, conv 2@3 stride 2 pad 1, conv 4@2 same, conv 1@1 no bias",
  "pooling valid": "maxpool 2, avgpool 2 stride 1 valid",
  "pooling same": "maxpool 3 stride 2 same, avgpool 2 same",
  "pooling with half a window": "maxpool 3 stride 2 pad 1, avgpool 3 pad 1 stride 2",
  "pooling at stride 1": "maxpool 3 stride 1 pad 1, avgpool 5 stride 1 pad 2",
  "maximum of all": "conv 3@3, maxpool all, dense 2",
  "mean of all": "avgpool all, batchnorm, dropout 0.5, softmax",
  "batch normalisation and dropout on maps": "batchnorm, dropout 0.2, batchnorm, relu",
  "dense on maps": "dense 4, tanh, dense 3 no bias, softmax",
  upsampling: "upsample 3, conv 2@3 stride 2, upsample 2",
  joins: "conv 3@3 as a, sigmoid, add a, concat a, conv 2@1, relu as b, add b, concat b",
  branches:
    "branches concat {\n | conv 2@1\n | conv 3@3, relu, conv 4@3\n | maxpool 3 stride 1 same\n}\nbatchnorm",
  "branches that add": "branches add {\n | conv 3@1\n | conv 3@3\n}\nrelu",
  repeats: "conv 3@3, repeat 3 { conv 3@3, batchnorm, relu }\nflatten, flatten, dense 2",
};

describe.each(inputs)("input %s", (input) => {
  test.each(Object.entries(bodies))("%s", async (_, body) => {
    await expectLoads(netOf(`net a {\n input ${input}\n ${body}\n}`));
  });
});

test("measurements: flatten, dense, batch normalisation, joins of lists", async () => {
  await expectLoads(
    netOf(`net a {
      input patient { age in years, weight in kg, crp in mg/L }
      flatten, batchnorm, dense 4 as a, tanh, add a, concat a, dropout 0.1, dense 1
    }`),
  );
});

test("blocks with weights of their own for each use, within branches and repeats", async () => {
  await expectLoads(
    netOf(`block residual(f) { conv f@3, batchnorm, relu, conv f@3, batchnorm, add in, relu }
    net a { input image 8x8x1, conv 3@3, repeat 2 residual(3), branches add {\n | residual(3)\n | conv 3@1\n }\n avgpool all }`),
  );
});

test("upsampling repeats numbers along every axis", async () => {
  const line = netOf("net a { input 3 samples x 2 leads, upsample 2 }");
  const model = await load(line);
  expect([...(await outputFor(model, [1, 2, 3, 4, 5, 6]))]).toEqual([1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6]);
  const volume = await load(netOf("net a { input volume 2x1x2x1, upsample 2x1x3 }"));
  expect([...(await outputFor(volume, [1, 2, 3, 4]))]).toEqual([
    1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4,
  ]);
});
