// What the examples of each class count.
import { expect, test } from "vitest";
import { FoundError } from "../../src/diagnostics/found-error.ts";
import type { ClassWeights } from "../../src/ir/program.ts";
import { classWeightsOf } from "../../src/training/class-weights.ts";
import { examplesFor, jobFor, netOf } from "./training-nets.ts";

const net = netOf("task kind = classify { a, b, c }\nnet n { input { x, y }, dense 3, head kind }");
const span = { start: 0, end: 0 };

function weights(of: ClassWeights["of"], classes: readonly number[]) {
  const train = { ...examplesFor(net, classes.length), targets: [Int32Array.from(classes)] };
  return classWeightsOf(net, jobFor(net, train, { classWeights: { span, of } }).training, train);
}

test("balanced classes weigh n / (k · nᶜ), as in scikit-learn's compute_class_weight", () => {
  expect(weights("balanced", [0, 0, 0, 0, 0, 0, 1, 1, 1, 2])).toEqual([10 / 18, 10 / 9, 10 / 3]);
  expect(weights("balanced", [0, 1, 2])).toEqual([1, 1, 1]);
});

test("classes that are not named weigh 1", () => {
  expect(weights([{ name: "c", weight: 5, span }], [0, 1, 2])).toEqual([1, 1, 5]);
});

test("without weights there are none", () => {
  const train = examplesFor(net, 3);
  expect(classWeightsOf(net, jobFor(net, train, {}).training, train)).toBeUndefined();
});

test("a class that is weighed and has no example is an error that names it", () => {
  expect(() => weights("balanced", [0, 2, 2])).toThrow(FoundError);
  expect(() => weights("balanced", [0, 2, 2])).toThrow(/of the class b, which is weighed/);
  expect(() => weights([{ name: "b", weight: 2, span }], [0, 2])).toThrow(/of the class b, /);
  expect(weights([{ name: "c", weight: 2, span }], [0, 2])).toEqual([1, 1, 2]);
});
