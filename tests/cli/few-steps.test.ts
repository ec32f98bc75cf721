// A run with batch normalisation answers as its data are, after however few steps.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder } from "../house/cnnc.ts";

const rows = (from: number, count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => row(from + i)).join("\n");

test("measurements around 60, each of which means how far it is from 50", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "t.csv"), `a,y\n${rows(50, 20, (a) => `${a},${a - 50}`)}\n`);
    await writeFile(join(folder, "new.csv"), "a\n50\n59\n69\n");
    await writeFile(
      join(folder, "few.cnn"),
      `task out = regress { y }
data d = csv "t.csv" { input a; target y }
net n { input { a }, batchnorm, head out }
train n on d { optimizer adam 0.1, epochs 150, batch 20 }
`,
    );
    const run = join(folder, "run");
    const trained = await cnnc(["train", join(folder, "few.cnn"), "-o", run, "--backend", "wasm"]);
    expect(trained.code, trained.stderr).toBe(0);
    const { stdout } = await cnnc(["predict", run, join(folder, "new.csv"), "--backend", "wasm"]);
    const answers = stdout.match(/y -?[\d.]+/g)!.map((told) => Number(told.slice(2)));
    // After 150 steps a moving average of momentum 0.99 still has a fifth of where it began: 46 in place of 59.5.
    for (const [i, right] of [0, 9, 19].entries()) expect(Math.abs(answers[i]! - right)).toBeLessThan(0.5);
  });
});
