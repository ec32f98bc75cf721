// A run folder belongs to one training at a time, and Ctrl-C ends that when it is pressed.
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Running } from "../cli/running.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";
import { contentsOf, resultsOf, specIn, trainIn } from "./fixture.ts";

const BACKEND = ["--backend", "cpu"];

test("of two that start together one has the folder, the other is told who; the run is that of one alone", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    const [alone, shared] = [join(folder, "alone"), join(folder, "shared")];
    await trainIn(spec, alone);
    const both = [0, 1].map(() => new Running(["train", spec, "-o", shared, ...BACKEND]));
    const ended = await Promise.all(both.map((each) => each.ended));
    const [first, second] = ended[0]!.code === 0 ? [0, 1] : [1, 0];
    expect(ended[first]!.code, ended[first]!.stderr).toBe(0);
    expect(ended[second]!.code).toBe(2);
    // The quicker one may be through by then.
    expect(ended[second]!.stderr).toMatch(
      new RegExp(`error\\[run_in_use\\].*process ${both[first]!.pid} on |error\\[run_occupied\\]`),
    );
    expect(await resultsOf(shared)).toEqual(await resultsOf(alone));
  });
});

test("whoever comes while one trains is told its process, with and without --resume; a killed one's folder is taken over", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    const run = join(folder, "run");
    const first = new Running(["train", spec, "-o", run, "--epochs", "1000000", ...BACKEND]);
    await first.writes(join(run, "history.json"));
    for (const more of [[], ["--resume"]]) {
      const { code, stderr } = await cnnc(["train", spec, "-o", run, ...BACKEND, ...more]);
      expect(code).toBe(2);
      expect(stderr).toContain("error[run_in_use]");
      expect(stderr).toContain(`process ${first.pid} on ${hostname()} is training into this folder`);
    }
    first.kill("SIGKILL");
    await first.ended;
    const left = (await readdir(run)).filter((name) => name.endsWith(".lock"));
    expect(left).toHaveLength(1);
    expect(JSON.parse(await readFile(join(run, left[0]!), "utf8")).pid).toBe(first.pid);
    const epochs = JSON.parse(await readFile(join(run, "run.json"), "utf8")).finishedEpochs;
    const more = ["--resume", "--epochs", String(epochs + 3)];
    const { code, stderr } = await cnnc(["train", spec, "-o", run, ...more]);
    expect(code, stderr).toBe(0);
    expect((await readdir(run)).filter((name) => /\.(lock|part)$/.test(name))).toEqual([]);
  });
});

/** Steps that are short, and a pass through all examples for the averages that is long. */
const LONG = `task symbol = classify { nought, cross }
net n { input image 16x16x1, conv 4@3, batchnorm, relu, conv 4@3, batchnorm, relu, avgpool all, flatten, head symbol }
data d = synthetic noughts_and_crosses { count 300, size 16, seed 7 }
train n on d { optimizer sgd 0.01, batch 8, epochs 1, seed 3 }
`;

test("Ctrl-C while the averages of the data are computed ends it, and the run can be resumed", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "long.cnn");
    await writeFile(spec, LONG);
    const run = join(folder, "run");
    const running = new Running(["train", spec, "-o", run, ...BACKEND]);
    await running.prints("epoch 1/1");
    running.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(130);
    expect(stderr).toContain("keeps epoch 1");
    expect(existsSync(join(run, "net.svg"))).toBe(false);
    expect([...(await contentsOf(run)).keys()]).toEqual(
      "checkpoint.bin history.json model.json run.json spec.cnn weights.bin".split(" "),
    );
    const resumed = await cnnc(["train", spec, "-o", run, "--resume"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(existsSync(join(run, "net.svg"))).toBe(true);
  });
});

test("a second Ctrl-C ends it at once, wherever the first one left it", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "long.cnn");
    await writeFile(spec, LONG.replace("epochs 1,", "epochs 50,"));
    const run = join(folder, "run");
    const running = new Running(["train", spec, "-o", run, ...BACKEND]);
    await running.writes(join(run, "history.json"));
    const again = setInterval(() => running.kill("SIGINT"), 20);
    const { code, stderr } = await running.ended;
    clearInterval(again);
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/^Stopped\. .* keeps epoch \d+; .*\n$/);
    for (const name of await readdir(run)) expect(name).not.toMatch(/\.lock$/);
  });
});
