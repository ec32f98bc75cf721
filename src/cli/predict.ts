import { compileText } from "../compile.ts";
import { onlyInput } from "../ir/ends.ts";
import type { CheckedNet, Field } from "../ir/net.ts";
import { startBackend, stopBackend } from "../runtime/backend.ts";
import { readTable } from "../runtime/data/csv.ts";
import { readImage } from "../runtime/data/images.ts";
import { scalePixels } from "../runtime/data/pixels.ts";
import { type Prediction, predictAll } from "../runtime/predictor.ts";
import { RunError, RunFolder } from "../runtime/run-folder.ts";
import { runHost } from "../runtime/run-imports.ts";
import { NO_FILES } from "../source/host.ts";
import { weightSpecs } from "../targets/tfjs/weights.ts";
import { EXIT } from "./failure.ts";
import { percent } from "./progress.ts";
import { backendChoice, translated } from "./runtime-errors.ts";
import { paint, print } from "./terminal.ts";

export interface PredictOptions {
  readonly backend: string;
  readonly json?: boolean;
}

interface Example {
  readonly name: string;
  readonly values: Float32Array;
}

/** `cnnc predict RUN INPUT…`: what the run's net says of each input; returns the exit code. */
export function predict(run: string, inputs: readonly string[], options: PredictOptions): Promise<number> {
  return translated(async () => {
    const folder = new RunFolder(run);
    const info = await folder.readInfo();
    const imports = await folder.readImports();
    const sizes = new Map(Object.entries(info.sizes ?? {}));
    const { program } = imports
      ? compileText(await folder.readSpec(), `${run}/${imports.spec}`, runHost(imports, run), sizes)
      : compileText(await folder.readSpec(), `${run}/spec.cnn`, NO_FILES, sizes);
    const net = program.nets.find((each) => each.name === info.net);
    if (!net?.complete || !onlyInput(net)) throw new RunError(`${run}: the spec of this run is damaged`);
    const weights = await folder.readWeights(weightSpecs(net));
    const examples: Example[] = [];
    const backend = backendChoice(options.backend);
    for (const input of inputs) for (const example of await readExamples(input, net)) examples.push(example);
    await startBackend(backend);
    const all = new Float32Array(examples.reduce((sum, { values }) => sum + values.length, 0));
    let offset = 0;
    for (const { values } of examples) {
      all.set(values, offset);
      offset += values.length;
    }
    const predictions = await predictAll(net, weights, all);
    if (options.json) {
      print(
        JSON.stringify(
          predictions.map((prediction, i) => ({ input: examples[i]!.name, ...prediction })),
          null,
          2,
        ),
      );
    } else {
      const width = examples.reduce((most, { name }) => Math.max(most, name.length), 0);
      for (const [i, prediction] of predictions.entries())
        print(`${examples[i]!.name.padEnd(width)}  ${describe(prediction)}`);
    }
    return EXIT.ok;
  }).finally(stopBackend);
}

async function readExamples(input: string, net: CheckedNet): Promise<Example[]> {
  const first = onlyInput(net)!;
  const fields = first.params.fields as unknown as readonly Field[] | undefined;
  if (!fields) return [{ name: input, values: scalePixels(await readImage(input, first.output), net) }];
  const table = await readTable(input, fields);
  return Array.from({ length: table.size }, (_, i) => ({
    name: `${input} ${table.names[i]}`,
    values: table.inputs.slice(i * fields.length, (i + 1) * fields.length),
  }));
}

function describe(prediction: Prediction): string {
  switch (prediction.kind) {
    case "class": {
      const others = prediction.ranking
        .slice(1, 3)
        .map(({ name, probability }) => `${name} ${percent(probability)}`);
      return `${paint.bold(prediction.name)} ${percent(prediction.probability)}  ${paint.dim(others.join(", "))}`;
    }
    case "quantities":
      return prediction.values
        .map(({ name, unit, value }) => `${name} ${number(value)}${unit ? ` ${unit}` : ""}`)
        .join(", ");
    case "probabilities":
      return prediction.values.map(({ name, probability }) => `${name} ${percent(probability)}`).join(", ");
    case "numbers":
      return prediction.values.map(number).join(" ");
  }
}

/** Six digits, which is what 32-bit floats hold, without zeros at the end. */
function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}
