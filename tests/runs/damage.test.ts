// Damage of any file of a run, at any place, is told as that file's, or changes nothing of what is read.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isFound } from "../../src/diagnostics/found-error.ts";
import { openRun } from "../../src/runs/open-run.ts";
import { RunFolder } from "../../src/runs/run-folder.ts";
import { weightSpecs } from "../../src/targets/tfjs/weights.ts";
import { cnnc } from "../house/cnnc.ts";
import { contentsOf, resultsOf, specIn, trainIn } from "./fixture.ts";

let folder: string;
let spec: string;
/** Of a run that is over, and of one that stopped after two of four epochs. */
let runs: readonly [string, string];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-damage-"));
  spec = await specIn(folder);
  runs = [join(folder, "whole"), join(folder, "two-epochs")];
  await Promise.all([trainIn(spec, runs[0]), trainIn(spec, runs[1], "--epochs", "2")]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What every part of the program that reads runs gets of this one: predict, draw, compile, load; the training view; `from`; --resume. */
const readers: { readonly [what: string]: (run: string) => Promise<unknown> } = {
  async opened(run) {
    const { net, weights, source, info } = await openRun(run);
    return [net.name, [...weights.data], source.text, source.imports.map(({ text }) => text), info];
  },
  history: (run) => new RunFolder(run).readHistory(),
  modelWeights: async (run) => [...(await new RunFolder(run).readModelWeights()).data],
  async checkpoint(run) {
    const { net } = await openRun(runs[0]);
    const { weights, optimizer, history, best } = (await new RunFolder(run).readCheckpoint(
      weightSpecs(net),
    ))!;
    const numbers = [weights.data, optimizer.moments, best?.weights.data ?? []].map((each) => [...each]);
    return [numbers, optimizer.steps, history, best?.epoch];
  },
};

/** What each reader gets, as JSON; or the name of the file whose damage it tells. */
async function readAll(run: string): Promise<{ readonly [what: string]: string }> {
  const read: { [what: string]: string } = {};
  for (const [what, reader] of Object.entries(readers)) {
    try {
      read[what] = JSON.stringify(await reader(run));
    } catch (error) {
      if (!isFound(error)) throw error;
      expect(error.finding.code).toMatch(/^run_(damaged|version)$/);
      read[what] = `damaged ${basename(error.finding.place!.file!)}`;
    }
  }
  return read;
}

/** A byte that is another than it was, or an end that comes too early. */
const damage = fc.oneof(
  fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    by: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ length: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) }),
);

function damaged(bytes: Buffer, how: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer {
  if ("length" in how) return bytes.subarray(0, Math.floor(how.length * bytes.length));
  const changed = Buffer.from(bytes);
  const at = Math.floor(how.at * bytes.length);
  changed[at] = changed[at]! ^ how.by;
  return changed;
}

test("every damage of every file is told as that file's by all that read it, or changes nothing that is read", async () => {
  for (const run of runs) {
    const copy = `${run}-copy`;
    await cp(run, copy, { recursive: true });
    const right = await readAll(run);
    const contents = await contentsOf(run);
    expect([...contents.keys()]).toContain("checkpoint.bin");
    for (const [name, bytes] of contents) {
      const file = join(copy, name);
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          await writeFile(file, damaged(bytes, how));
          for (const [what, got] of Object.entries(await readAll(copy)))
            if (got !== right[what]) expect(got).toBe(`damaged ${name}`);
        }),
        { numRuns: 60 },
      );
      await writeFile(file, bytes);
    }
  }
});

const PREDICT = ["--backend", "cpu", "--json"];

test("the commands tell it, end with an error, and change nothing; --resume makes anew what follows from the checkpoint", async () => {
  const right = await resultsOf(runs[0]);
  const told = new Map<string, number>();
  const [picture, read] = [
    "net.svg",
    "checkpoint.bin history.json imports.json run.json spec.cnn weights.bin",
  ];
  for (const name of [picture, ...read.split(" ")]) {
    const run = join(folder, `damaged-${name}`);
    await cp(runs[0], run, { recursive: true });
    const bytes = (await contentsOf(run)).get(name)!;
    await writeFile(
      join(run, name),
      damaged(bytes, name.endsWith(".json") ? { length: 0.6 } : { at: 0.5, by: 1 }),
    );
    const before = await contentsOf(run);
    const outcomes = await Promise.all([
      cnnc(["predict", run, join(folder, "new.csv"), ...PREDICT]),
      cnnc(["draw", run, "--view", "training", "-o", join(folder, "out.svg")]),
      cnnc(["compile", run, "-o", `${run}-model`]),
    ]);
    expect(await contentsOf(run)).toEqual(before);
    const resumed = await cnnc(["train", spec, "-o", run, "--resume"]);
    if (resumed.code === 0) expect(await resultsOf(run)).toEqual(right);
    else expect(await contentsOf(run)).toEqual(before);
    for (const { code, stderr } of [...outcomes, resumed]) {
      if (code === 0) continue;
      expect(stderr).toContain(name);
      expect(stderr).toMatch(/^error\[run_damaged\]: /);
      told.set(name, (told.get(name) ?? 0) + 1);
    }
  }
  // A picture is read by nobody.
  expect(Object.fromEntries(told)).toEqual({
    "checkpoint.bin": 1,
    "history.json": 1,
    "imports.json": 3,
    "run.json": 4,
    "spec.cnn": 3,
    "weights.bin": 3,
  });
});
