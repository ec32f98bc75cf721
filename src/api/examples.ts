import type { Dataset } from "../data/dataset.ts";
import { numbersFor } from "../data/numbers.ts";
import { inputsOf, plural, quoted, type WantedInput } from "../data/wants.ts";
import type { CheckedNet } from "../ir/net.ts";
import { formatShape, product } from "../shape/shape.ts";
import type { Example, Feature } from "./cnnc.d.ts";
import { demandKnown, isObject, told } from "./given.ts";

/** Reads what feeds an input from a file. */
export type ReadFile = (path: string, input: WantedInput) => Promise<Float32Array>;

/**
 * Examples as callers give them, as a net takes them.
 *
 * @throws TypeError, RangeError where one doesn't fit the net, or is a path and there are no files
 */
export async function examplesOf(
  net: CheckedNet,
  examples: readonly Example[],
  read?: ReadFile,
  inputs: readonly WantedInput[] = inputsOf(net),
): Promise<Pick<Dataset, "size" | "inputs">> {
  const features = inputs.map(({ shape }) => ({
    shape,
    values: new Float32Array(examples.length * product(shape)),
  }));
  for (const [i, example] of examples.entries()) {
    const number = examples.length > 1 ? ` ${i + 1}` : "";
    const of = number && ` of example${number}`;
    if (inputs.length > 1) demandInputs(example, inputs, number);
    for (const [at, input] of inputs.entries()) {
      const feature =
        inputs.length === 1
          ? (example as Feature)
          : (example as { readonly [input: string]: Feature })[input.name]!;
      const { values, shape } = features[at]!;
      const name = `\`${input.name}\`${of}`;
      const given = await numbersOf(feature, input, name, read);
      const numbers =
        typeof feature === "string"
          ? given
          : numbersFor(input, given, { called: () => name, place: () => ({ example: i + 1 }) });
      values.set(numbers, i * product(shape));
    }
  }
  return { size: examples.length, inputs: features };
}

/** Demands what feeds each of several inputs, and nothing else. */
function demandInputs(example: unknown, inputs: readonly WantedInput[], number: string): void {
  const of = number && ` of example${number}`;
  const names = inputs.map(({ name }) => name);
  const needed = `an example of this net is an object with ${quoted(names)}`;
  if (!isObject(example))
    throw new TypeError(`${needed}, and ${number ? `example${number}` : "this one"} is ${told(example)}`);
  const missing = names.find((name) => example[name] === undefined);
  if (missing !== undefined) throw new TypeError(`${needed}, and \`${missing}\`${of} is missing`);
  demandKnown(example, names, `the example${number}`);
}

/** @param name the input, and of which example, as a message says it */
async function numbersOf(
  feature: unknown,
  input: WantedInput,
  name: string,
  read: ReadFile | undefined,
): Promise<ArrayLike<number>> {
  const { shape, fields } = input;
  if (typeof feature === "string") {
    if (!read) throw new TypeError(`${name} takes numbers here, and no file: ${told(feature)}`);
    if (feature === "") throw new RangeError(`${name} is empty, and a file's path or numbers are needed`);
    return await read(feature, input);
  }
  const names = fields.map((field) => field.name);
  if (names.length > 0 && isObject(feature) && (names.includes("length") || !("length" in feature)))
    return measurementsOf(feature, names, name);
  const size = product(shape);
  const takes = `${name} takes ${formatShape(shape)}, which is ${plural(size, "number")}`;
  const numbers = feature as Partial<ArrayLike<unknown>> | null | undefined;
  if (typeof numbers !== "object" || typeof numbers?.length !== "number")
    throw new TypeError(`${takes}, and here it is ${told(feature)}`);
  if (numbers.length !== size) throw new RangeError(`${takes}, and has ${numbers.length}`);
  const faulty = Array.prototype.findIndex.call(numbers, (value) => !Number.isFinite(value));
  if (faulty < 0) return numbers as ArrayLike<number>;
  throw wrongNumber(`number ${faulty + 1} of ${name}`, numbers[faulty]);
}

/** Measurements in the order of an input's fields. */
function measurementsOf(
  given: { readonly [field: string]: unknown },
  names: readonly string[],
  input: string,
): readonly number[] {
  demandKnown(given, names, input);
  return names.map((name) => {
    const value = given[name];
    if (value === undefined) throw new TypeError(`${input} needs a number for \`${name}\`, and has none`);
    if (!Number.isFinite(value)) throw wrongNumber(`\`${name}\` of ${input}`, value);
    return value as number;
  });
}

function wrongNumber(what: string, value: unknown): Error {
  const message = `${what} is a finite number, and here it is ${told(value)}`;
  return typeof value === "number" ? new RangeError(message) : new TypeError(message);
}
