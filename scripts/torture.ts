// `npm run torture [-- ROUNDS [SEED]]`: trainings that are started, killed and resumed at random moments into folders that they
// share (`tests/runs/torture.ts`). Exits 1 where something does not hold, says what, and leaves the folder.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { torture } from "../tests/runs/torture.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [rounds = 1000, seed = Date.now() % 2 ** 31] = positionals.map(Number);
if (!(Number.isSafeInteger(rounds) && rounds > 0 && Number.isSafeInteger(seed))) {
  console.error("usage: npm run torture [-- ROUNDS [SEED]]");
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), "cnnc-torture-"));
const began = Date.now();
try {
  const ends = await torture(rounds, seed, folder, (done) => {
    if (done % 20 === 0)
      console.error(`${done} of ${rounds} rounds, ${Math.round((Date.now() - began) / 1000)} s`);
  });
  const told = [...ends].sort(([, a], [, b]) => b - a).map(([end, count]) => `${end}: ${count}`);
  console.log(`${rounds} rounds, seed ${seed}: all held. Processes ended with ${told.join(", ")}`);
  await rm(folder, { recursive: true });
} catch (error) {
  console.error(`seed ${seed}: ${(error as Error).message}`);
  process.exit(1);
}
