// What `compile` and `draw` write, and what they leave alone.
import { readFileSync } from "node:fs";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { compileCommand } from "../../src/cli/commands/compile.ts";
import { pngHeader } from "../../src/data/formats/png.ts";
import { cnnc, inFolder, root, specs } from "../house/cnnc.ts";
import { listing } from "./folder-listing.ts";

const LENET = "specs/zoo/lenet5.cnn";
const SMALL = "specs/figures/absolute.cnn";

async function sound(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cnnc(args);
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain("error");
  return stdout;
}

test("two runs of compile and of draw write the same bytes", async () => {
  await inFolder(async (folder) => {
    for (const time of ["1", "2"]) {
      await sound(["compile", LENET, "-o", join(folder, time)]);
      await sound(["compile", LENET, "-o", join(folder, time, "ir/lenet5.json"), "--to", "ir"]);
      await sound(["draw", LENET, "-o", join(folder, time, "ir/a.svg")]);
      await sound(["draw", LENET, "-o", join(folder, time, "ir/a.png")]);
    }
    const files = ["model.json", "weights.bin", "ir/lenet5.json", "ir/a.svg", "ir/a.png"];
    for (const file of files) {
      const [one, two] = await Promise.all(["1", "2"].map((time) => readFile(join(folder, time, file))));
      expect(one!.equals(two!), file).toBe(true);
    }
    expect(await sound(["draw", LENET])).toBe(await readFile(join(folder, "1/ir/a.svg"), "utf8"));
    expect((await readFile(join(folder, "1/weights.bin"))).length).toBe(4 * 61_706);

    await sound(["compile", LENET, "-o", join(folder, "3"), "--seed", "2"]);
    const [one, three] = await Promise.all(
      ["1", "3"].map((time) => readFile(join(folder, time, "weights.bin"))),
    );
    expect(one!.equals(three!)).toBe(false);
  });
});

test("a PNG has the size of the drawing times the scale", async () => {
  await inFolder(async (folder) => {
    const svg = await sound(["draw", LENET]);
    const [, width, height] = /<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"/.exec(svg)!;
    for (const scale of [1, 2.5]) {
      const file = join(folder, `${scale}.png`);
      await sound(["draw", LENET, "-o", file, "--scale", String(scale)]);
      const header = pngHeader(await readFile(file));
      expect(Math.abs(header.width - Number(width) * scale)).toBeLessThan(1.01);
      expect(Math.abs(header.height - Number(height) * scale)).toBeLessThan(1.01);
    }
  });
});

const schema = JSON.parse(readFileSync(join(root, "grammar/ir.schema.json"), "utf8"));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

test.each(specs)("%s as IR fits the schema", async (spec) => {
  await inFolder(async (folder) => {
    const file = join(folder, "ir.json");
    expect(await compileCommand(join(root, spec), { output: file, to: "ir", seed: 1 })).toBe(0);
    validate(JSON.parse(await readFile(file, "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });
});

test("written weights stand in weights.bin as they are written", async () => {
  await inFolder(async (folder) => {
    const model = join(folder, "model");
    await sound(["compile", "specs/figures/max_heart_rate.cnn", "-o", model]);
    const bytes = await readFile(join(model, "weights.bin"));
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.length]).toEqual([-1, 220, 8]);
  });
});

test("a folder with other files stays as it was", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "model.json"), "mine");
    await writeFile(join(folder, "thesis.txt"), "mine");
    const { code, stderr } = await cnnc(["compile", SMALL, "-o", folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error(?:\[\w+\])?: .*the folder holds other files \(thesis\.txt\), which would be lost\n {2}help: .*\n$/,
    );
    expect(await listing(folder)).toEqual(["model.json", "thesis.txt"]);
    expect(await readFile(join(folder, "model.json"), "utf8")).toBe("mine");
  });
});

test("an earlier output is replaced, an empty folder filled, missing folders made, and nothing else is left", async () => {
  await inFolder(async (folder) => {
    const model = join(folder, "deep/er/model");
    await sound(["compile", SMALL, "-o", model]);
    const first = await readFile(join(model, "weights.bin"));
    await sound(["compile", LENET, "-o", model]);
    expect((await readFile(join(model, "weights.bin"))).equals(first)).toBe(false);
    const empty = join(folder, "empty");
    await mkdir(empty);
    await sound(["compile", SMALL, "-o", empty]);
    expect(await listing(folder)).toEqual([
      ...["deep", "deep/er", "deep/er/model", "deep/er/model/model.json", "deep/er/model/weights.bin"],
      ...["empty", "empty/model.json", "empty/weights.bin"],
    ]);
  });
});

test("what is written may be read by those whom the system lets read new files", async () => {
  await inFolder(async (folder) => {
    await chmod(folder, 0o755);
    const model = join(folder, "model");
    await sound(["compile", SMALL, "-o", model]);
    await mkdir(join(folder, "usual"));
    expect((await stat(model)).mode).toBe((await stat(join(folder, "usual"))).mode);
  });
});
