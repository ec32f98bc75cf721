/** A run of `cnnc train`, opened again. */
import { join } from "node:path";
import { version } from "../../package.json";
import { compile } from "../compile.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Reading } from "../data/reading.ts";
import { isTableOf, readTable } from "../data/sources/csv.ts";
import { readFeatures } from "../data/sources/example-files.ts";
import { inputsAsRead } from "../data/wants.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Program } from "../ir/program.ts";
import { SourceFile } from "../source/source-file.ts";
import { type WeightData, weightSpecs } from "../targets/tfjs/weights.ts";
import { RUN_FILES } from "./run-files.ts";
import { RunFolder } from "./run-folder.ts";
import { runHost } from "./run-imports.ts";
import type { RunInfo } from "./run-info.ts";
import { damaged } from "./run-record.ts";

export interface OpenedRun {
  readonly net: CheckedNet;
  readonly weights: WeightData;
  /** The spec that was trained. */
  readonly source: SourceFile;
  readonly info: RunInfo;
  /** All that the spec says. */
  readonly program: Program;
}

/**
 * The net of a run and the weights that its training kept.
 *
 * @throws FoundError where the folder is no run, a file in it is damaged, or another version wrote what this one can't read
 */
export async function openRun(path: string): Promise<OpenedRun> {
  const folder = new RunFolder(path);
  const info = await folder.readInfo();
  const imports = await folder.readImports();
  const sizes = new Map(Object.entries(info.sizes ?? {}));
  const host = imports && runHost(imports, path);
  const name = `${path}/${imports?.spec ?? RUN_FILES.spec}`;
  const { program, source, diagnostics } = compile(new SourceFile(name, await folder.readSpec()), {
    host,
    sizes,
  });
  const net = program.nets.find((each) => each.name === info.net);
  if (!net?.complete) {
    const fault = diagnostics.find(({ severity }) => severity === "error")?.message;
    throw unreadable(join(path, RUN_FILES.spec), info, fault ?? `it holds no net \`${info.net}\``);
  }
  return { net, weights: await folder.readWeights(weightSpecs(net)), source, info, program };
}

/** A spec that was right when it was trained. */
function unreadable(file: string, info: RunInfo, fault: string): FoundError {
  if (info.cnnc === version) return damaged(file, fault);
  return new FoundError(
    "run_version",
    `cnnc ${info.cnnc} trained this spec, and cnnc ${version} finds that it is wrong: ${fault}`,
    { file, help: `use cnnc ${info.cnnc}, or mend a copy of the spec and train it anew` },
  );
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
