/** What a net gives, for the views that draw it; a module of its own, since it loads TensorFlow.js. */

import { startBackend } from "../../../backends/backend.ts";
import { cleaned } from "../../../diagnostics/shown.ts";
import { type Answers, type Example, fieldsOf, hiddenLayer, shownNodes } from "../../../diagram/index.ts";
import { firstUnknown } from "../../../ir/known-weights.ts";
import type { CheckedNet, Field } from "../../../ir/net.ts";
import { valuesOf } from "../../../model/values.ts";
import { readExamples } from "../../../runs/open-run.ts";
import { initialWeights } from "../../../targets/tfjs/weights.ts";
import { Failure } from "../../terminal/failure.ts";
import type { Subject } from "./subject.ts";

/** From where to where an input goes, by its name. */
export type Ranges = ReadonlyMap<string, readonly [from: number, to: number]>;

/** How often an input is taken: on a curve, and along each side of a surface. */
const POINTS = 241;
const SIDE = 81;

/** What a net of one or two fields gives over them. */
export async function answersOver({ net, run }: Subject, ranges: Ranges = new Map()): Promise<Answers> {
  const fields = fieldsOf(net);
  demandFields(ranges, net, fields);
  const count = fields.length === 1 ? POINTS : SIDE;
  const inputs = fields.map((field) => {
    const [from, to] = rangeOf(field, ranges);
    return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  });
  const [first, second = [0]] = inputs;
  const values = Float32Array.from(
    second.flatMap((y) => first!.flatMap((x) => (fields.length === 1 ? [x] : [x, y]))),
  );
  const examples = { size: first!.length * second.length, inputs: [{ shape: [fields.length], values }] };
  const layer = hiddenLayer(net);
  const nodes = [...new Set([...net.outputs.map(({ node }) => node), ...(layer ? [layer.hidden.id] : [])])];
  // The one that rounds alike on every machine; nets with one or two inputs are small.
  await startBackend("cpu");
  const weights = run?.weights ?? initialWeights(net, 1);
  return { inputs, values: await valuesOf(net, weights, nodes, examples) };
}

function demandFields(ranges: Ranges, net: CheckedNet, fields: readonly Field[]): void {
  for (const name of ranges.keys()) {
    if (fields.some((field) => field.name === name)) continue;
    throw new Failure(`\`${net.name}\` has no input \`${name}\``, {
      help: `its inputs: ${fields.map((field) => field.name).join(", ")}`,
    });
  }
}

function rangeOf({ name, unit }: Field, ranges: Ranges): readonly [number, number] {
  const range = ranges.get(name);
  if (range) return range;
  if (unit === undefined) return [-1, 1];
  throw new Failure(`\`${name}\` is in ${unit}, and nothing says from where to where to draw it`, {
    help: `say so: --range ${name}=0..100`,
  });
}

/** No training has read examples yet. */
const AS_THE_NET_SAYS = { inputs: [], heads: [] };

/** What the layers of a net make of the example in a file. */
export async function exampleFrom({ net, run }: Subject, file: string): Promise<Example> {
  const unknown = run ? undefined : firstUnknown(net);
  if (unknown)
    throw new Failure(
      `\`${net.name}\` can't be shown an image: the weights of \`${unknown.label}\` are not known before it is trained`,
      { help: "train it, and draw its run folder" },
    );
  if (net.inputs.length > 1)
    throw new Failure(`--image shows one image, and \`${net.name}\` takes ${net.inputs.length} inputs`);
  const examples = await readExamples(file, net, run ? run.info.reading : AS_THE_NET_SAYS);
  if (examples.size > 1)
    throw new Failure(
      `${cleaned(file)}: this file holds ${examples.size} examples, and one is drawn at a time`,
    );
  const [input] = examples.inputs;
  const { node } = net.inputs[0]!;
  const nodes = shownNodes(net).filter((id) => id !== node);
  await startBackend("wasm");
  const values = await valuesOf(net, run?.weights ?? initialWeights(net, 1), nodes, examples);
  return { values: new Map([...values, [node, input!.values]]) };
}
