/** The folder of a training run, as it is read: each file is checked against its checksum and its form. */
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FoundError } from "../diagnostics/found-error.ts";
import { product } from "../shape/shape.ts";
import type { SourceFile } from "../source/source-file.ts";
import { type WeightData, weightsFromBytes } from "../targets/tfjs/weights.ts";
import type { Checkpoint, EpochRecord } from "../training/trainer.ts";
import { decodeCheckpoint } from "./checkpoint.ts";
import { checksumOf, RUN_FILES } from "./run-files.ts";
import { faultInImports, importsOf, importsText } from "./run-imports.ts";
import {
  faultInHistory,
  history,
  modelWeights,
  type RunImports,
  type RunInfo,
  runImports,
} from "./run-info.ts";
import { damaged, decodeRecord, demand, parseJson, type RunRecord } from "./run-record.ts";
import type { Of } from "./schema.ts";

/** How often a file is read again whose run goes on meanwhile. */
const ATTEMPTS = 50;

export class RunFolder {
  readonly path: string;
  private record: RunRecord | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** What `run.json` says. @throws FoundError where it is missing, damaged, or of a later version */
  async readRecord(): Promise<RunRecord> {
    const bytes = await this.bytesOf(RUN_FILES.run);
    if (!bytes) throw this.missing(RUN_FILES.run);
    this.record = decodeRecord(bytes, this.fileOf(RUN_FILES.run));
    return this.record;
  }

  async readInfo(): Promise<RunInfo> {
    return (await this.readRecord()).info;
  }

  async readSpec(): Promise<string> {
    return new TextDecoder().decode(await this.read(RUN_FILES.spec));
  }

  /** What the spec imports, or undefined for one that stands alone. */
  async readImports(): Promise<RunImports | undefined> {
    const name = RUN_FILES.imports;
    const bytes = await this.find(name);
    if (!bytes) return undefined;
    const imports = parseJson(bytes, this.fileOf(name));
    demand(runImports, imports, this.fileOf(name));
    const fault = faultInImports(imports as RunImports);
    if (fault !== undefined) throw damaged(this.fileOf(name), fault);
    return imports as RunImports;
  }

  /** Whether the run was made from this spec, and from the same imported files. */
  async holds(source: SourceFile): Promise<boolean> {
    const { sums } = await this.readRecord();
    const imports = importsOf(source);
    if (sums) {
      // A training that was killed before it had written them has promised them.
      const has = (name: string, content: string | undefined) =>
        content === undefined ? !sums.has(name) : sums.get(name)?.includes(checksumOf(content)) === true;
      return has(RUN_FILES.spec, source.text) && has(RUN_FILES.imports, imports && importsText(imports));
    }
    const before = await this.readImports();
    return (await this.readSpec()) === source.text && JSON.stringify(before) === JSON.stringify(imports);
  }

  /** What every finished epoch came to. */
  async readHistory(): Promise<readonly EpochRecord[]> {
    const { info } = await this.readRecord();
    const file = this.fileOf(RUN_FILES.history);
    const epochs = parseJson(await this.read(RUN_FILES.history), file);
    demand(history, epochs, file);
    const fault = faultInHistory(epochs as Of<typeof history>, info);
    if (fault !== undefined) throw damaged(file, fault);
    return epochs as readonly EpochRecord[];
  }

  /**
   * The last finished epoch, or undefined where none was.
   *
   * @throws FoundError where there must be one and it is missing, damaged, or another net's
   */
  async readCheckpoint(specs: WeightData["specs"]): Promise<Checkpoint | undefined> {
    const { info } = await this.readRecord();
    const file = this.fileOf(RUN_FILES.checkpoint);
    const bytes = await this.find(RUN_FILES.checkpoint);
    if (!bytes) {
      if (info.finishedEpochs === 0) return undefined;
      throw new FoundError(
        "run_damaged",
        `this file is missing, without which the run can't go on behind epoch ${info.finishedEpochs}; nothing was changed`,
        { file, help: "copy it from where the run came from, or train anew into another folder" },
      );
    }
    const checkpoint = decodeCheckpoint(bytes, specs, file);
    const fault = faultInHistory(checkpoint.history, info);
    if (fault !== undefined) throw damaged(file, fault);
    return checkpoint;
  }

  /** Trained weights in the order of `specs`. */
  async readWeights(specs: WeightData["specs"]): Promise<WeightData> {
    const name = RUN_FILES.weights;
    const bytes = await this.read(name);
    const wanted = specs.reduce((sum, spec) => sum + product(spec.shape), 0) * 4;
    if (bytes.byteLength !== wanted) {
      throw damaged(
        this.fileOf(name),
        `it has ${bytes.byteLength} bytes, and this net's weights take ${wanted}`,
      );
    }
    const data = weightsFromBytes(bytes);
    if (!data.every(Number.isFinite)) throw damaged(this.fileOf(name), "not all it holds are finite numbers");
    return { specs, data };
  }

  /** Trained weights with the names and shapes that the run's own model gives them. */
  async readModelWeights(): Promise<WeightData> {
    const file = this.fileOf(RUN_FILES.model);
    const model = parseJson(await this.read(RUN_FILES.model), file);
    demand(modelWeights, model, file);
    return this.readWeights((model as Of<typeof modelWeights>).weightsManifest[0]!.weights);
  }

  private fileOf(name: string): string {
    return join(this.path, name);
  }

  /** A file of the run. @throws FoundError where it is missing or damaged */
  private async read(name: string): Promise<Uint8Array> {
    const bytes = await this.find(name);
    if (bytes) return bytes;
    const { info, sums } = this.record!;
    if (sums?.has(name) && info.finishedEpochs > 0)
      throw new FoundError("run_damaged", "this file of the run is missing", {
        file: this.fileOf(name),
        help: "copy it from where the run came from",
      });
    throw this.missing(name);
  }

  /** A file of the run, or undefined where it has none. Whoever trains it may write it meanwhile. */
  private async find(name: string): Promise<Uint8Array | undefined> {
    for (let attempt = 1; ; attempt++) {
      const record = this.record ?? (await this.readRecord());
      const sums = record.sums?.get(name);
      // What isn't listed is none of the run's.
      const bytes = record.sums && !sums ? undefined : await this.bytesOf(name);
      if (
        bytes
          ? (sums?.includes(checksumOf(bytes)) ?? true)
          : sums === undefined || record.info.finishedEpochs === 0
      )
        return bytes;
      const before = JSON.stringify([...(record.sums ?? [])]);
      const now = await this.readRecord();
      if (attempt === ATTEMPTS || JSON.stringify([...(now.sums ?? [])]) === before) {
        if (bytes) throw damaged(this.fileOf(name), "it is not what its checksum in run.json says");
        return undefined;
      }
    }
  }

  private async bytesOf(name: string): Promise<Uint8Array | undefined> {
    const file = this.fileOf(name);
    try {
      // A pipe would be waited for, and a device never ends.
      if (!(await stat(file)).isFile()) throw damaged(file, "it is a folder, a pipe or a device");
      return await readFile(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTDIR")
        throw new FoundError("run_missing", "this is a file, and a run folder of `cnnc train` is needed", {
          file: this.path,
        });
      if (code === "ENOENT") return undefined;
      throw error;
    }
  }

  private missing(name: string): FoundError {
    return new FoundError(
      "run_missing",
      existsSync(this.path)
        ? `this folder holds no finished run, since it has no ${name}`
        : "there is no such folder; `cnnc train` writes runs",
      { file: this.path },
    );
  }
}
