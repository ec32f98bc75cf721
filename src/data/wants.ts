import { FoundError } from "../diagnostics/found-error.ts";
import type { CheckedNet, Field, Node, Task } from "../ir/net.ts";
import { outputsOf } from "../ir/task-outputs.ts";
import { layerOf } from "../layers/registry.ts";
import { formatShape, type Shape } from "../shape/shape.ts";
import type { Dataset, Targets } from "./dataset.ts";
import type { InputReading, Reading } from "./reading.ts";

/** What one input of a net takes. */
export interface WantedInput extends InputReading {
  /** Channels last. */
  readonly shape: Shape;
  /** The measurements that it takes, in their order; empty for images and signals. */
  readonly fields: readonly Field[];
}

/** What one head of a net is to find. */
export interface WantedHead {
  readonly name: string;
  readonly task: Task;
  /** What it gives for one example. */
  readonly shape: Shape;
  /** The input that it gives back, by its place, where that is its task. */
  readonly givesBack?: number;
}

/** What a net wants of one example. */
export interface Wants {
  readonly net: string;
  readonly inputs: readonly WantedInput[];
  readonly heads: readonly WantedHead[];
}

/**
 * Reads off a net what its examples must be.
 *
 * @param file what a fault is reported on: the data that were to feed the net
 * @throws FoundError where the net has no task
 */
export function wantsOf(net: CheckedNet, file: string): Wants {
  const nodes = new Map(net.nodes.map((node) => [node.id, node]));
  const heads = net.outputs.flatMap(({ node, name, task }): WantedHead[] => {
    if (!task) return [];
    const givesBack =
      task.kind === "reconstruct"
        ? net.inputs.findIndex((input) => input.node === inputBehind(nodes, node))
        : undefined;
    return [
      { name, task, shape: nodes.get(node)!.output, ...(givesBack === undefined ? {} : { givesBack }) },
    ];
  });
  if (heads.length === 0) {
    throw new FoundError(
      "data_mismatch",
      `The net \`${net.name}\` has no task, so nothing says what it is to learn from these data.`,
      {
        file,
        help: "End the net with the `head` of a task.",
      },
    );
  }
  return { net: net.name, inputs: inputsOf(net), heads };
}

/** What the inputs of a net take, in their order. */
export function inputsOf(net: CheckedNet): readonly WantedInput[] {
  return net.inputs.map(({ node, name }, i) => {
    const { output, params } = net.nodes.find(({ id }) => id === node)!;
    const range = params.range ?? (params.form === "image" ? BLACK_AND_WHITE : undefined);
    const symbols = symbolsOf(net, node);
    return {
      name: name ?? `input ${i + 1}`,
      shape: output,
      fields: fieldsOf(params.fields),
      ...(range ? { range: range as readonly [number, number] } : {}),
      ...(symbols === undefined ? {} : { symbols }),
    };
  });
}

/**
 * What the inputs of a net that was trained take: as their training read its files. Before runs told how they read,
 * bytes were pixels whatever they fed, and numbers had no bounds.
 */
export function inputsAsRead(net: CheckedNet, reading: Reading | undefined): readonly WantedInput[] {
  return inputsOf(net).map((input) => {
    if (reading) return { ...input, ...reading.inputs.find(({ name }) => name === input.name) };
    const { name, shape, fields, range = BLACK_AND_WHITE } = input;
    return { name, shape, fields, range, unbounded: true };
  });
}

/** What an image's black and white are where the spec says nothing else. */
const BLACK_AND_WHITE = [0, 1] as const;

/** How many symbols there are, where the numbers of an input stand for symbols: the fewest that a layer knows. */
function symbolsOf(net: CheckedNet, input: string): number | undefined {
  const nodes = new Map(net.nodes.map((node) => [node.id, node]));
  // A layer that gives its input's numbers in another form, such as `flatten`, changes nothing.
  const origin = (id: string): string => {
    const { kind, inputs } = nodes.get(id)!;
    return inputs.length === 1 && layerOf(kind)?.shares === "always" ? origin(inputs[0]!) : id;
  };
  const counts = net.nodes.flatMap(({ kind, inputs, params }) => {
    const count = layerOf(kind)?.symbols?.(params as never);
    return count !== undefined && inputs.some((id) => origin(id) === input) ? [count] : [];
  });
  return counts.length > 0 ? Math.min(...counts) : undefined;
}

/** The one input that a value comes from: a net is checked not to give several back. */
function inputBehind(nodes: ReadonlyMap<string, Node>, id: string): string {
  let node = nodes.get(id)!;
  while (node.inputs.length > 0) node = nodes.get(node.inputs[0]!)!;
  return node.id;
}

function fieldsOf(fields: unknown): readonly Field[] {
  return Array.isArray(fields) ? (fields as readonly Field[]) : [];
}

/** The heads that need labels: what is given back is known, and groups are found without any. */
export function taughtHeads({ heads }: Wants): readonly WantedHead[] {
  return heads.filter(({ task }) => task.kind !== "reconstruct" && task.kind !== "cluster");
}

/**
 * The net's one input, and its one head that needs labels where there is any, for data that feed one and teach one.
 *
 * @throws FoundError where there are several
 */
export function onlyWants(wants: Wants, file: string): readonly [WantedInput, WantedHead | undefined] {
  const taught = taughtHeads(wants);
  if (wants.inputs.length > 1 || taught.length > 1) {
    const many = [
      plural(wants.inputs.length, "input"),
      plural(taught.length, "head that needs labels", "heads that need labels"),
    ];
    throw new FoundError(
      "data_mismatch",
      `The net \`${wants.net}\` has ${many.join(" and ")}, and these data feed one and teach one.`,
      { file, help: "Use a `csv`, which has columns for each of them." },
    );
  }
  return [wants.inputs[0]!, taught[0]];
}

/** A data set of what feeds the inputs and of the labels of those heads that need them, each in their order. */
export function assemble(
  wants: Wants,
  size: number,
  inputs: readonly Float32Array[],
  labels: readonly Targets[],
  names?: readonly string[],
): Dataset {
  const left = [...labels];
  return {
    size,
    inputs: wants.inputs.map(({ shape }, i) => ({ shape, values: inputs[i]! })),
    targets: wants.heads.map(({ task, givesBack }) => {
      if (givesBack !== undefined) return inputs[givesBack]!;
      return task.kind === "cluster" ? undefined : left.shift()!;
    }),
    ...(names ? { names } : {}),
  };
}

/** `5 fields (age, crp, …)` or `28×28×1`: an input as a message says it. */
export function describeInput({ fields, shape }: WantedInput): string {
  if (fields.length === 0) return formatShape(shape);
  return `${plural(fields.length, "field")} (${fields.map((field) => field.name).join(", ")})`;
}

/** `1 row`, `3 rows`, `2 classes`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

const MAX_NAMES = 12;

/** A text of a file as a message shows it: in one line, and not long. */
export function shorten(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** `nought`, `cross` as a list of names in a message. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `\`${shorten(name)}\``);
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What a task is to find, for messages: `is to measure \`ejection fraction\``. */
export function purpose(task: Task): string {
  const names = quoted(outputsOf(task).map((output) => output.name));
  switch (task.kind) {
    case "classify":
      return `is to tell ${names} apart`;
    case "tag":
      return `is to say which of ${names} hold`;
    case "probability":
      return `is to say how likely ${names} is`;
    case "segment":
      return `is to find ${names} at each place`;
    case "regress":
      return `is to measure ${names}`;
    case "cluster":
      return `is to find ${task.clusters} groups without labels`;
    case "reconstruct":
      return "is to give its input back";
  }
}
