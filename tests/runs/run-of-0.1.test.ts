// A run that cnnc 0.1 wrote opens.
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder, root } from "../house/cnnc.ts";

const fixture = join(root, "tests/runs/run-of-0.1");
const run = join(fixture, "run");

/** What the net's weights give by the article of each of its layers: a dense layer, softsign, exp, and a dense layer. */
async function byHand(x: number): Promise<number> {
  const bytes = await readFile(join(run, "weights.bin"));
  const weights = Array.from({ length: 10 }, (_, i) => bytes.readFloatLE(4 * i));
  const [kernel, bias, last] = [weights.slice(0, 3), weights.slice(3, 6), weights.slice(6, 9)];
  return kernel.reduce((sum, weight, i) => {
    const z = weight * x + bias[i]!;
    return sum + last[i]! * Math.exp(z / (1 + Math.abs(z)));
  }, weights[9]!);
}

test("it predicts what its weights give", async () => {
  const { code, stdout, stderr } = await cnnc(["predict", run, join(fixture, "new.csv"), "--backend", "cpu"]);
  expect(code, stderr).toBe(0);
  const answers = [...stdout.matchAll(/rate (-?[\d.]+) Hz/g)].map(([, told]) => Number(told));
  expect(answers).toHaveLength(2);
  for (const [i, x] of [1, 2].entries()) expect(answers[i]).toBeCloseTo(await byHand(x), 4);
});

test("it is drawn, compiled, and goes on; then it has checksums and the same folder", async () => {
  await inFolder(async (folder) => {
    await cp(fixture, folder, { recursive: true });
    const own = join(folder, "run");
    for (const args of [
      ["draw", own, "-o", join(folder, "net.svg")],
      ["draw", own, "--view", "training", "-o", join(folder, "training.svg")],
      ["compile", own, "-o", join(folder, "model")],
    ]) {
      const { code, stderr } = await cnnc(args);
      expect(code, stderr).toBe(0);
    }
    expect(await readFile(join(folder, "model/weights.bin"))).toEqual(
      await readFile(join(run, "weights.bin")),
    );
    const before = JSON.parse(await readFile(join(own, "history.json"), "utf8"));
    const { code, stderr } = await cnnc([
      ...["train", join(folder, "line.cnn"), "-o", own, "--resume", "--epochs", "5"],
    ]);
    expect(code, stderr).toBe(0);
    const after = JSON.parse(await readFile(join(own, "history.json"), "utf8"));
    expect(after.slice(0, 3)).toEqual(before);
    expect(after).toHaveLength(5);
    expect(JSON.parse(await readFile(join(own, "run.json"), "utf8")).checksum).toMatch(/^[0-9a-f]{64}$/);
  });
});
