/** A run folder that this process has, to write a run in. What others made in it stays. */
import { existsSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FoundError, isFound } from "../diagnostics/found-error.ts";
import { writeThrough } from "../host/output.ts";
import { readShipped } from "../host/shipped.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { SourceFile } from "../source/source-file.ts";
import { LAYERS_FILE, modelJson, needsLayers } from "../targets/tfjs/artifacts.ts";
import { type WeightData, weightBytes } from "../targets/tfjs/weights.ts";
import type { Checkpoint } from "../training/trainer.ts";
import { encodeCheckpoint, keptOf } from "./checkpoint.ts";
import { Held, isLock, Lock } from "./lock.ts";
import { checksumOf, partOf, RUN_FILES } from "./run-files.ts";
import { RunFolder } from "./run-folder.ts";
import { importsOf, importsText } from "./run-imports.ts";
import type { RunInfo } from "./run-info.ts";
import { encodeRecord } from "./run-record.ts";

/** Contents by the names of files. */
export type Contents = { readonly [name: string]: string | Uint8Array };

export class OwnRun {
  readonly path: string;
  /** Whether the run was there before. */
  readonly resumed: boolean;
  private readonly lock: Lock;
  /** The outermost folder that was made for it. */
  private readonly folder: string | undefined;
  /** Files that this process made. */
  private readonly made = new Set<string>();
  /** What each file may be by `run.json`, and what this process wrote into it last. */
  private sums: Map<string, readonly string[]>;
  private readonly written = new Map<string, string>();
  private info: RunInfo | undefined;
  private hasEpoch = false;
  /** The file that is being written, and whether there may be others. */
  private writing: Promise<void> = Promise.resolve();
  private leaving = false;

  private constructor(path: string, lock: Lock, folder: string | undefined, before?: OwnRun["sums"]) {
    this.path = path;
    this.lock = lock;
    this.folder = folder;
    this.resumed = before !== undefined;
    this.sums = new Map(before);
  }

  /**
   * Takes a folder for a run that begins, before hours of work depend on it.
   *
   * @throws FoundError where another training has it, or it holds anything already
   */
  static async begin(path: string): Promise<OwnRun> {
    for (;;) {
      if (existsSync(path)) await demandFree(path);
      const folder = await mkdir(path, { recursive: true });
      try {
        const lock = await Lock.take(path);
        const run = new OwnRun(path, lock, folder);
        try {
          await demandFree(path, true);
          return run;
        } catch (error) {
          run.giveBack();
          throw error;
        }
      } catch (error) {
        // Whoever had made the folder has just taken it back.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
        throw told(error, path);
      }
    }
  }

  /** Takes the first of `runs/NET`, `runs/NET-2`, … that is not there yet. */
  static async beginNamed(net: string): Promise<OwnRun> {
    for (let i = 1; ; i++) {
      const path = join("runs", i === 1 ? net : `${net}-${i}`);
      if (existsSync(path)) continue;
      try {
        return await OwnRun.begin(path);
      } catch (error) {
        // Another one was quicker.
        if (isFound(error) && /^run_(in_use|occupied)$/.test(error.finding.code)) continue;
        throw error;
      }
    }
  }

  /**
   * Takes the folder of a run that is to go on.
   *
   * @throws FoundError where another training has it, or it is no run
   */
  static async resume(path: string): Promise<OwnRun> {
    const folder = new RunFolder(path);
    await folder.readRecord();
    try {
      const lock = await Lock.take(path);
      const { sums } = await folder.readRecord();
      return new OwnRun(path, lock, undefined, new Map(sums));
    } catch (error) {
      throw told(error, path);
    }
  }

  /** Writes down what is trained; for a run that goes on, also its last epoch, which it may have been killed before. */
  async open(source: SourceFile, net: CheckedNet, info: RunInfo, kept?: Checkpoint): Promise<void> {
    const imports = importsOf(source);
    await this.put(
      {
        [RUN_FILES.spec]: source.text,
        ...(imports ? { [RUN_FILES.imports]: importsText(imports) } : {}),
        ...(needsLayers(net) ? { [LAYERS_FILE]: await readShipped(LAYERS_FILE) } : {}),
        ...(kept ? filesOf(kept, net, info.cnnc) : {}),
      },
      info,
    );
  }

  /** Keeps an epoch. */
  async keep(checkpoint: Checkpoint, net: CheckedNet, info: RunInfo): Promise<void> {
    await this.put(filesOf(checkpoint, net, info.cnnc), info);
  }

  /** Keeps a model alone: when training ends, its averages of batch normalisation are those of the data. */
  async keepModel(weights: WeightData, net: CheckedNet, info: RunInfo): Promise<void> {
    await this.put(modelFiles(weights, net, info.cnnc), info);
  }

  /**
   * Writes files, and what is known of the run now. However it is cut off, each file is as it was or as it is to be, and
   * `run.json` has the checksums of both.
   */
  async put(files: Contents, info: RunInfo): Promise<void> {
    const sums = Object.entries(files).map(([name, content]) => [name, checksumOf(content)] as const);
    const changed = sums.filter(([name, sum]) => this.written.get(name) !== sum);
    if (changed.length > 0) {
      for (const [name, sum] of changed)
        this.sums.set(name, [...new Set([sum, ...(this.sums.get(name) ?? [])])]);
      await this.write(RUN_FILES.run, encodeRecord(this.info ?? info, this.sums));
      for (const [name, sum] of changed) {
        await this.write(name, files[name]!);
        this.written.set(name, sum);
        if (name === RUN_FILES.checkpoint) this.hasEpoch = true;
      }
      for (const [name, sum] of changed) this.sums.set(name, [sum]);
    }
    await this.write(RUN_FILES.run, encodeRecord(info, this.sums));
    this.info = info;
  }

  /**
   * Gives the folder back. A run that began here and has no finished epoch is taken back with it: the files that this process
   * wrote, and the folders that it made.
   */
  giveBack(): void {
    const fails = !this.resumed && !this.hasEpoch;
    if (fails) for (const name of this.made) quietly(() => unlinkSync(join(this.path, name)));
    quietly(() => this.lock.release());
    if (!fails || this.folder === undefined) return;
    // Ends where something else lies there by now.
    quietly(() => {
      for (let folder = resolve(this.path); ; folder = dirname(folder)) {
        rmdirSync(folder);
        if (folder === resolve(this.folder!)) break;
      }
    });
  }

  /** Ends what is being written; nothing is written after it, for the process is about to end. */
  async settle(): Promise<void> {
    this.leaving = true;
    await this.writing.catch(() => {});
  }

  private async write(name: string, content: string | Uint8Array): Promise<void> {
    // Whoever would write on stays here until the process has ended.
    if (this.leaving) return new Promise(() => {});
    const file = join(this.path, name);
    this.writing = writeThrough(file, join(this.path, partOf(name)), content);
    try {
      await this.writing;
    } catch (error) {
      throw Object.assign(error as Error, { path: file });
    }
    this.made.add(name);
  }
}

/**
 * The checkpoint is one file, so that weights, optimizer and history always belong together; it comes first, so that the
 * others can be made again out of it.
 */
function filesOf(checkpoint: Checkpoint, net: CheckedNet, version: string): Contents {
  return {
    [RUN_FILES.checkpoint]: encodeCheckpoint(checkpoint),
    ...modelFiles(keptOf(checkpoint).weights, net, version),
    [RUN_FILES.history]: `${JSON.stringify(checkpoint.history, null, 2)}\n`,
  };
}

function modelFiles(weights: WeightData, net: CheckedNet, version: string): Contents {
  return {
    [RUN_FILES.weights]: weightBytes(weights.data),
    [RUN_FILES.model]: `${JSON.stringify(modelJson(net, weights, `cnnc ${version}`), null, 2)}\n`,
  };
}

/** @param own whether the lock is this process's */
async function demandFree(path: string, own = false): Promise<void> {
  const others = namesIn(path).filter((name) => !isLock(name) && name !== partOf(RUN_FILES.run));
  if (!own) {
    const held = await Lock.holderOf(path);
    if (held) throw inUse(held, path);
  }
  if (others.length === 0) return;
  throw new FoundError("run_occupied", "there is already something in this folder", {
    file: path,
    help: "choose another with -o, or go on with --resume",
  });
}

function namesIn(path: string): readonly string[] {
  return readdirSync(path);
}

/** An error as it is told; that another training has the folder is a finding. */
function told(error: unknown, path: string): unknown {
  return error instanceof Held ? inUse(error, path) : error;
}

function inUse({ holder, file }: Held, path: string): FoundError {
  const since = holder.since.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  return new FoundError(
    "run_in_use",
    `process ${holder.pid} on ${holder.host} is training into this folder since ${since}`,
    {
      file: path,
      help: `wait until it is over, or choose another folder with -o; where ${holder.host} is another machine and nothing runs there, remove ${file}`,
    },
  );
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // What led here is the error to report.
  }
}
