// `npm run fuzz [-- COUNT [SEED [FIRST]]]`: demands of so many changed specs and cases what holds for any text
// (`tests/language/everything.ts`): check, fix, fmt, the report against its schema, and of every tenth all views, within a
// second of the processor's time for the check: on a machine on which Node takes longer to start than the usual 40 ms, within
// as many times longer. All cores take part; input number n of a seed is the same however many they are, so that
// `-- 1 SEED n` brings it again. Exits 1 where one fails, and writes the smallest that was found to fuzz-failure.cnn.
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { timeCommands } from "../bench/measure.ts";
import { type Compilation, compileText } from "../src/compile.ts";
import { everythingHolds } from "../tests/language/everything.ts";
import { specText } from "../tests/language/generate.ts";
import { babble, bytes, changed, mutated, spliced, truncated } from "../tests/language/mutate.ts";
import { openText, soundText } from "../tests/language/sound.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [count = 100_000, seed = Date.now() % 2 ** 31, first = 0] = positionals.map(Number);
if (!(Number.isSafeInteger(count) && count > 0 && [seed, first].every(Number.isSafeInteger) && first >= 0)) {
  console.error("usage: npm run fuzz [-- COUNT [SEED [FIRST]]]");
  process.exit(2);
}

const texts = fc.oneof(
  { weight: 8, arbitrary: mutated },
  { weight: 3, arbitrary: bytes },
  { weight: 2, arbitrary: changed },
  { weight: 2, arbitrary: spliced },
  { weight: 3, arbitrary: specText },
  { weight: 8, arbitrary: soundText },
  { weight: 2, arbitrary: openText },
  { weight: 1, arbitrary: truncated },
  { weight: 1, arbitrary: babble },
);

/** Inputs are drawn in blocks of so many, each with a seed of its own; processes take blocks in turn. */
const BLOCK = 100;

/** Every so many is drawn in every view. */
const DRAWN = 10;

const FILE = "fuzz-failure.cnn";

/** What a process has found since it told the last time. */
interface Told {
  accepted: number;
  rejected: number;
  slowest: number;
  failures: Failure[];
}

interface Failure {
  readonly number: number;
  readonly error: string;
  /** The smallest that fails alike; of the first failure of a process alone, since it takes long. */
  readonly text?: string;
}

const share = process.env.FUZZ_SHARE;
if (share === undefined) await lead();
else work(...(JSON.parse(share) as [number, number, number]));

/** Starts the processes, adds up what they tell, and ends with it. */
async function lead(): Promise<void> {
  const [bare] = timeCommands([["node", "-e", "0"]], 9) as [number];
  const limit = Math.max(1000, 25 * bare);
  const start = performance.now();
  const processes = Math.min(availableParallelism(), Math.ceil(count / BLOCK));
  const all: Told = { accepted: 0, rejected: 0, slowest: 0, failures: [] };
  const told = () => {
    const seconds = Math.round((performance.now() - start) / 1000);
    return `${all.accepted + all.rejected} inputs in ${seconds} s on ${processes} processes, seed ${seed}: ${all.accepted} accepted, ${all.rejected} rejected, ${all.failures.length} failures; the slowest check took ${Math.round(all.slowest)} ms of ${Math.round(limit)}`;
  };
  let next = 5000;
  const ends = Array.from({ length: processes }, (_, i) => {
    const worker = fork(import.meta.filename, [String(count), String(seed), String(first)], {
      env: { ...process.env, FUZZ_SHARE: JSON.stringify([i, processes, limit]) },
    });
    worker.on("message", (more: Told) => {
      all.accepted += more.accepted;
      all.rejected += more.rejected;
      all.slowest = Math.max(all.slowest, more.slowest);
      for (const failure of more.failures) {
        if (all.failures.every(({ text }) => text === undefined) && failure.text !== undefined)
          writeFileSync(FILE, failure.text);
        all.failures.push(failure);
        console.error(`input ${failure.number} of seed ${seed}: ${failure.error}`);
      }
      if (all.accepted + all.rejected < next) return;
      next += 5000;
      console.error(told());
    });
    return new Promise<number>((resolve) => worker.on("exit", (code) => resolve(code ?? 1)));
  });
  const codes = await Promise.all(ends);
  console.log(told());
  if (codes.some((code) => code !== 0)) console.error("a process died");
  if (all.failures.length > 0) console.error(`failed; the smallest input that fails is in ${FILE}`);
  process.exit(all.failures.length > 0 || codes.some((code) => code !== 0) ? 1 : 0);
}

/** Tries every so-manieth block, and tells what came of it. */
function work(place: number, processes: number, limit: number): void {
  let reduced = false;
  for (let block = Math.floor(first / BLOCK); block * BLOCK < first + count; block++) {
    if (block % processes !== place && count > BLOCK) continue;
    const told: Told = { accepted: 0, rejected: 0, slowest: 0, failures: [] };
    const inputs = fc.sample(texts, { seed: (seed + block * 0x9e3779b1) | 0, numRuns: BLOCK });
    for (const [i, text] of inputs.entries()) {
      const number = block * BLOCK + i;
      if (number < first || number >= first + count) continue;
      const drawn = number % DRAWN === 0;
      try {
        const { time, compilation } = compileQuickly(text, limit);
        told.slowest = Math.max(told.slowest, time);
        if (everythingHolds(text, drawn, compilation)) told.accepted++;
        else told.rejected++;
      } catch (error) {
        told.rejected++;
        const said = String((error as Error).stack ?? error)
          .split("\n")
          .slice(0, 6)
          .join("\n");
        told.failures.push({ number, error: said, ...(reduced ? {} : { text: reduce(text, drawn, limit) }) });
        reduced = true;
      }
    }
    process.send!(told);
  }
  process.disconnect();
}

/** What becomes of a text, and how many milliseconds of the processor it takes; throws beyond the limit. */
function compileQuickly(
  text: string,
  limit: number,
): { readonly time: number; readonly compilation: Compilation } {
  const start = process.cpuUsage();
  const compilation = compileText(text);
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  if (time > limit) throw new Error(`took ${Math.round(time)} ms`);
  return { time, compilation };
}

/** Leaves lines, then characters away as long as the text still fails. */
function reduce(text: string, drawn: boolean, limit: number): string {
  const fails = (candidate: string) => {
    try {
      everythingHolds(candidate, drawn, compileQuickly(candidate, limit).compilation);
      return false;
    } catch {
      return true;
    }
  };
  let best = text;
  for (const split of [/(?<=\n)/, ""]) {
    let parts = best.split(split);
    for (let size = parts.length >> 1; size > 0; size >>= 1) {
      for (let at = 0; at < parts.length; ) {
        const rest = parts.toSpliced(at, size);
        if (fails(rest.join(""))) parts = rest;
        else at += size;
      }
    }
    best = parts.join("");
  }
  return best;
}
