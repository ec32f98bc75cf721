/** Nets and examples for the tests of training. */
import { compileText, hasErrors } from "../../src/compile.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import type { Training } from "../../src/ir/program.ts";
import { product } from "../../src/shape/shape.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import type { TrainingJob } from "../../src/training/trainer.ts";

/** Numbers between −1 and 1 that are unlike one another; `reference/reference.py` has the same. */
export const numbers = (count: number, offset: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(12.9898 * i + offset));

/** The only net of a text that compiles without a message. */
export function netOf(text: string): CheckedNet {
  const compilation = compileText(text);
  const { program, diagnostics } = compilation;
  if (hasErrors(compilation))
    throw new Error(`${diagnostics.map(({ message }) => message).join("\n")}\n${text}`);
  return program.nets[0]!;
}

/** Examples of a net of classes, whose classes come in turn. */
export function examplesFor(net: CheckedNet, size: number): Dataset {
  const shape = net.nodes[0]!.output;
  const task = net.outputs[0]!.task;
  const classes = task?.kind === "classify" ? task.classes.length : 1;
  const inputs = numbers(size * product(shape), 0.5);
  return {
    size,
    inputs: [{ shape, values: inputs }],
    targets: [Int32Array.from({ length: size }, (_, i) => i % classes)],
  };
}

/** The same examples with each one's class the next. */
export function mistaught({ targets: [targets], ...data }: Dataset, classes: number): Dataset {
  return { ...data, targets: [targets!.map((target) => (target + 1) % classes)] };
}

/** A training with these settings, from the seed's weights. */
export function jobFor(net: CheckedNet, train: Dataset, settings: Partial<Training>): TrainingJob {
  const training: Training = {
    net: net.name,
    data: "examples",
    split: { train: 1, validation: 0, test: 0 },
    optimizer: { kind: "adam", rate: 0.01 },
    batch: train.size,
    epochs: 3,
    seed: 1,
    span: { start: 0, end: 0 },
    ...settings,
  };
  return { net, training, train, start: { weights: initialWeights(net, training.seed) } };
}

/** Every layer of this version; sizes are odd and even. */
const body = (tail: string) => `
  conv 4@3, batchnorm, relu as kept
  conv 4@3 pad 1 no bias, tanh, add kept, concat kept
  maxpool 3 stride 2 pad 1
  branches concat {
    | conv 2@1
    | avgpool 3 stride 1 same, conv 3@1 stride 2, upsample 2
  }
  repeat 2 { conv 3@3, batchnorm, relu }
  dense 4, sigmoid, dropout 0.1
  avgpool 2 same
  ${tail}
  dense 6, softmax
  head kind`;

const INPUTS = { 1: "11 samples x 2 leads", 2: "image 7x8x2", 3: "volume 7x4x8x2" };
const TAILS = { 1: "flatten", 2: "maxpool all", 3: "avgpool all" };

/** A net of this rank with every layer of this version. */
export function everyLayer(rank: 1 | 2 | 3): CheckedNet {
  return netOf(`task kind = classify { a, b, c }\nnet a {\n input ${INPUTS[rank]}${body(TAILS[rank])}\n}`);
}
