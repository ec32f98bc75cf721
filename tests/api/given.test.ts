// What callers give wrongly is refused in their words, and breaks nothing: the next call is answered.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { predictorOf } from "../../src/answering/predictor.ts";
import { asked } from "../../src/api/asked.ts";
import type { Label, TrainOptions } from "../../src/api/browser.d.ts";
import type { Example, Model } from "../../src/api/cnnc.d.ts";
import { compile, load, registerLayers } from "../../src/api/index.ts";
import { labelsOf, targetsOf } from "../../src/api/labels.ts";
import { train } from "../../src/api/page.ts";
import { startBackend } from "../../src/backends/backend.ts";
import { wantsOf } from "../../src/data/wants.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import { netOf } from "../training/training-nets.ts";

const OPEN = "net a { input image H x 8 x 1, conv 4@3, avgpool all }";

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 2,
});

/** The error that a call was refused with, which must be ours: of a kind that says whose fault it is, and in words of the caller. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    expect(error instanceof TypeError || error instanceof RangeError, String(error)).toBe(true);
    const { message } = error as Error;
    expect(message).not.toMatch(
      /is not a function|cannot read|is not iterable|\[object|invalid array length/i,
    );
    return message;
  }
  return "";
}

const refusals: readonly [message: string, call: () => unknown][] = [
  ["`text` is a text, and here it is 5", () => compile(5 as never)],
  ["`text` is a text, and here it is undefined", () => compile(undefined as never)],
  ["`options` is an object, and here it is null", () => compile(OPEN, null as never)],
  ["`options` is an object, and here it is a Map", () => compile(OPEN, new Map() as never)],
  ["`options` has no `size`: did you mean `sizes`?", () => compile(OPEN, { size: {} } as never)],
  ["`options` has no `net`; it has `file` or `sizes`", () => compile(OPEN, { net: "a" } as never)],
  ["`options.file` is a text, and here it is 3", () => compile(OPEN, { file: 3 as never })],
  ["`options.file` is empty", () => compile(OPEN, { file: "" })],
  ["`options.sizes` is an object, and here it is a list", () => compile(OPEN, { sizes: [8] as never })],
  [
    "`options.sizes.H` is a whole number of at least 1, and here it is NaN",
    () => compile(OPEN, { sizes: { H: Number.NaN } }),
  ],
  [
    "`options.sizes.H` is a whole number of at least 1, and here it is 2.5",
    () => compile(OPEN, { sizes: { H: 2.5 } }),
  ],
  [
    "`options.sizes.H` is a whole number of at least 1, and here it is 0",
    () => compile(OPEN, { sizes: { H: 0 } }),
  ],
  [
    "`options.sizes.H` is a whole number of at least 1, and here it is 1e+300",
    () => compile(OPEN, { sizes: { H: 1e300 } }),
  ],
  [
    '`options.sizes.H` is a whole number, and here it is "8"',
    () => compile(OPEN, { sizes: { H: "8" as never } }),
  ],
  [
    "`options.sizes`: no net leaves a size `h` open: did you mean `H`?",
    () => compile(OPEN, { sizes: { h: 8 } }),
  ],
  [
    "`options.sizes`: no net leaves a size `Width` open: open are `H`",
    () => compile(OPEN, { sizes: { Width: 8 } }),
  ],
  ["`seed` is a whole number of at least 0, and here it is NaN", () => seeded(Number.NaN)],
  ["`seed` is a whole number of at least 0, and here it is -1", () => seeded(-1)],
  ['`seed` is a whole number, and here it is "1"', () => seeded("1" as never)],
  [
    "`tf` is TensorFlow.js, an object with `layers` and `serialization`, and here it is null",
    () => registerLayers(null as never),
  ],
  [
    "`tf` is TensorFlow.js, an object with `layers` and `serialization`, and here it is an object without them",
    () => registerLayers({}),
  ],
  ["`run` is a text, and here it is 7", () => load(7 as never)],
  ["`run` is empty", () => load("")],
  [
    '`options.backend` is `auto`, `webgpu`, `wasm` or `cpu`, and here it is "zz"',
    () => load("r", { backend: "zz" as never }),
  ],
  [
    '`options.backend` is `auto`, `webgpu`, `wasm` or `cpu`, and here it is "wasn": did you mean `wasm`?',
    () => load("r", { backend: "wasn" as never }),
  ],
  ['`options` is an object, and here it is "wasm"', () => load("r", "wasm" as never)],
  ...(
    [
      ["`options.epochs` is a whole number of at least 1, and here it is 0", { epochs: 0 }],
      ["`options.epochs` is a whole number of at least 1, and here it is Infinity", { epochs: Infinity }],
      ["`options.seed` is a whole number of at least 0, and here it is 1.5", { seed: 1.5 }],
      ["`options.onEpoch` is a function, and here it is an object", { onEpoch: {} }],
      ["`options.signal` is an AbortSignal, and here it is null", { signal: null }],
      ["`options` has no `onepoch`: did you mean `onEpoch`?", { onepoch: () => 0 }],
      ["`options.examples` is an object, and here it is a list", { examples: [[1], [2]] }],
      ["`options.examples.inputs` is empty: there is nothing to train on", { examples: { inputs: [] } }],
      [
        "`options.examples.labels` is a list, and here it is an object",
        { examples: { inputs: [[1]], labels: {} } },
      ],
      [
        "`options.examples` has no `label`: did you mean `labels`?",
        { examples: { inputs: [[1]], label: [1] } },
      ],
      ['`options.net` is `a`, and here it is "b": did you mean `a`?', { net: "b" }],
      ["there are 2 examples and 1 labels", { examples: { inputs: [[1], [2]], labels: [1] } }],
      [
        "label 2 of `t` is `z`, and there are `x`, `y`: did you mean `x`?",
        { examples: { inputs: [[1], [2]], labels: ["x", "z"] } },
      ],
    ] as [string, object][]
  ).map(([message, options]): [string, () => unknown] => [
    message,
    () => train(TRAINED, options as TrainOptions),
  ]),
];

const TRAINED = `task t = classify { x, y }
net a { input { v }, head t }
data d = csv "d.csv" { input v; target t }
train a on d { batch 2, epochs 1 }`;

function seeded(seed: number): unknown {
  return compile("net n { input { x }, dense 2 }").nets[0]!.toTfjs(seed);
}

test.each(refusals)("%s", async (message, call) => {
  expect(await refusal(call)).toBe(message);
  expect(compile(OPEN, { sizes: { H: 10 } }).nets[0]!.layers.at(-1)!.output).toEqual([4]);
});

test("a spec that is wrong is told, whatever sizes are set", () => {
  const { ok, messages } = compile("net a { input image H x 8 x 1, convv 4@3 }", { sizes: { W: 8 } });
  expect([ok, messages.map(({ code }) => code)]).toEqual([false, ["name_unknown_layer"]]);
});

test("whatever is given to `compile` is compiled or refused", async () => {
  await fc.assert(
    fc.asyncProperty(anything, anything, anything, async (text, options, value) => {
      for (const call of [
        () => compile(text as never),
        () => compile(OPEN, options as never),
        () => compile(OPEN, { file: value as never }),
        () => compile(OPEN, { sizes: value as never }),
        () => compile(OPEN, { sizes: { H: value as never } }),
        () => seeded(value as never),
      ])
        await refusal(call);
      expect(compile(OPEN, { sizes: { H: 10 } }).ok).toBe(true);
    }),
    { seed: 14, numRuns: 100 },
  );
});

let several: Model;
let one: Model;
let image: Model;

beforeAll(async () => {
  await startBackend("cpu");
  const model = async (text: string): Promise<Model> => {
    const net = netOf(text);
    return { ...asked(net, await predictorOf(net, initialWeights(net, 1))), backend: "cpu" };
  };
  one = await model("task t = regress { y }\nnet n { input { age, length }, head t }");
  image = await model("task t = regress { y }\nnet n { input image 2x2x1, flatten, head t }");
  several = await model(`task t = regress { y }
    net n { input image 2x2x1 as photo, input { age, length } as patient
      from photo, flatten, concat patient, head t }`);
});

test("examples that fit no net are refused, and the next is answered", async () => {
  const patient = { age: 50, length: 12 };
  const photo = [0, 0.5, 1, 0];
  const cases: readonly [Model, Example, ...(readonly [string, unknown][])][] = [
    [
      one,
      patient,
      ["`input 1` takes 2, which is 2 numbers, and here it is undefined", undefined],
      ["`input 1` takes 2, which is 2 numbers, and here it is null", null],
      ['`input 1` takes numbers here, and no file: "x.png"', "x.png"],
      ["`input 1` takes 2, which is 2 numbers, and has 3", [1, 2, 3]],
      ["number 2 of `input 1` is a finite number, and here it is NaN", [1, Number.NaN]],
      ["number 1 of `input 1` is a finite number, and here it is Infinity", Float32Array.of(Infinity, 0)],
      ["number 1 of `input 1` is a finite number, and here it is the bigint 1", BigInt64Array.of(1n, 2n)],
      ['`age` of `input 1` is a finite number, and here it is "50"', { age: "50", length: 1 }],
      ["`length` of `input 1` is a finite number, and here it is NaN", { age: 50, length: Number.NaN }],
      ["`input 1` needs a number for `age`, and has none", { length: 3 }],
      ["`input 1` has no `agee`: did you mean `age`?", { agee: 3, length: 3 }],
      ["`input 1` of example 2 needs a number for `length`, and has none", [patient, { age: 3 }]],
    ],
    [
      image,
      photo,
      ["`input 1` takes 2×2×1, which is 4 numbers, and here it is an object", { age: 3 }],
      ["`input 1` takes 2×2×1, which is 4 numbers, and has 3", [1, 2, 3]],
      ["number 3 of `input 1` is a finite number, and here it is undefined", [1, 2, undefined, 4]],
    ],
    [
      several,
      { photo, patient },
      ["an example of this net is an object with `photo`, `patient`, and this one is a list", [photo]],
      ["an example of this net is an object with `photo`, `patient`, and `patient` is missing", { photo }],
      ["the example has no `image`; it has `photo` or `patient`", { photo, patient, image: photo }],
    ],
  ];
  for (const [model, right, ...wrong] of cases) {
    const answer = await model.predict(right);
    for (const [message, example] of wrong) {
      expect(await refusal(() => model.predict(example as Example))).toBe(message);
      expect(await model.predict(right)).toEqual(answer);
    }
  }
});

test("whatever a model is asked, it answers or refuses", async () => {
  await fc.assert(
    fc.asyncProperty(anything, fc.array(anything, { maxLength: 3 }), async (example, list) => {
      for (const model of [one, image, several]) {
        await refusal(() => model.predict(example as Example));
        await refusal(() => model.predict(list as Example[]));
        await refusal(() => model.predict({ photo: example, patient: list } as unknown as Example));
      }
      expect(await image.predict([])).toEqual([]);
    }),
    { seed: 14, numRuns: 100 },
  );
});

test("a model that was disposed says so, and may be disposed again", async () => {
  const net = netOf("task t = regress { y }\nnet n { input { x }, head t }");
  const model = asked(net, await predictorOf(net, initialWeights(net, 1)));
  model.dispose();
  model.dispose();
  await expect(model.predict([1])).rejects.toThrow("this model was disposed");
});

test("whatever is given as labels is taken or refused", async () => {
  const tasks = [
    "classify { a, b }",
    "tag { a, b }",
    'probability of "death"',
    "regress { a, b from 0 to 9 }",
  ];
  const heads = tasks.map(
    (task) => wantsOf(netOf(`task t = ${task}\nnet n { input { x }, head t }`), "examples").heads[0]!,
  );
  heads.push(
    wantsOf(netOf("task t = segment { a, b }\nnet n { input image 2x2x1, head t }"), "examples").heads[0]!,
  );
  await fc.assert(
    fc.asyncProperty(anything, async (label) => {
      for (const head of heads) {
        const message = await refusal(() => {
          const targets = targetsOf(head, [label as Label]);
          expect([...targets].every(Number.isFinite)).toBe(true);
        });
        expect(message).toMatch(/^$|^label 1 of `t` /);
      }
      expect(await refusal(() => labelsOf(["s", "t"], [label as Label]))).toMatch(/^$|^`?label 1/);
    }),
    { seed: 14, numRuns: 200 },
  );
});
