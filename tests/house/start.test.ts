// What a command loads is what its start costs.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { readSpec } from "../../src/cli/spec/spec.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { cnnc, inFolder } from "./cnnc.ts";

const SPEC = "specs/figures/nought_or_cross.cnn";
const HEAVY = /@tensorflow|^d3|^ajv|@resvg|@xmldom|^pdfkit|^fflate|^webgpu|child_process|unsupported/;

/** Modules that `cnnc ARGS` asked for, in their order. */
async function loaded(folder: string, args: readonly string[]): Promise<readonly string[]> {
  const trace = join(folder, `${args[0]}.txt`);
  const { code, stderr } = await cnnc(args, {
    CNNC_LOAD_TRACE: trace,
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, "load-trace.mjs")).href}`,
  });
  expect(stderr).not.toContain("error");
  expect(code).toBe(0);
  return (await readFile(trace, "utf8")).trimEnd().split("\n");
}

test("check and draw load nothing heavy; train and bitmaps do, so that the trace is seen to work", async () => {
  await inFolder(async (folder) => {
    const check = await loaded(folder, ["check", SPEC]);
    expect(check).toContain("node:vm");
    expect(check.filter((name) => HEAVY.test(name))).toEqual([]);

    expect(await loaded(folder, ["check", SPEC, "--target", "tfjs"])).toContainEqual(
      expect.stringContaining("unsupported"),
    );

    const train = await loaded(folder, [
      "train",
      SPEC,
      "-o",
      join(folder, "run"),
      "--epochs",
      "1",
      "--backend",
      "wasm",
    ]);
    expect(train).toContain("@tensorflow/tfjs-core");

    const draw = await loaded(folder, ["draw", SPEC, "-o", join(folder, "net.svg")]);
    // What it needs of d3 is in its bundle.
    expect(draw.filter((name) => HEAVY.test(name))).toEqual([]);
    const bitmap = await loaded(folder, ["draw", SPEC, "-o", join(folder, "net.png")]);
    expect(bitmap).toContain("@resvg/resvg-js");
    expect(bitmap.filter((name) => name.startsWith("@tensorflow"))).toEqual([]);
  });
});

test("the bundle holds the grammar worked out, and says the same of every case as the sources do", async () => {
  const files = readdirSync("tests/cases", { recursive: true, encoding: "utf8" })
    // Some make nets of a hundred thousand layers.
    .filter((file) => file.endsWith(".cnn") && !/deep|endless|exponential|large/.test(file))
    .sort()
    .map((file) => join("tests/cases", file));
  expect(files.length).toBeGreaterThan(300);
  const { stdout } = await cnnc(["check", "--json", ...files]);
  const told = JSON.parse(stdout) as { files: unknown[] };
  for (const [i, file] of files.entries()) {
    const compilation = readSpec(file);
    expect(told.files[i]).toEqual(
      JSON.parse(JSON.stringify(checkJson(compilation, compilation.program.nets))),
    );
  }
});
