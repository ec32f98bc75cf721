// `npm run fuzz [-- COUNT [SEED]]`: compiles so many changed specs and cases and demands of each what holds for any text
// (`tests/language/holds.ts`), within a second of the processor's time: on a machine on which Node takes longer to start
// than the usual 40 ms, within as many times longer. Exits 1 where one fails, and writes the smallest that was found.
import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { timeCommands } from "../bench/measure.ts";
import { compileText } from "../src/compile.ts";
import { specText } from "../tests/language/generate.ts";
import { holds } from "../tests/language/holds.ts";
import { babble, bytes, changed, mutated, spliced, truncated } from "../tests/language/mutate.ts";
import { openText, soundText } from "../tests/language/sound.ts";

const [bare] = timeCommands([["node", "-e", "0"]], 9) as [number];
const LIMIT = Math.max(1000, 25 * bare);
const { positionals } = parseArgs({ allowPositionals: true });
const [count = 100_000, seed = Date.now() % 2 ** 31] = positionals.map(Number);
if (!(Number.isSafeInteger(count) && count > 0 && Number.isSafeInteger(seed))) {
  console.error("usage: npm run fuzz [-- COUNT [SEED]]");
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

const FILE = "fuzz-failure.cnn";
let accepted = 0;
let rejected = 0;
let slowest = { time: 0, text: "" };
let failed = false;

/** A word on the way after so many inputs. */
const EVERY = 5000;

function told(): string {
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  return `${accepted + rejected} inputs in ${seconds} s, seed ${seed}: ${accepted} accepted, ${rejected} rejected; the slowest took ${slowest.time.toFixed(0)} ms of ${LIMIT.toFixed(0)}`;
}

/** Whether a text is accepted; throws where something does not hold. */
function run(text: string): boolean {
  const start = process.cpuUsage();
  compileText(text);
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  if (time > slowest.time) slowest = { time, text };
  if (time > LIMIT) throw new Error(`took ${Math.round(time)} ms`);
  return holds(text);
}

/** Leaves lines, then characters away as long as the text still fails. */
function reduce(text: string): string {
  const fails = (candidate: string) => {
    try {
      run(candidate);
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

const start = performance.now();
const outcome = fc.check(
  fc.property(texts, (text) => {
    try {
      const fine = run(text);
      if (failed) return;
      if (fine) accepted++;
      else rejected++;
      if ((accepted + rejected) % EVERY === 0) console.error(told());
    } catch (error) {
      // Making it smaller may take long.
      if (!failed) writeFileSync(FILE, text);
      failed = true;
      throw error;
    }
  }),
  { seed, numRuns: count },
);
console.log(told());
if (outcome.failed) {
  const smallest = reduce(outcome.counterexample![0]);
  writeFileSync(FILE, smallest);
  console.error(`${outcome.errorInstance}\nfailed; the smallest input that fails is in ${FILE}`);
  process.exit(1);
}
