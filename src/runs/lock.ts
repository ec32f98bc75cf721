/**
 * A run folder belongs to one training at a time. Who has it lies in a file that is created exclusively: `training-1.lock`.
 * One that a killed process left is stale; whoever takes over creates the next one, `training-2.lock`, so that of several
 * only one can. Nobody has the folder before he has seen, with his own file in place, that all others are stale: of two
 * that look at once, at least the later one sees the other.
 */
import { randomUUID } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Who has a run folder. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Date and time, as ISO 8601 has them. */
  readonly since: string;
  /** Tells the process from a later one that has its number, where the system says. */
  readonly process?: string;
  readonly id: string;
}

const NAME = /^training-([1-9]\d{0,8})\.lock$/;
/** Milliseconds within which a lock's file has its content, which is written as soon as it is there. */
const PATIENCE = 2000;

/** Whether a file of a run folder says who has it. */
export function isLock(name: string): boolean {
  return NAME.test(name);
}

/** Thrown where another process has the folder. */
export class Held extends Error {
  readonly holder: Holder;
  /** The file that says so. */
  readonly file: string;

  constructor(holder: Holder, file: string) {
    super("held");
    this.holder = holder;
    this.file = file;
  }
}

export class Lock {
  private readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /**
   * Takes a folder, which must be there.
   *
   * @throws Held where another process has it, an error of the system with the code `ENOENT` where the folder is gone
   */
  static async take(folder: string): Promise<Lock> {
    for (;;) {
      const seen = generations(folder);
      for (const each of seen) await demandStale(folder, each);
      const own = Math.max(0, ...seen) + 1;
      const file = fileOf(folder, own);
      const id = randomUUID();
      if (!createWhole(file, id)) continue;
      if (await isAlone(folder, own, id)) {
        // Nobody else has the folder, so that these can't be another's by now.
        for (const each of generations(folder)) if (each !== own) unlink(fileOf(folder, each));
        return new Lock(file);
      }
      if (isOwn(file, id)) unlink(file);
      await setTimeout(5 + 45 * Math.random());
    }
  }

  /** Who has a folder, where that is a living process; and the file that says so. */
  static async holderOf(folder: string): Promise<Held | undefined> {
    try {
      for (const each of generations(folder)) await demandStale(folder, each);
      return undefined;
    } catch (error) {
      if (error instanceof Held) return error;
      throw error;
    }
  }

  /** Gives the folder back. */
  release(): void {
    unlink(this.file);
  }
}

const fileOf = (folder: string, generation: number) => join(folder, `training-${generation}.lock`);

function generations(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
}

/** Creates the file with all it holds, unless there is one. */
function createWhole(file: string, id: string): boolean {
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...identityOf(process.pid),
    id,
  };
  let opened: number;
  try {
    opened = openSync(file, "wx");
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    const text = `${JSON.stringify(holder)}\n`;
    // It is shorter than a block, which is written as a whole or not at all.
    if (writeSync(opened, text) < text.length)
      throw Object.assign(new Error("short"), { code: "ENOSPC", syscall: "write", path: file });
    return true;
  } catch (error) {
    unlink(file);
    throw error;
  } finally {
    closeSync(opened);
  }
}

function isOwn(file: string, id: string): boolean {
  const holder = read(file);
  return typeof holder === "object" && holder.id === id;
}

async function isAlone(folder: string, own: number, id: string): Promise<boolean> {
  const seen = generations(folder);
  if (!isOwn(fileOf(folder, own), id)) return false;
  for (const each of seen) if (each !== own && (await living(fileOf(folder, each)))) return false;
  return true;
}

async function demandStale(folder: string, generation: number): Promise<void> {
  const file = fileOf(folder, generation);
  const holder = await living(file);
  if (holder) throw new Held(holder, file);
}

/** Who holds a lock, or undefined where it is stale or gone. */
async function living(file: string): Promise<Holder | undefined> {
  let holder = read(file);
  for (const before = Date.now(); holder === "unreadable" && Date.now() - before < PATIENCE; ) {
    await setTimeout(20);
    holder = read(file);
  }
  return holder === undefined || holder === "unreadable" || !isAlive(holder) ? undefined : holder;
}

function read(file: string): Holder | "unreadable" | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Partial<Holder> | null;
    const { pid, host, since } = holder ?? {};
    const sound =
      Number.isSafeInteger(pid) && pid! > 0 && typeof host === "string" && typeof since === "string";
    return sound ? (holder as Holder) : "unreadable";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? undefined : "unreadable";
  }
}

/** Of another machine's processes nothing is known, so that they count as alive. */
function isAlive({ pid, host, process: identity }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // The process is there, and another user's.
    if (codeOf(error) !== "EPERM") return false;
  }
  const now = identityOf(pid).process;
  return identity === undefined || now === undefined || identity === now;
}

/** When the machine and the process were started, on Linux: both together are no other process's. */
function identityOf(pid: number): Pick<Holder, "process"> {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the name, which is in parentheses and can hold anything; see proc(5).
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { process: `${boot}/${fields[18]}${state === "Z" ? "/over" : ""}` };
  } catch {
    return {};
  }
}

function unlink(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
