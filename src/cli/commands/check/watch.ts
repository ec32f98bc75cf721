import { statSync } from "node:fs";
import { EXIT, isFailure } from "../../terminal/failure.ts";
import { paint, print, printError } from "../../terminal/terminal.ts";

/** Milliseconds between two looks at the files. */
const INTERVAL = 150;

/** What a check prints, and the files that it read or looked for. */
export interface Look {
  readonly text: string;
  readonly read: ReadonlySet<string>;
}

/** By file, what tells one state of it from another; empty where there is none. */
type Stamps = ReadonlyMap<string, string>;

/**
 * Prints a check, and again whenever a file changes that it read, until Ctrl-C; returns the exit code. Files are looked at
 * by their names, so that it makes no difference whether an editor writes into them or puts new ones in their place.
 *
 * @param quiet whether nothing but checks is printed, as for `--json`
 * @throws Failure where the first check can't be made
 */
export function watch(files: readonly string[], look: () => Look, quiet: boolean): Promise<number> {
  let seen: Stamps = new Map();
  const check = (first: boolean) => {
    const known = new Set([...files, ...seen.keys()]);
    for (;;) {
      // Before they are read, so that no change is missed.
      const stamps = stampsOf(known);
      const [found, failure] = attempt(look);
      if (failure && first) throw failure;
      const read = found ? new Set([...files, ...found.read]) : known;
      if ([...read].every((file) => known.has(file))) {
        seen = new Map([...stamps].filter(([file]) => read.has(file)));
        show(found, failure, quiet);
        return;
      }
      for (const file of read) known.add(file);
    }
  };
  // Before the first check is printed, which says that Ctrl-C ends it.
  const interruption = new Promise<void>((interrupt) => process.once("SIGINT", () => interrupt()));
  check(true);
  return new Promise((done, fail) => {
    let pending: Stamps | undefined;
    const timer = setInterval(() => {
      const now = stampsOf(seen.keys());
      const changed = !same(now, seen);
      // A change counts once it lasts: some editors write in several steps.
      const lasts = changed && pending !== undefined && same(now, pending);
      pending = changed && !lasts ? now : undefined;
      if (!lasts) return;
      try {
        check(false);
      } catch (error) {
        clearInterval(timer);
        fail(error);
      }
    }, INTERVAL);
    void interruption.then(() => {
      clearInterval(timer);
      done(EXIT.ok);
    });
  });
}

function attempt(look: () => Look): readonly [Look | undefined, (Error & { help?: string | undefined })?] {
  try {
    return [look()];
  } catch (error) {
    if (!isFailure(error)) throw error;
    return [undefined, error];
  }
}

function show(
  found: Look | undefined,
  failure: (Error & { help?: string | undefined }) | undefined,
  quiet: boolean,
): void {
  if (!quiet && process.stdout.isTTY) process.stdout.write("\u001b[2J\u001b[H");
  if (found) print(found.text);
  if (failure) printError(`${paint.red("error")}: ${failure.message}`);
  if (failure?.help) printError(`  ${paint.bold("help")}: ${failure.help}`);
  if (!quiet) print(`\n${paint.dim("waiting for changes; Ctrl-C ends")}`);
}

function stampsOf(files: Iterable<string>): Stamps {
  return new Map([...files].map((file) => [file, stampOf(file)]));
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}` : "";
}

function same(a: Stamps, b: Stamps): boolean {
  return a.size === b.size && [...a].every(([file, stamp]) => b.get(file) === stamp);
}
