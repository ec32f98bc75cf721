import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readImage } from "../../../src/data/sources/images.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import { classify, net, only, source, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();
const digits = net([28, 28, 1], classify(..."0123456789"));

async function write(name: string): Promise<string> {
  const to = join(folder, name);
  await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    "scripts/mnist-to-idx.ts",
    to,
    "--png",
    join(to, "png"),
  ]);
  return to;
}
const load = (to: string, part: string) =>
  loadData(source("idx", [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`]), digits, to);

const perClass = (targets: ArrayLike<number>) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of Array.from(targets)) counts[label]!++;
  return counts;
};

test("the digits of the package `mnist` as IDX files", async () => {
  const to = await write("first");
  const train = await load(to, "train");
  const held = await load(to, "t10k");
  expect(perClass(only(train).targets)).toEqual([801, 902, 793, 826, 784, 690, 811, 856, 755, 782]);
  expect(perClass(only(held).targets)).toEqual([200, 225, 198, 206, 196, 173, 203, 214, 189, 196]);
  expect([train.size, held.size]).toEqual([8000, 2000]);

  const samples = await readdir(join(to, "png"));
  expect(samples).toHaveLength(20);
  for (const sample of samples) {
    const [, label, index] = /^(\d)_(\d{4})\.png$/.exec(sample)!;
    expect(only(held).targets[Number(index)]).toBe(Number(label));
    const pixels = await readImage(join(to, "png", sample), [28, 28, 1]);
    expect(pixels).toEqual(only(held).values.slice(784 * Number(index), 784 * (Number(index) + 1)));
  }

  const again = await write("second");
  for (const name of (await readdir(to)).filter((entry) => entry.endsWith("ubyte"))) {
    expect((await readFile(join(again, name))).equals(await readFile(join(to, name)))).toBe(true);
  }
});
