/**
 * Trainings of real processes that are started, killed and resumed at random moments, alone and in pairs, into folders that
 * they share; and what must hold of a run folder whatever happened.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type RandomStream, randomStream } from "../../src/random/random.ts";
import { root } from "../house/cnnc.ts";

const BLOCKS = "block hidden(n) { dense n, softsign }\n";
/** A net with an import and a layer that TensorFlow.js lacks, so that its run has every file that there can be. */
const SPEC = `use hidden from "blocks.cnn"
task rate = regress { "rate" in Hz }
net line { input { x }, hidden(3), exponential, head rate }
data points = csv "points.csv" { input x; target y }
train line on points { split 50/25/25, optimizer adam 0.05, batch 2, epochs 25, seed 4, keep best }
`;
const POINTS = "x,y\n1,2\n2,4\n3,6\n0,1\n-1,3\n2,2\n-2,1\n1,-1\n";
const FILES = [
  ..."checkpoint.bin history.json imports.json layers.js model.json".split(" "),
  ..."net.png net.svg run.json spec.cnn weights.bin".split(" "),
];

type Signal = "SIGKILL" | "SIGINT" | "SIGTERM";

/** What became of one process. */
interface Outcome {
  readonly args: string;
  readonly sent: Signal | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** When a process is killed: so many milliseconds after its start, or after there is this file. */
interface Kill {
  readonly signal: Signal;
  readonly after: number;
  readonly behind?: string;
}

async function trains(spec: string, args: readonly string[], kill: Kill | undefined): Promise<Outcome> {
  const all = ["train", spec, "--backend", "cpu", ...args];
  const child = spawn(process.execPath, [join(root, "dist/cnnc.cjs"), ...all], {
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  let over = false;
  const ended = new Promise<Outcome>((done) => {
    child.on("close", (code, signal) => {
      over = true;
      done({ args: args.join(" "), sent, code, signal, stderr });
    });
  });
  let sent: Signal | undefined;
  if (kill) {
    while (kill.behind && !existsSync(kill.behind) && !over) await setTimeout(2);
    await setTimeout(kill.after);
    if (!over && child.kill(kill.signal)) sent = kill.signal;
  }
  return ended;
}

/** What a whole run came to, to compare others with. */
interface Reference {
  readonly spec: string;
  readonly files: ReadonlyMap<string, string>;
  /** Milliseconds that it took. */
  readonly took: number;
}

async function referenceIn(folder: string): Promise<Reference> {
  const spec = join(folder, "line.cnn");
  await writeFile(spec, SPEC);
  await writeFile(join(folder, "blocks.cnn"), BLOCKS);
  await writeFile(join(folder, "points.csv"), POINTS);
  const before = performance.now();
  const { code, stderr } = await trains(spec, ["-o", join(folder, "whole")], undefined);
  if (code !== 0) throw new Error(`the whole run failed: ${stderr}`);
  return { spec, files: await resultsIn(join(folder, "whole")), took: performance.now() - before };
}

/** Contents of a folder's files by their names, without how long it took. */
async function resultsIn(folder: string): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name));
    const timeless = () => bytes.toString().replace(/"(seconds|checksum)": .*/g, "");
    results.set(name, name === "run.json" ? timeless() : bytes.toString("base64"));
  }
  return results;
}

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What `run.json` says, after every file beside it was seen to be as it says; undefined where there is none. */
async function soundRecord(folder: string): Promise<{ finishedEpochs: number; end?: string } | undefined> {
  const file = join(folder, "run.json");
  if (!existsSync(file)) return undefined;
  const { checksum, ...record } = JSON.parse(await readFile(file, "utf8"));
  demand(checksum === sha256(JSON.stringify(record)), "run.json is not what its checksum says");
  const done = record.end === "epochs";
  for (const [name, sums] of Object.entries<string[]>(record.files)) {
    const there = existsSync(join(folder, name));
    // Pictures come last, so that a process may be killed before it has drawn them.
    demand(there || record.finishedEpochs === 0 || name.startsWith("net."), `${name} is gone`);
    if (done) demand(sums.length === 1 || name.startsWith("net."), `${name} has several checksums`);
    if (there) demand(sums.includes(sha256(await readFile(join(folder, name)))), `${name} is damaged`);
  }
  return record;
}

/** One folder, and what happens to it. */
async function round(
  folder: string,
  random: RandomStream,
  { spec, files, took }: Reference,
): Promise<string[]> {
  const chance = (share: number) => random.between(0, 1) < share;
  const story: string[] = [];
  const run = chance(0.5) ? join(folder, "run") : join(folder, "deep/er/run");
  let epochs = 0;
  let killed = false;
  let notes = false;
  try {
    if (chance(0.2)) await mkdir(run, { recursive: true });
    for (let step = 0, steps = 1 + Math.floor(random.between(0, 3)); step < steps; step++) {
      const before = await soundRecord(run);
      const starts = Array.from({ length: chance(0.5) ? 2 : 1 }, () => {
        const resume = before ? chance(0.8) : chance(0.1);
        const moment = chance(0.5)
          ? { after: random.between(0, 1.2 * took) }
          : {
              behind: join(run, chance(0.3) ? "training-1.lock" : "run.json"),
              after: random.between(0, 0.4 * took),
            };
        const signal = (["SIGKILL", "SIGKILL", "SIGINT", "SIGTERM"] as const)[
          Math.floor(random.between(0, 4))
        ]!;
        return {
          args: ["-o", run, ...(resume ? ["--resume"] : [])],
          wait: chance(0.5) ? 0 : random.between(0, 0.8 * took),
          kill: chance(0.6) ? { signal, ...moment } : undefined,
        };
      });
      const outcomes = await Promise.all(
        starts.map(async ({ args, wait, kill }) => {
          await setTimeout(wait);
          return trains(spec, args, kill);
        }),
      );
      for (const { args, sent, code, signal, stderr } of outcomes) {
        story.push(
          `${args.replace(run, "RUN")}: ${sent ?? "not killed"}, ends with ${signal ?? code} ${stderr.trim()}`,
        );
        killed ||= sent === "SIGKILL" || signal !== null;
        const refused = /^error\[run_(in_use|occupied|missing)\]/.test(stderr);
        demand(
          code === 0 || (sent && (code === 130 || signal === sent)) || (code === 2 && refused),
          "a process ended as none should",
        );
        demand(!(code === 2 && /run_missing/.test(stderr)) || !before, "a run was not found that is there");
      }
      const undisturbed = outcomes.every(({ sent }) => sent === undefined);
      if (undisturbed && !before && !notes && outcomes.every(({ args }) => !args.includes("--resume")))
        demand(outcomes.filter(({ code }) => code === 0).length === 1, "not exactly one has the folder");
      const after = await soundRecord(run);
      demand((after?.finishedEpochs ?? 0) >= epochs, "epochs are lost");
      epochs = after?.finishedEpochs ?? 0;
      demand(!before || after !== undefined, "a run is gone");
      if (notes) demand(existsSync(join(run, "notes.txt")), "another's file is gone");
      const names = existsSync(run) ? await readdir(run) : [];
      if (!killed) demand(!names.some((name) => /\.(part|lock|tmp)$/.test(name)), `left behind: ${names}`);
      if (after && chance(0.3)) {
        notes = true;
        await writeFile(join(run, "notes.txt"), "mine");
      }
    }
    const last = ["-o", run, ...((await soundRecord(run)) ? ["--resume"] : [])];
    const { code, stderr } = await trains(spec, last, undefined);
    story.push(`${last.join(" ").replace(run, "RUN")}: at last, ends with ${code} ${stderr.trim()}`);
    demand(code === 0, "the last one failed");
    await soundRecord(run);
    const results = await resultsIn(run);
    if (notes) demand(results.delete("notes.txt"), "another's file is gone");
    demand(FILES.join() === [...results.keys()].join(), `it holds ${[...results.keys()]}`);
    for (const [name, content] of files)
      demand(results.get(name) === content, `${name} is not that of a run without a break`);
    return story;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n  ${story.join("\n  ")}\n  in ${folder}`);
  }
}

/**
 * Plays so many rounds, two at a time, in a folder.
 *
 * @returns how often processes ended how
 * @throws Error with what happened in the first round in which something did not hold
 */
export async function torture(
  rounds: number,
  seed: number,
  folder: string,
  onRound: (done: number) => void = () => {},
): Promise<ReadonlyMap<string, number>> {
  const reference = await referenceIn(folder);
  const ends = new Map<string, number>();
  let next = 0;
  let done = 0;
  const player = async () => {
    while (next < rounds) {
      const own = next++;
      const box = join(folder, `round-${own}`);
      await mkdir(box);
      for (const line of await round(box, randomStream(seed, `torture/${own}`), reference)) {
        const end = /ends with (\S+(?: error\[\w+\])?)/.exec(line)![1]!;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
      onRound(++done);
    }
  };
  await Promise.all([player(), player()]);
  return ends;
}
