// A net that finds nothing of a small region must not read as one that is right nearly everywhere.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeGrayPng } from "../../src/data/formats/png.ts";
import { randomStream } from "../../src/random/random.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";

test("a tumour of one pixel in 64 that is never found has Dice and IoU of 0 while it trains, at the end, and in the run", async () => {
  await inFolder(async (folder) => {
    const random = randomStream(1, "tumours");
    for (const kind of ["scans", "masks"]) await mkdir(join(folder, kind));
    for (let i = 0; i < 20; i++) {
      const noise = Array.from({ length: 64 }, () => random.uniform());
      const where = random.integer(64);
      const mask = noise.map((_, place) => (place === where ? 1 : 0));
      await writeFile(join(folder, "scans", `${i}.png`), encodeGrayPng(noise, 8, 8));
      await writeFile(join(folder, "masks", `${i}.png`), encodeGrayPng(mask, 8, 8));
    }
    const spec = join(folder, "scan.cnn");
    await writeFile(
      spec,
      `task tissue = segment { background, tumour }
data scans = images "scans" masks "masks"
net n { input image 8x8x1, conv 2@3, relu, head tissue }
train n on scans { split 60/20/20, optimizer adam 0.05, epochs 8, batch 5 }`,
    );
    const run = join(folder, "run");
    const { code, stdout, stderr } = await cnnc(["train", spec, "-o", run, "--backend", "cpu"]);
    expect(code, stderr).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.find((line) => line.startsWith("epoch 8/8"))).toMatch(
      /accuracy 98\.4 % {2}Dice tumour 0\.0 % {2}IoU tumour 0\.0 % {2}validation .*accuracy 98\.4 % {2}Dice tumour 0\.0 %/,
    );
    const at = lines.findIndex((line) => line.startsWith("Test on 4 examples"));
    expect(lines.slice(at, at + 4)).toEqual([
      "Test on 4 examples (none identical to one that training used): accuracy 98.4 %  Dice tumour 0.0 %  IoU tumour 0.0 %",
      "  region         Dice      IoU",
      "  tumour        0.0 %    0.0 %  missed",
      // 252 of 256 pixels are background, and all are taken for it: 504/508 and 252/256.
      "  background   99.2 %   98.4 %  not in the mean",
    ]);
    const info = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
    expect(info.metrics).toEqual({ tissue: "accuracy" });
    expect(info.test.heads[0].measures.dice).toEqual({
      value: 0,
      regions: { background: 504 / 508, tumour: 0 },
    });
    const history = JSON.parse(await readFile(join(run, "history.json"), "utf8"));
    expect(history.at(-1).heads.tissue.validationMeasures.iou.value).toBe(0);
  });
});
