// A training that begins with the weights of another run.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { train as trainHere } from "../../src/cli/commands/train/train.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";

const spec = (body: string, options: string) => `task symbol = classify { nought, cross }
net small { input image 12x12x1, ${body}, flatten, head symbol }
data symbols = synthetic noughts_and_crosses { count 60, size 12, seed 7 }
train small on symbols { epochs 1, batch 10, ${options} }
`;

test("takes the layers that are alike, says so, and needs at least one", async () => {
  await inFolder(async (folder) => {
    const train = async (name: string, text: string, ...more: readonly string[]) => {
      await writeFile(join(folder, `${name}.cnn`), text);
      const run = join(folder, "runs", name);
      return cnnc(["train", join(folder, `${name}.cnn`), "-o", run, "--backend", "wasm", ...more]);
    };
    await mkdir(join(folder, "runs"));
    expect((await train("first", spec("conv 4@3, relu", "seed 1"))).code).toBe(0);

    const from = 'seed 2, start from "runs/first"';
    const { code, stdout, stderr } = await train("second", spec("conv 4@3 frozen, tanh, dense 3", from));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/Begins with 40 of .* weights from .*first: conv_1\n/);
    const info = JSON.parse(await readFile(join(folder, "runs/second/run.json"), "utf8"));
    expect(info.start).toEqual({ run: "runs/first", layers: ["conv_1"], weights: 40 });
    const kernel = async (name: string) =>
      (await readFile(join(folder, "runs", name, "weights.bin"))).subarray(0, 4 * 40).toString("base64");
    // It is frozen, so it is still what was taken.
    expect(await kernel("second")).toBe(await kernel("first"));

    const resumed = await train(
      "second",
      spec("conv 4@3 frozen, tanh, dense 3", from),
      "--resume",
      "--epochs",
      "2",
    );
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).not.toContain("Begins with");
    const later = JSON.parse(await readFile(join(folder, "runs/second/run.json"), "utf8"));
    expect([later.finishedEpochs, later.start]).toEqual([2, info.start]);

    const refused = async (name: string, text: string, exitCode: number, says: string) => {
      const file = join(folder, `${name}.cnn`);
      await writeFile(file, text);
      await expect(
        trainHere(file, { output: join(folder, "runs", name), backend: "wasm" }),
      ).rejects.toMatchObject({ name: "Failure", exitCode, message: expect.stringContaining(says) });
    };
    await refused("third", spec("conv 5@3, tanh, dense 3", from), 1, "nothing can be taken from it");
    const nowhere = spec("conv 4@3", 'start from "runs/nowhere"');
    await refused("fourth", nowhere, 2, "nowhere: there is no such folder");
  });
});
