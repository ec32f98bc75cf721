// Weights that come from another net.
import { expect, test } from "vitest";
import { product } from "../../src/shape/shape.ts";
import { initialWeights, type WeightData } from "../../src/targets/tfjs/weights.ts";
import { transfer } from "../../src/training/transfer.ts";
import { netOf } from "./training-nets.ts";

const net = (body: string) =>
  netOf(`kernel edge = [ -1 2 -1 ]\ntask kind = classify { a, b, c }\nnet n { input image 6x6x1, ${body} }`);

/** The numbers of each tensor. */
function tensors({ specs, data }: WeightData): { [name: string]: number[] } {
  let offset = 0;
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      const from = offset;
      offset += product(shape);
      return [name, [...data.slice(from, offset)]];
    }),
  );
}

test("layers of the same name and shapes are taken, others stay as they were", () => {
  const mine = net("conv 2@3, batchnorm, relu, flatten, dense 4 frozen, head kind");
  const theirs = net("conv 2@3, batchnorm, relu, flatten, dense 5, head kind");
  const own = initialWeights(mine, 1);
  const other = initialWeights(theirs, 2);
  other.data.fill(7, -3);
  const before = own.data.slice();
  const { weights, layers, count } = transfer(mine, own, other);
  expect(layers).toEqual(["conv_1", "batchnorm_1"]);
  expect(count).toBe(9 * 2 + 2 + 4 * 2);
  const [result, start, trained] = [tensors(weights), tensors(own), tensors(other)];
  for (const name of Object.keys(start)) {
    const taken = layers.some((layer) => name.startsWith(`${layer}/`));
    expect([name, result[name]]).toEqual([name, taken ? trained[name] : start[name]]);
  }
  expect(result["conv_1/kernel"]).not.toEqual(start["conv_1/kernel"]);
  expect(own.data).toEqual(before);
});

test("a layer is taken as a whole or not at all", () => {
  const mine = net("conv 2@3, flatten, head kind");
  const theirs = net("conv 2@3 no bias, flatten, head kind");
  expect(transfer(mine, initialWeights(mine, 1), initialWeights(theirs, 2)).layers).toEqual(["dense_1"]);
});

test("frozen layers are taken, and those whose numbers the spec writes down and keeps are not", () => {
  const mine = net("conv [edge] bias [1] fixed, conv 2@3 frozen, flatten, head kind");
  const theirs = net("conv 1@1x3, conv 2@3, flatten, head kind");
  const own = initialWeights(mine, 1);
  const { layers, weights } = transfer(mine, own, initialWeights(theirs, 2));
  expect(layers).toEqual(["conv_2", "dense_1"]);
  expect(tensors(weights)["conv_1/kernel"]).toEqual([-1, 2, -1]);
});
