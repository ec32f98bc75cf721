import type { Dataset } from "../data/dataset.ts";
import { numbersFor } from "../data/numbers.ts";
import { inputsOf, type WantedInput } from "../data/wants.ts";
import type { CheckedNet } from "../ir/net.ts";
import { formatShape, product } from "../shape/shape.ts";
import type { Example, Feature } from "./cnnc.d.ts";

/** Reads what feeds an input from a file. */
export type ReadFile = (path: string, input: WantedInput) => Promise<Float32Array>;

/**
 * Examples as callers give them, as a net takes them.
 *
 * @throws Error where one doesn't fit the net, or is a path and there are no files
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
    for (const [at, input] of inputs.entries()) {
      const feature = inputs.length === 1 ? (example as Feature) : ofInput(example, input.name, inputs);
      const { values, shape } = features[at]!;
      const given = await numbersOf(feature, input, read);
      const numbers =
        typeof feature === "string"
          ? given
          : numbersFor(input, given, { called: () => `example ${i + 1}`, place: () => ({ example: i + 1 }) });
      values.set(numbers, i * product(shape));
    }
  }
  return { size: examples.length, inputs: features };
}

function ofInput(example: Example, name: string, inputs: readonly WantedInput[]): Feature {
  const given = (example as { readonly [input: string]: Feature })[name];
  if (given !== undefined && typeof example === "object") return given;
  const names = inputs.map((input) => `\`${input.name}\``).join(", ");
  throw new Error(`an example of this net is an object with ${names}, and \`${name}\` is missing`);
}

async function numbersOf(
  feature: Feature,
  input: WantedInput,
  read: ReadFile | undefined,
): Promise<ArrayLike<number>> {
  const { name, shape, fields } = input;
  if (typeof feature === "string") {
    if (read) return await read(feature, input);
    throw new Error(`\`${name}\` takes numbers here, and no file: ${feature}`);
  }
  if (fields.length > 0 && !("length" in feature)) {
    return fields.map((field) => {
      const value = (feature as { readonly [field: string]: number })[field.name];
      if (Number.isFinite(value)) return value!;
      throw new Error(`\`${name}\` needs a number for \`${field.name}\`, and has ${value ?? "none"}`);
    });
  }
  const numbers = feature as ArrayLike<number>;
  if (numbers.length === product(shape)) return numbers;
  throw new Error(
    `\`${name}\` takes ${formatShape(shape)}, which is ${product(shape)} numbers, and has ${numbers.length ?? "none"}`,
  );
}
