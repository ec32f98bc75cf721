import { expect, test } from "vitest";
import { peakMemory } from "../../src/ir/memory.ts";
import { layerOf } from "../../src/layers/registry.ts";
import { chain } from "../language/verified.ts";

/** In numbers of 4 bytes, on a signal of 100 numbers. */
function memoryOf(body: string) {
  const { inference, training } = peakMemory(chain(body, "100 samples").nodes, layerOf);
  return { inference: inference / 4, training: training / 4 };
}

// By hand. Inference: the largest sum of what is alive while one layer runs. Training: all values, and the largest sum of
// gradients at one moment; the input of 100 has none, and neither has anything that no learned weight comes into.
test.each<[body: string, inference: number, training: number]>([
  // 100 + 200; 200 of gradient.
  ["conv 2@3", 300, 300 + 200],
  // conv: 100 + 400, relu: 400 + 400. Backwards at relu: 400 + 400.
  ["conv 4@3, relu", 800, 900 + 800],
  // conv 100 + 400, pool 400 + 200, conv 200 + 50.
  ["conv 4@3, maxpool 2, conv 1@3", 600, 750 + 600],
  // Nothing is learned.
  ["relu, maxpool 2", 200, 250],
  // The gradient of `relu` is not needed: nothing before it is learned.
  ["relu, conv 2@3", 300, 400 + 200],
  // The first value waits for `add`: 400 beside 400 + 400.
  ["conv 4@3 as a, conv 4@3, relu, add a", 1200, 1700 + 1200],
  // A list in the same memory.
  ["conv 4@3, flatten, dense 10", 500, 510 + 410],
  ["conv 4@3, reshape 400, reshape 50x8", 500, 500 + 400],
  // A copy in training alone: 100 + 400, then 400 + 10.
  ["conv 4@3, dropout 0.5, flatten, dense 10", 500, 910 + 800],
  // A branch that passes its value on: relu's 400 live until they are added.
  ["conv 4@3, branches add { | | relu, conv 4@3 }", 1200, 1700 + 1200],
  // What was named before `flatten` shares its memory, and lives on with it.
  ["conv 4@3, flatten as flat, dense 10, dense 400, add flat", 400 + 400 + 400, 1310 + 1200],
])("%s", (body, inference, training) => {
  expect(memoryOf(body)).toEqual({ inference, training });
});

test("frozen weights need no gradients", () => {
  expect(memoryOf("conv 4@3 frozen, conv 4@3").training).toBe(900 + 400);
});
