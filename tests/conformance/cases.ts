/**
 * The nets that reference.py wrote down, and what comes of one on the backend that runs: against PyTorch's values and
 * gradients, and saved and loaded again. Runs in Node and in a browser.
 */

import * as tf from "../../src/backends/tf.ts";
import { compileText } from "../../src/compile.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { loadModel } from "../../src/model/model.ts";
import { placeLayers } from "../../src/targets/tfjs/place.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import reference from "./reference.json" with { type: "json" };

/** One net of the reference. Numbers are channels last, row by row. */
export interface Case {
  readonly body: string;
  readonly input: string;
  /** How many examples it saw, in training; without, it saw one, and predicted. */
  readonly batch?: number;
  readonly x: readonly number[];
  /** Weights in the order of the spec's layers. */
  readonly weights: readonly (readonly number[])[];
  readonly shape: readonly number[];
  readonly y: readonly number[];
  /** Gradients of Σ y_i · sin(12.9898·i + 1) by the input and by each weight; null where there is none. */
  readonly dx: readonly number[] | null;
  readonly dweights: readonly (readonly number[] | null)[];
}

export const cases = reference.cases as readonly Case[];

/** What a backend can do with a net; each is a sentence where it fails. */
export interface Outcome {
  readonly values?: string;
  readonly gradients?: string;
  readonly saved?: string;
}

/** Relative to a number, or to a hundredth of the largest of all. */
const TOLERANCE = 1e-4;

/** Values are that near besides, however large they are. */
const VALUE_TOLERANCE = 5e-5;

/** The name of a case. */
export const nameOf = ({ body, input, batch }: Case) =>
  `${body} on ${input}${batch === undefined ? "" : " in training"}`;

/** The net of a case, with the weights of the reference. */
export function netOf({ body, input, weights, shape }: Case): CheckedNet {
  const { program, diagnostics } = compileText(`net n {\n  input ${input}\n  ${body}\n}\n`);
  const fault = diagnostics.find(({ severity }) => severity === "error");
  if (fault) throw new Error(`${body}: ${fault.message}`);
  const [net] = program.nets;
  let at = 0;
  const nodes = net!.nodes.map((node) => ({
    ...node,
    weights: node.weights.map((weight) => ({
      ...weight,
      initial: { type: "literal" as const, values: weights[at++] ?? [] },
    })),
  }));
  if (at !== weights.length) throw new Error(`${body} has ${at} weights, and PyTorch ${weights.length}`);
  const { output } = nodes.at(-1)!;
  if (output.join() !== shape.join()) throw new Error(`${body} gives ${output}, and PyTorch ${shape}`);
  return { ...net!, nodes };
}

/** Puts a case to the backend that runs. */
export async function outcomeOf(c: Case): Promise<Outcome> {
  const net = netOf(c);
  const model = await loadModel(net, initialWeights(net, 1));
  const shape = [c.batch ?? 1, ...net.nodes[0]!.output];
  const x = tf.tensor([...c.x], shape);
  try {
    const values = await attempt(async () => valuesDiffer(await valuesOf(model, x, c), c.y));
    const gradients = await attempt(() => gradientsDiffer(model, x, c, net));
    const saved = await attempt(async () => {
      const again = await savedAndLoaded(model);
      const differing = valuesDiffer(await valuesOf(again, x, c), c.y);
      again.dispose();
      return differing;
    });
    return {
      ...(values === undefined ? {} : { values }),
      ...(gradients === undefined ? {} : { gradients }),
      ...(saved === undefined ? {} : { saved }),
    };
  } finally {
    x.dispose();
    model.dispose();
  }
}

async function attempt(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    return (error as Error).message.split("\n")[0]!;
  }
}

/** The first number that is too far from what it must be, in words; `largest` is the size of what it is a sum of. */
function differs(
  what: string,
  actual: ArrayLike<number>,
  wanted: readonly number[],
  largest = Math.max(1e-2, ...wanted.map(Math.abs)),
): string | undefined {
  if (actual.length !== wanted.length) return `${what}: ${actual.length} numbers, not ${wanted.length}`;
  const floor = 0.01 * largest;
  const at = wanted.findIndex(
    (value, i) => !(Math.abs(actual[i]! - value) <= TOLERANCE * Math.max(Math.abs(value), floor)),
  );
  return at < 0 ? undefined : `${what} ${at} is ${actual[at]}, not ${wanted[at]}`;
}

function valuesDiffer(actual: ArrayLike<number>, wanted: readonly number[]): string | undefined {
  const at = wanted.findIndex((value, i) => !(Math.abs(actual[i]! - value) < VALUE_TOLERANCE));
  return (
    differs("value", actual, wanted) ??
    (at < 0 ? undefined : `value ${at} is ${actual[at]}, not ${wanted[at]}`)
  );
}

async function valuesOf(model: tf.LayersModel, x: tf.Tensor, { batch }: Case): Promise<Float32Array> {
  const y = tf.tidy(() => model.apply(x, { training: batch !== undefined }) as tf.Tensor);
  const values = (await y.data()) as Float32Array;
  y.dispose();
  return values;
}

async function gradientsDiffer(
  model: tf.LayersModel,
  x: tf.Tensor,
  { batch, y, dx, dweights }: Case,
  net: CheckedNet,
): Promise<string | undefined> {
  const factors = tf.tensor(y.map((_, i) => Math.sin(i * 12.9898 + 1)));
  const loss = (from: tf.Tensor) => {
    const value = model.apply(from, { training: batch !== undefined }) as tf.Tensor;
    return tf.sum(tf.mul(tf.reshape(value, [-1]), factors)) as tf.Scalar;
  };
  const variables = model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
  const places = placeLayers(net).placed.flatMap(({ node, layer, stored }) =>
    stored.map(({ holds, name }) => ({ node: node.id, holds, name: `${layer.name}/${name}` })),
  );
  const weights = net.nodes.flatMap(({ id, weights: held }) => held.map((weight) => ({ id, weight })));
  const wanted = weights.flatMap(({ id, weight }, i) => {
    if (weight.role !== "learned") return [];
    const place = places.find(({ node, holds }) => node === id && holds === weight.name)!;
    const at = model.trainableWeights.findIndex(({ originalName }) => originalName === place.name);
    return [{ name: place.name, variable: variables[at]!, gradient: dweights[i]! }];
  });
  // Some are zero, such as that of attention by its bias of keys: what is left there is rounding of the others.
  const largest = Math.max(1e-2, ...[dx ?? [], ...dweights.map((each) => each ?? [])].flat().map(Math.abs));
  const found = tf.tidy(() => (variables.length > 0 ? tf.variableGrads(() => loss(x), variables).grads : {}));
  const inward = dx === null ? undefined : tf.tidy(() => tf.grad(loss as (from: tf.Tensor) => tf.Tensor)(x));
  try {
    if (inward) {
      const differing = differs("gradient by the input", await inward.data(), dx!, largest);
      if (differing) return differing;
    }
    for (const { name, variable, gradient } of wanted) {
      const differing = differs(`gradient by ${name}`, await found[variable.name]!.data(), gradient, largest);
      if (differing) return differing;
    }
    return undefined;
  } finally {
    tf.dispose([factors, found, ...(inward ? [inward] : [])]);
  }
}

async function savedAndLoaded(model: tf.LayersModel): Promise<tf.LayersModel> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (saved) => {
      artifacts = saved;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  const text = JSON.stringify(artifacts!.modelTopology);
  return tf.loadLayersModel({ load: async () => ({ ...artifacts!, modelTopology: JSON.parse(text) }) });
}
