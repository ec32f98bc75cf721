import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import { fileCatalogue } from "../../src/diagnostics/file-catalogue.ts";
import { cnnc, inFolder, root, specs } from "./cnnc.ts";

const NOUGHT_OR_CROSS = "specs/figures/nought_or_cross.cnn";

/** One clear line and perhaps a hint: never a stack trace. */
function expectMessage(stderr: string): void {
  expect(stderr).toMatch(/^error(?:\[\w+\])?: \S.*\n/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain("fault of cnnc");
  expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
}

describe("check", () => {
  describe("every spec is clean", () => {
    let parts: readonly string[];
    beforeAll(async () => {
      const { code, stdout, stderr } = await cnnc(["check", ...specs]);
      expect(stderr).toBe("");
      expect(code, stdout).toBe(0);
      parts = stdout.split(/^(?=specs\/\S+\.cnn$)/m);
      expect(parts.map((part) => part.split("\n")[0])).toEqual(specs);
    });
    test.each(specs)("%s", (spec) => {
      const part = parts[specs.indexOf(spec)]!;
      expect(part).toMatch(/\d weights/);
      expect(part).not.toContain("error");
    });
  });

  test("says of a wrong claim what is true, and how it is counted", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "wrong.cnn");
      const text = await readFile(join(root, NOUGHT_OR_CROSS), "utf8");
      await writeFile(spec, text.replace("expect 44 weights", "expect 45 weights"));
      const { code, stdout } = await cnnc(["check", spec]);
      expect(code).toBe(1);
      expect(stdout).toContain("45 weights");
      expect(stdout).toContain("`nought_or_cross` has 44 weights, not 45");
      expect(stdout).toContain("4·3·3·1 + 4·2 = 44");
    });
  });

  test("goes on after a broken file among sound ones", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "broken.cnn");
      await writeFile(spec, "net broken { input image 8x8x1, conv 2@");
      const { code, stdout } = await cnnc(["check", spec, NOUGHT_OR_CROSS]);
      expect(code).toBe(1);
      expect(stdout).toContain("syntax_");
      expect(stdout).toContain("44");
    });
  });
});

describe("bad usage exits with 2 and one clear line", () => {
  const cases: readonly (readonly [what: string, args: readonly string[], says: string])[] = [
    ["unknown command", ["chekc", NOUGHT_OR_CROSS], "chekc"],
    ["unknown option", ["check", "--jsn", NOUGHT_OR_CROSS], "--jsn"],
    ["no file", ["check"], "file"],
    ["missing file", ["check", "nowhere.cnn"], "nowhere.cnn: there is no such file"],
    ["folder", ["check", "specs"], "specs: this is a folder"],
    ["unknown net", ["check", "--net", "nil", NOUGHT_OR_CROSS], "there is no net `nil`"],
    ["unknown code", ["explain", "claim_refutd"], "claim_refuted"],
    ["missing file to train", ["train", "nowhere.cnn"], "nowhere.cnn: there is no such file"],
    ["wrong number", ["train", NOUGHT_OR_CROSS, "--epochs", "-3"], "whole number"],
    ["missing file to draw", ["draw", "nowhere.cnn"], "nowhere.cnn: there is no such file"],
    ["missing file to compile", ["compile", "nowhere.cnn", "-o", "x"], "nowhere.cnn: there is no such file"],
    ["missing run", ["predict", "nowhere", "image.png"], "nowhere"],
  ];
  test.each(cases)("%s", async (_, args, says) => {
    const { code, stdout, stderr } = await cnnc(args);
    expect(stderr).toContain(says);
    expectMessage(stderr);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

test("the help of every command holds an example that begins as one types it", async () => {
  const { stdout, code } = await cnnc(["--help"]);
  expect(code).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}(\w+) .*$/gm)]
    .map((match) => match[1]!)
    .filter((name) => name !== "help");
  expect(commands).toContain("check");
  for (const command of commands) {
    const help = await cnnc([command, "--help"]);
    expect(help.code, command).toBe(0);
    expect(help.stdout, command).toContain(`\nExample:\n  cnnc ${command} `);
  }
});

test("colours appear where they are asked for, and never under NO_COLOR", async () => {
  const colour = "\u001b[";
  const coloured = await cnnc(["check", NOUGHT_OR_CROSS], { NO_COLOR: undefined, FORCE_COLOR: "1" });
  expect(coloured.stdout).toContain(colour);
  for (const args of [
    ["check", NOUGHT_OR_CROSS],
    ["check", "nowhere.cnn"],
    ["explain", "claim_refuted"],
  ]) {
    const plain = await cnnc(args, { NO_COLOR: "1" });
    expect(plain.stdout + plain.stderr).not.toContain(colour);
  }
});

test("explain lists every code, and explains one", async () => {
  const list = await cnnc(["explain"]);
  expect(list.code).toBe(0);
  expect(
    list.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(Object.keys({ ...catalogue, ...fileCatalogue }));
  const { stdout } = await cnnc(["explain", "claim_refuted"]);
  expect(stdout).toContain(catalogue.claim_refuted.explanation);
});

test("the version is the package's", async () => {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  expect((await cnnc(["--version"])).stdout).toBe(`${version}\n`);
});
