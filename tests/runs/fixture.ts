/** A small run with every file that a run can have, and one that stopped with epochs to come. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cnnc } from "../house/cnnc.ts";

const BLOCKS = "block hidden(n) { dense n, batchnorm, softsign }\n";
const SPEC = `use hidden from "blocks.cnn"
task rate = regress { "rate" in Hz }
net line { input { x }, hidden(3), exponential, head rate }
data points = csv "points.csv" { input x; target y }
train line on points { split 50/25/25, optimizer adam 0.05, batch 2, epochs 4, seed 4, keep best }
`;
const POINTS = "x,y\n1,2\n2,4\n3,6\n0,1\n-1,3\n2,2\n-2,1\n1,-1\n";

/** Writes the spec and its data. Returns the path of the spec. */
export async function specIn(folder: string): Promise<string> {
  await writeFile(join(folder, "blocks.cnn"), BLOCKS);
  await writeFile(join(folder, "points.csv"), POINTS);
  await writeFile(join(folder, "new.csv"), "x\n1\n2\n-0.5\n");
  const spec = join(folder, "line.cnn");
  await writeFile(spec, SPEC);
  return spec;
}

/** Trains into a folder that is free. @throws Error where it fails */
export async function trainIn(spec: string, run: string, ...options: readonly string[]): Promise<void> {
  const { code, stderr } = await cnnc(["train", spec, "-o", run, "--backend", "cpu", ...options]);
  if (code !== 0) throw new Error(stderr);
}

/** The contents of a folder's files, by their names. */
export async function contentsOf(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}

/** The same without how long the run took. */
export async function resultsOf(run: string): Promise<Map<string, string>> {
  const all = await contentsOf(run);
  return new Map(
    [...all].map(([name, bytes]) => [
      name,
      name === "run.json"
        ? bytes.toString().replace(/"(seconds|checksum)": .*/g, "")
        : bytes.toString("base64"),
    ]),
  );
}
