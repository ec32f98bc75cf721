// A training that was interrupted goes on as if it never had been.
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TrainOptions } from "../../src/cli/commands/train/choice.ts";
import { train } from "../../src/cli/commands/train/train.ts";
import { isFailure } from "../../src/cli/terminal/failure.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";
import { Running } from "./running.ts";

const SPEC = `task symbol = classify { nought, cross }

net small {
  input image 16x16x1
  conv 8@3, batchnorm, relu, dropout 0.2
  conv 8@3 stride 2, batchnorm, relu
  flatten
  head symbol
}

data symbols = synthetic noughts_and_crosses { count 160, size 16, seed 7 }
data many    = synthetic noughts_and_crosses { count 5000, size 16, seed 7 }

train small on symbols {
  split 80/10/10
  optimizer adam 0.01, batch 8, epochs 6, seed 3
}
`;
const BACKEND = ["--backend", "wasm"];

async function specIn(folder: string): Promise<string> {
  const spec = join(folder, "small.cnn");
  await writeFile(spec, SPEC);
  return spec;
}

/** A run without a break, and what it came to. */
let wholeRun: string;
let whole: { readonly [name: string]: string };

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "cnnc-resume-"));
  wholeRun = join(folder, "whole");
  const { code, stderr } = await cnnc(["train", await specIn(folder), "-o", wholeRun, ...BACKEND]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  whole = await resultsOf(wholeRun);
});
afterAll(() => rm(dirname(wholeRun), { recursive: true, force: true }));

async function resume(spec: string, run: string): Promise<void> {
  const { code, stderr } = await cnnc(["train", spec, "-o", run, "--resume"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
}

/** What `cnnc train SPEC --resume` says where it can't go on. */
async function refusal(
  spec: string,
  options: Partial<TrainOptions>,
): Promise<{ readonly says: string; readonly exitCode: number }> {
  try {
    await train(spec, { backend: "auto", resume: true, ...options });
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { says: `${error.message}\n${error.help ?? ""}`, exitCode: error.exitCode };
  }
  throw new Error("it was not refused");
}

/** All that a run came to, but for how long it took. */
async function resultsOf(run: string): Promise<{ [name: string]: string }> {
  const results: { [name: string]: string } = {};
  for (const name of await readdir(run)) {
    const bytes = await readFile(join(run, name));
    results[name] =
      name === "run.json"
        ? // Its checksum is that of all of it.
          bytes.toString().replace(/"(seconds|checksum)": .*/g, "")
        : bytes.toString("base64");
  }
  return results;
}

const infoOf = async (run: string) => JSON.parse(await readFile(join(run, "run.json"), "utf8"));

test("after Ctrl-C and after `kill -9` the results are those of one go, byte for byte", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    expect(Object.keys(whole).sort()).toEqual([
      "checkpoint.bin",
      "history.json",
      "model.json",
      "net.png",
      "net.svg",
      "run.json",
      "spec.cnn",
      "weights.bin",
    ]);

    const interrupted = join(folder, "interrupted");
    const first = new Running(["train", spec, "-o", interrupted, ...BACKEND]);
    await first.prints("epoch 2/6");
    first.kill("SIGINT");
    const ended = await first.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toMatch(
      /^Stopped\. \S+ keeps epoch \d; the same command with --resume -o \S+ goes on from it\.\n$/,
    );
    const info = await infoOf(interrupted);
    expect(info.end).toBe("aborted");
    expect(info.finishedEpochs).toBeGreaterThanOrEqual(2);
    expect(info.finishedEpochs).toBeLessThan(6);
    await resume(spec, interrupted);
    expect(await resultsOf(interrupted)).toEqual(whole);

    const killed = join(folder, "killed");
    const second = new Running(["train", spec, "-o", killed, ...BACKEND]);
    await second.prints("epoch 2/6");
    second.kill("SIGKILL");
    expect((await second.ended).signal).toBe("SIGKILL");
    // What a process leaves that is killed while it writes, and once more while it has the folder.
    await writeFile(join(killed, "weights.bin.part"), "half");
    await writeFile(join(killed, "training-2.lock"), "");
    await resume(spec, killed);
    expect(await resultsOf(killed)).toEqual(whole);
  });
});

test("a run that was killed between its last checkpoint and the other files is completed", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    const run = join(folder, "run");
    await cp(wholeRun, run, { recursive: true });
    for (const name of ["weights.bin", "history.json", "model.json"]) await writeFile(join(run, name), "old");
    await resume(spec, run);
    expect(await resultsOf(run)).toEqual(whole);
  });
});

describe("interrupted in the first epoch", () => {
  test("nothing is kept, not even the folders that were made for it", async () => {
    await inFolder(async (folder) => {
      const spec = await specIn(folder);
      const run = join(folder, "runs/first");
      const running = new Running(["train", spec, "-o", run, "--data", "many", ...BACKEND]);
      await running.writes(join(run, "run.json"));
      running.kill("SIGINT");
      const { code, stderr } = await running.ended;
      expect(stderr).toBe("Stopped before the first epoch was over, so nothing is kept.\n");
      expect(code).toBe(130);
      expect(existsSync(join(folder, "runs"))).toBe(false);
    });
  });

  test("a folder that was there stays", async () => {
    await inFolder(async (folder) => {
      const spec = await specIn(folder);
      const run = join(folder, "first");
      await mkdir(run);
      const running = new Running(["train", spec, "-o", run, "--data", "many", ...BACKEND]);
      await running.writes(join(run, "run.json"));
      running.kill("SIGTERM");
      expect((await running.ended).code).toBe(130);
      expect(await readdir(run)).toEqual([]);
    });
  });

  test("after `kill -9`, --resume begins anew; Ctrl-C in the first epoch of that leaves what was there", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "small.cnn");
      await writeFile(spec, SPEC.replace("small on symbols", "small on many"));
      const run = join(folder, "killed");
      const first = new Running(["train", spec, "-o", run, ...BACKEND]);
      await first.writes(join(run, "run.json"));
      first.kill("SIGKILL");
      expect((await first.ended).signal).toBe("SIGKILL");
      const second = new Running(["train", spec, "-o", run, "--resume", ...BACKEND]);
      await second.prints("seed 3");
      second.kill("SIGINT");
      expect(await second.ended).toMatchObject({
        code: 130,
        stderr: `Stopped before the first epoch was over. ${run} stays; the same command begins it anew.\n`,
      });
      expect(await readdir(run)).toEqual(["run.json", "spec.cnn"]);
      expect(await readFile(join(run, "spec.cnn"), "utf8")).toBe(await readFile(spec, "utf8"));
    });
  });
});

test("--resume that can't go on says why, and leaves the run as it is", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    const run = join(folder, "run");
    expect((await cnnc(["train", spec, "-o", run, "--epochs", "1", ...BACKEND])).code).toBe(0);
    const before = await resultsOf(run);
    const changed = join(folder, "changed.cnn");
    await writeFile(changed, SPEC.replace("dropout 0.2", "dropout 0.3"));
    const told = await cnnc(["train", changed, "-o", run, "--resume"]);
    expect(told.stderr).toMatch(/^error(?:\[\w+\])?: \S/);
    expect(told.stderr).toMatch(/made from another spec than .*changed\.cnn is now/);
    expect(told.stderr).not.toMatch(/^\s+at |fault of cnnc/m);
    expect(told.code).not.toBe(0);

    const fails = async (options: Partial<TrainOptions>, says: RegExp) => {
      const refused = await refusal(spec, options);
      expect(refused.says).toMatch(says);
      expect(refused.exitCode).not.toBe(0);
    };
    await fails({ output: run, seed: 4 }, /began with seed 3, and can't go on with 4/);
    await fails({ output: run, data: "many" }, /began with data symbols, and can't go on with many/);
    await fails({ output: join(folder, "nowhere") }, /nowhere: there is no such folder/);
    await fails({ output: folder }, /holds no finished run, since it has no run\.json/);
    await fails({ output: spec }, /this is a file, and a run folder/);
    await fails({}, /needs the run folder to go on with: -o RUN/);
    expect(await resultsOf(run)).toEqual(before);

    const damaged = join(folder, "damaged");
    await cp(run, damaged, { recursive: true });
    const checkpoint = await readFile(join(run, "checkpoint.bin"));
    for (const bytes of [
      checkpoint.subarray(0, -4),
      checkpoint.subarray(0, 50),
      checkpoint.subarray(0, 2),
      Buffer.from("\u0004\0\0\0null"),
    ]) {
      await writeFile(join(damaged, "checkpoint.bin"), bytes);
      await fails(
        { output: damaged },
        /checkpoint\.bin: this file is damaged: it is not what its checksum in run\.json says/,
      );
      expect(await readFile(join(damaged, "checkpoint.bin"))).toEqual(Buffer.from(bytes));
    }
    for (const text of ["", "null", "{}"]) {
      await writeFile(join(damaged, "run.json"), text);
      await fails({ output: damaged }, /run\.json: this file is damaged/);
    }
    expect(await resultsOf(run)).toEqual(before);

    // A run whose checkpoint is gone stays as it is, and can't go on.
    const lost = join(folder, "lost");
    await cp(run, lost, { recursive: true });
    await rm(join(lost, "checkpoint.bin"));
    const rest = await resultsOf(lost);
    await fails(
      { output: lost },
      /checkpoint\.bin: this file is missing, .* behind epoch 1; nothing was changed/,
    );
    expect(await resultsOf(lost)).toEqual(rest);

    // And without --resume, a run that is there is not written over.
    const { code, stderr } = await cnnc(["train", spec, "-o", run]);
    expect(code).toBe(2);
    expect(stderr).toContain("there is already something in this folder");
    expect(await resultsOf(run)).toEqual(before);
  });
});

test("a run that stalls keeps its best epoch, also where it was interrupted behind that", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "rate.cnn");
    // The rate is too large, so that the loss soon grows.
    await writeFile(
      spec,
      `task rate = regress { "rate" in Hz }
net line { input { x }, head rate }
data points = csv "points.csv" { input x; target y }
train line on points {
  split 50/50
  optimizer sgd 0.2 momentum 0.9, batch 4, epochs 40, seed 2
  schedule step 0.5 every 10, warm_up 2
  stop when validation loss stalls for 4
}`,
    );
    await writeFile(join(folder, "points.csv"), "x,y\n1,2\n2,4\n3,6\n0,1\n-1,3\n2,2\n-2,1\n1,-1\n");
    const once = join(folder, "once");
    const { code, stdout, stderr } = await cnnc(["train", spec, "-o", once, ...BACKEND]);
    expect(code, stderr).toBe(0);
    const { keptEpoch, finishedEpochs, end, warmUp } = await infoOf(once);
    expect([end, warmUp]).toEqual(["stalled", 2]);
    expect(keptEpoch).toBe(finishedEpochs - 4);
    expect(stdout).toContain(`The model is that of epoch ${keptEpoch}, which has the lowest validation loss`);
    const best = join(folder, "best");
    const cut = ["--epochs", String(keptEpoch), ...BACKEND];
    expect((await cnnc(["train", spec, "-o", best, ...cut])).code).toBe(0);
    expect((await resultsOf(best))["weights.bin"]).toBe((await resultsOf(once))["weights.bin"]);

    const resumed = join(folder, "resumed");
    const shorter = ["--epochs", String(keptEpoch + 2), ...BACKEND];
    expect((await cnnc(["train", spec, "-o", resumed, ...shorter])).code).toBe(0);
    expect((await infoOf(resumed)).keptEpoch).toBe(keptEpoch);
    expect((await cnnc(["train", spec, "-o", resumed, "--resume", "--epochs", "40"])).code).toBe(0);
    expect(await resultsOf(resumed)).toEqual(await resultsOf(once));
  });
});

test("more epochs of a cosine are refused", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "cosine.cnn");
    await writeFile(spec, SPEC.replace("epochs 6", "epochs 1, schedule cosine"));
    const run = join(folder, "run");
    expect((await cnnc(["train", spec, "-o", run, ...BACKEND])).code).toBe(0);
    const { says, exitCode } = await refusal(spec, { output: run, epochs: 4 });
    expect(exitCode).toBe(2);
    expect(says).toContain("this run began with epochs 1, and `schedule cosine` can't go on with 4");
  });
});

test("more epochs go on from the last, and data of another size are refused", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "rate.cnn");
    await writeFile(
      spec,
      `task rate = regress { "rate" in Hz }
net line { input { x }, head rate }
data points = csv "points.csv" { input x; target y }
train line on points { optimizer sgd 0.01, batch 2, epochs 2 }`,
    );
    await writeFile(join(folder, "points.csv"), "x,y\n1,2\n2,4\n3,6\n");
    const run = join(folder, "run");
    expect((await cnnc(["train", spec, "-o", run, ...BACKEND])).code).toBe(0);
    const longer = await cnnc(["train", spec, "-o", run, "--resume", "--epochs", "4"]);
    expect(longer.code, longer.stderr).toBe(0);
    const once = join(folder, "once");
    expect((await cnnc(["train", spec, "-o", once, "--epochs", "4", ...BACKEND])).code).toBe(0);
    expect(await resultsOf(run)).toEqual(await resultsOf(once));

    await writeFile(join(folder, "points.csv"), "x,y\n1,2\n2,4\n");
    const other = await refusal(spec, { output: run, epochs: 6 });
    expect(other.exitCode).toBe(2);
    expect(other.says).toContain("the data have changed");
    expect(await resultsOf(run)).toEqual(await resultsOf(once));
  });
});
