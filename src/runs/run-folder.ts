/** The folder of a training run: what was trained, how, what came out, and where to go on. */
import { constants, existsSync } from "node:fs";
import { access, mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { FoundError } from "../diagnostics/found-error.ts";
import type { Reading } from "../data/reading.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Augmentation, OptimizerSettings, Schedule } from "../ir/program.ts";
import type { SourceFile } from "../source/source-file.ts";
import { modelJson, WEIGHTS_FILE } from "../targets/tfjs/artifacts.ts";
import { type WeightData, weightBytes, weightsFromBytes } from "../targets/tfjs/weights.ts";
import { decodeCheckpoint, encodeCheckpoint, keptOf } from "./checkpoint.ts";
import type { Evaluation } from "../training/judging.ts";
import type { MetricName } from "../training/losses.ts";
import { writeOutput } from "../host/output.ts";
import { importsOf, type RunImports } from "./run-imports.ts";
import type { Checkpoint, EpochRecord, TrainingResult } from "../training/trainer.ts";

/** `run.json`: how the run was made, and how it ended. */
export interface RunInfo {
  readonly cnnc: string;
  readonly node: string;
  readonly tfjs: string;
  readonly backend: string;
  readonly device?: string;
  readonly net: string;
  /** Sizes that the spec leaves open, as the run set them. */
  readonly sizes?: { readonly [name: string]: number };
  readonly data: string;
  readonly testData?: string;
  /** Another run, the layers whose weights it began with, and how many numbers these are. */
  readonly start?: { readonly run: string; readonly layers: readonly string[]; readonly weights: number };
  readonly seed: number;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: OptimizerSettings;
  readonly schedule?: Schedule;
  readonly warmUp?: number;
  readonly clip?: number;
  /** What losses of training and validation multiply each example by, for each class in its order. */
  readonly classWeights?: readonly number[];
  readonly lossWeights?: { readonly [head: string]: number };
  readonly augment?: Omit<Augmentation, "span">;
  /** What is measured of each head, by its name. */
  readonly metrics: { readonly [head: string]: MetricName };
  /** How the numbers of its files were read, so that others are read alike. */
  readonly reading?: Reading;
  readonly examples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly finishedEpochs: number;
  /** The epoch whose weights the model has, where it is the best one that is kept. */
  readonly keptEpoch?: number;
  /** Absent while training goes on, and after it was cut off. */
  readonly end?: TrainingResult["end"];
  readonly seconds?: number;
  readonly test?: Evaluation;
}

const CHECKPOINT = "checkpoint.bin";
const SPEC = "spec.cnn";
const IMPORTS = "imports.json";
const RUN = "run.json";
const MODEL = "model.json";
const HISTORY = "history.json";
/** What there can be before the first epoch is over. */
const FILES = [SPEC, IMPORTS, RUN, CHECKPOINT, WEIGHTS_FILE, MODEL, HISTORY];

export class RunFolder {
  readonly path: string;
  /** The outermost folder that `create` made. */
  private made: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether there is anything at its path. */
  get exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Finds out whether `create` could make the folder, before hours of work depend on it.
   *
   * @throws FoundError where the folder holds anything already
   */
  async demandFree(): Promise<void> {
    if (this.exists) {
      if ((await readdir(this.path)).length === 0) return;
      throw new FoundError("run_occupied", "there is already something in this folder", {
        file: this.path,
        help: "choose another with -o, or go on with --resume",
      });
    }
    let parent = dirname(resolve(this.path));
    while (!existsSync(parent)) parent = dirname(parent);
    // The slash makes it fail for a file.
    await access(join(parent, sep), constants.W_OK);
  }

  /** Makes the folder. @throws FoundError where it holds anything already */
  async create(source: SourceFile, info: RunInfo): Promise<void> {
    await this.demandFree();
    this.made = await mkdir(this.path, { recursive: true });
    await this.write(SPEC, source.text);
    const imports = importsOf(source);
    if (imports) await this.write(IMPORTS, `${JSON.stringify(imports, null, 2)}\n`);
    await this.writeInfo(info);
  }

  /** Takes back what `create` made, for a training that ended before its first epoch; other files stay. */
  async remove(): Promise<void> {
    try {
      for (const name of FILES) await rm(join(this.path, name), { force: true });
      if (this.made === undefined) return;
      for (let folder = resolve(this.path); ; folder = dirname(folder)) {
        await rmdir(folder);
        if (folder === resolve(this.made)) break;
      }
    } catch {
      // Something else lies there by now, or nothing can be done there; what led here is the error to report.
    }
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeOutput(join(this.path, name), content);
  }

  async writeInfo(info: RunInfo): Promise<void> {
    await this.write(RUN, `${JSON.stringify(info, null, 2)}\n`);
  }

  /**
   * Keeps an epoch. The checkpoint is one file, so that weights, optimizer and history always belong together; it is
   * written first, so that the others can be made again out of it.
   */
  async keep(checkpoint: Checkpoint, net: CheckedNet, generatedBy: string): Promise<void> {
    await this.write(CHECKPOINT, encodeCheckpoint(checkpoint));
    const { weights } = keptOf(checkpoint);
    await this.write(WEIGHTS_FILE, weightBytes(weights.data));
    await this.write(MODEL, `${JSON.stringify(modelJson(net, weights, generatedBy), null, 2)}\n`);
    await this.write(HISTORY, `${JSON.stringify(checkpoint.history, null, 2)}\n`);
  }

  async readSpec(): Promise<string> {
    return (await this.read(SPEC)).toString("utf8");
  }

  /** What the spec imports, or undefined for one that stands alone. */
  async readImports(): Promise<RunImports | undefined> {
    if (!existsSync(join(this.path, IMPORTS))) return undefined;
    const imports = this.parse<Partial<RunImports>>(IMPORTS, (await this.read(IMPORTS)).toString("utf8"));
    if (typeof imports.spec !== "string" || typeof imports.files !== "object")
      throw this.damaged(IMPORTS);
    return imports as RunImports;
  }

  /** Whether the run was made from this spec, and from the same imported files. */
  async holds(source: SourceFile): Promise<boolean> {
    const [spec, imports] = [await this.readSpec(), await this.readImports()];
    return spec === source.text && JSON.stringify(imports) === JSON.stringify(importsOf(source));
  }

  async readInfo(): Promise<RunInfo> {
    const info = this.parse<Partial<RunInfo>>(RUN, (await this.read(RUN)).toString("utf8"));
    if (info.net === undefined || !info.examples)
      throw this.damaged(RUN);
    return info as RunInfo;
  }

  /** What every finished epoch came to. */
  async readHistory(): Promise<readonly EpochRecord[]> {
    const history = this.parse<readonly EpochRecord[]>(HISTORY, (await this.read(HISTORY)).toString("utf8"));
    const sound =
      Array.isArray(history) &&
      history.every(({ loss, heads }) => typeof loss === "number" && typeof heads === "object");
    if (!sound) throw this.damaged(HISTORY);
    return history;
  }

  /** The last finished epoch, or undefined where none was. */
  async readCheckpoint(specs: WeightData["specs"]): Promise<Checkpoint | undefined> {
    const file = join(this.path, CHECKPOINT);
    if (!existsSync(file)) return undefined;
    const checkpoint = decodeCheckpoint(await readFile(file), specs);
    if (!checkpoint) throw new FoundError("run_damaged", "this checkpoint is damaged or belongs to another net", { file });
    return checkpoint;
  }

  /** Removes temporary files that a process left behind as it was killed. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (FILES.includes(name.replace(/\.\d+$/, "")) && !FILES.includes(name))
        await rm(join(this.path, name), { force: true });
    }
  }

  /** Trained weights in the order of `specs`. */
  async readWeights(specs: WeightData["specs"]): Promise<WeightData> {
    const bytes = await this.read(WEIGHTS_FILE);
    const wanted = specs.reduce((sum, spec) => sum + spec.shape.reduce((a, b) => a * b, 1), 0) * 4;
    if (bytes.byteLength !== wanted) {
      throw new FoundError(
        "run_damaged",
        `the file has ${bytes.byteLength} bytes, and this net's weights take ${wanted}`,
        { file: join(this.path, WEIGHTS_FILE) },
      );
    }
    return { specs, data: weightsFromBytes(bytes) };
  }

  /** Trained weights with the names and shapes that the run's own model gives them. */
  async readModelWeights(): Promise<WeightData> {
    const text = (await this.read(MODEL)).toString("utf8");
    const model = this.parse<{
      readonly weightsManifest?: readonly { readonly weights?: WeightData["specs"] }[];
    }>(MODEL, text);
    const specs = model.weightsManifest?.[0]?.weights;
    if (!Array.isArray(specs)) throw this.damaged(MODEL);
    return this.readWeights(specs);
  }

  private async read(name: string): Promise<Buffer> {
    try {
      return await readFile(join(this.path, name));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTDIR")
        throw new FoundError("run_missing", "this is a file, and a run folder of `cnnc train` is needed", {
          file: this.path,
        });
      if (code !== "ENOENT") throw error;
      throw new FoundError(
        "run_missing",
        this.exists
          ? `this folder holds no finished run, since it has no ${name}`
          : "there is no such folder; `cnnc train` writes runs",
        { file: this.path },
      );
    }
  }

  private damaged(name: string): FoundError {
    return new FoundError("run_damaged", "this file is damaged", { file: join(this.path, name) });
  }

  private parse<T>(name: string, text: string): T {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    if (typeof value === "object" && value !== null) return value as T;
    throw this.damaged(name);
  }
}

/** The first of `runs/NET`, `runs/NET-2`, … that is not there yet. */
export function freshRunPath(net: string): string {
  for (let i = 1; ; i++) {
    const path = join("runs", i === 1 ? net : `${net}-${i}`);
    if (!existsSync(path)) return path;
  }
}
