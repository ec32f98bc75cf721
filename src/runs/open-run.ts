/** A run of `cnnc train`, opened again. */
import { compileText } from "../compile.ts";
import type { CheckedNet } from "../ir/net.ts";
import { isTableOf, readTable } from "../data/sources/csv.ts";
import type { Dataset } from "../data/dataset.ts";
import { readFeatures } from "../data/sources/example-files.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import { inputsAsRead } from "../data/wants.ts";
import type { Reading } from "../data/reading.ts";
import { RunFolder, type RunInfo } from "./run-folder.ts";
import { runHost } from "./run-imports.ts";
import { NO_FILES } from "../source/host.ts";
import type { SourceFile } from "../source/source-file.ts";
import { type WeightData, weightSpecs } from "../targets/tfjs/weights.ts";

export interface OpenedRun {
  readonly net: CheckedNet;
  readonly weights: WeightData;
  /** The spec that was trained. */
  readonly source: SourceFile;
  readonly info: RunInfo;
}

/**
 * The net of a run and the weights that its training kept.
 *
 * @throws FoundError where the folder is no run, or a file in it is damaged
 */
export async function openRun(path: string): Promise<OpenedRun> {
  const folder = new RunFolder(path);
  const info = await folder.readInfo();
  const imports = await folder.readImports();
  const sizes = new Map(Object.entries(info.sizes ?? {}));
  const { program, source } = imports
    ? compileText(await folder.readSpec(), `${path}/${imports.spec}`, runHost(imports, path), sizes)
    : compileText(await folder.readSpec(), `${path}/spec.cnn`, NO_FILES, sizes);
  const net = program.nets.find((each) => each.name === info.net);
  if (!net?.complete) throw new FoundError("run_damaged", "the spec of this run is damaged", { file: path });
  return { net, weights: await folder.readWeights(weightSpecs(net)), source, info };
}

/** Examples to predict from, each with a name. */
export type NamedExamples = Required<Pick<Dataset, "size" | "inputs" | "names">>;

/**
 * Examples from a file: one image or signal, or an array of one or several examples, for a net of one such input; otherwise the rows of a table with a
 * column for each field and, with the paths of files, for each other input.
 *
 * @throws FoundError where it is missing or faulty, or doesn't fit the net
 *
 * @param reading how the run read the examples that it was trained on
 */
export async function readExamples(
  file: string,
  net: CheckedNet,
  reading: Reading | undefined,
): Promise<NamedExamples> {
  const inputs = inputsAsRead(net, reading);
  const [input, other] = inputs;
  if (!other && !(await isTableOf(file, input!))) {
    const examples = await readFeatures(file, input!);
    const parts = examples.map((values, i) => ({
      size: 1,
      inputs: [{ shape: input!.shape, values }],
      names: [examples.length > 1 ? `${file} ${i + 1}` : file],
    }));
    return joined(parts);
  }
  const table = await readTable(file, inputs);
  return { ...table, names: table.names.map((name) => `${file} ${name}`) };
}

/** The examples of several files, one after the other. There is at least one. */
export function joined(parts: readonly NamedExamples[]): NamedExamples {
  const [first] = parts;
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    inputs: first!.inputs.map(({ shape }, i) => {
      const all = parts.map(({ inputs }) => inputs[i]!.values);
      const values = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
      let offset = 0;
      for (const part of all) {
        values.set(part, offset);
        offset += part.length;
      }
      return { shape, values };
    }),
    names: parts.flatMap(({ names }) => names),
  };
}
