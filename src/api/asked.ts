import type { Predictor } from "../answering/predictor.ts";
import { inputsOf, type WantedInput } from "../data/wants.ts";
import type { CheckedNet } from "../ir/net.ts";
import type * as api from "./cnnc.d.ts";
import { examplesOf, type ReadFile } from "./examples.ts";

/** A net that answers, as the library gives it. `read` reads examples that are paths of files, where there are files. */
export function asked(
  net: CheckedNet,
  predictor: Predictor,
  read?: ReadFile,
  inputs: readonly WantedInput[] = inputsOf(net),
): Omit<api.Model, "backend"> {
  let disposed = false;
  const predict = async (given: api.Example | readonly api.Example[]) => {
    if (disposed) throw new Error("this model was disposed and answers no more: load or train it again");
    const several = isList(given);
    const predictions = await predictor.predict(
      await examplesOf(net, several ? given : [given], read, inputs),
    );
    return several ? predictions : predictions[0]!;
  };
  return {
    name: net.name,
    inputs: inputs.map(({ name, shape, fields }) => ({
      name,
      shape,
      fields: fields.map((field) => field.name),
    })),
    heads: net.outputs.map(({ name }) => name),
    predict: predict as api.Model["predict"],
    dispose: () => {
      if (!disposed) predictor.dispose();
      disposed = true;
    },
  };
}

/** Several examples, and not the numbers of one. */
function isList(given: api.Example | readonly api.Example[]): given is readonly api.Example[] {
  return Array.isArray(given) && typeof given[0] !== "number";
}
