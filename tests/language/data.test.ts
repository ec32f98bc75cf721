import { expect, test } from "vitest";
import { dataSources } from "../../src/data/declared.ts";
import { compileVerified } from "./verified.ts";

const NET = "task t = classify { a, b }\nnet n { input image 28x28x1, flatten, head t }\n";

test.each(Object.entries(dataSources))("%s: the example of its definition compiles", (kind, { example }) => {
  const { program, diagnostics } = compileVerified(example);
  expect(diagnostics).toEqual([]);
  expect(program.data[0]!.kind).toBe(kind);
});

test("lists of columns go on after commas and new lines", () => {
  const { program, diagnostics } = compileVerified(
    'data c = csv "c.csv" { input age, crp,\n "target"; target died }',
  );
  expect(diagnostics).toEqual([]);
  expect(program.data[0]!.options).toEqual({ input: ["age", "crp", "target"], target: ["died"] });
});

test("a training with all its options", () => {
  const { program, diagnostics } = compileVerified(`${NET}
    data d = synthetic noughts_and_crosses { count 2_000, size 28; seed 7 }
    data unseen = images "u"
    train n on d {
      split 85/15, test on unseen
      optimizer sgd 0.1, batch 16, epochs 5, seed 0
      stop when validation loss stalls for 3
    }`);
  expect(diagnostics).toEqual([]);
  const { split, ...rest } = program.trainings[0]!;
  expect(split.train).toBeCloseTo(0.85, 12);
  expect(rest).toMatchObject({
    optimizer: { kind: "sgd", rate: 0.1 },
    test: "unseen",
    batch: 16,
    epochs: 5,
    seed: 0,
    patience: 3,
  });
});

test("defaults of a training", () => {
  const { program } = compileVerified(`${NET}data d = images "d"\ntrain n on d`);
  expect(program.trainings[0]).toMatchObject({
    split: { train: 1, validation: 0, test: 0 },
    optimizer: { kind: "adam", rate: 0.001 },
    batch: 32,
    epochs: 10,
    seed: 1,
  });
});
