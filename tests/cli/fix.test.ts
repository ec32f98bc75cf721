// `cnnc check --fix` on files, as a process of its own.
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnncIn, inFolder } from "../house/cnnc.ts";

const WRONG = `// a net from elsewhere
net n {
  input image (28, 28, 1)
  conv 4@(3,3) stride=2 padding="same" -> 14x14x4
  relu; maxpool pool_size=2
  dropout 50%
`;

const RIGHT = `# a net from elsewhere
net n {
  input image 28x28x1
  conv 4@3x3 stride 2 same => 14x14x4
  relu, maxpool 2
  dropout 0.5
}
`;

test("what has one reading is mended, told, and checked", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "n.cnn"), WRONG);
    const before = await cnncIn(folder, ["check", "n.cnn"]);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(/can be mended by `cnnc check --fix`\n$/);
    const { code, stdout } = await cnncIn(folder, ["check", "--fix", "n.cnn"]);
    expect(await readFile(join(folder, "n.cnn"), "utf8")).toBe(RIGHT);
    expect(stdout).toContain("mended n.cnn:1: write `#`\n");
    expect(stdout).toContain("mended n.cnn:4: write `stride 2`\n");
    expect(stdout).toContain("✓ line 4: conv 4@3×3 stride 2 same => 14x14x4");
    expect(stdout).not.toContain("can be mended");
    expect(code).toBe(0);
  });
});

test("what is only offered stays, and so does a file without anything to mend", async () => {
  await inFolder(async (folder) => {
    const text = "net n {\n  input image 8x8x1\n  convv 4@3 => 8x8x4, 41 weights\n}\n";
    await writeFile(join(folder, "n.cnn"), text);
    const { mtimeMs, ino } = await stat(join(folder, "n.cnn"));
    const { code, stdout } = await cnncIn(folder, ["check", "--fix", "n.cnn"]);
    expect(stdout).toContain("did you mean `conv`?");
    expect(stdout).not.toContain("mended");
    expect(await readFile(join(folder, "n.cnn"), "utf8")).toBe(text);
    const after = await stat(join(folder, "n.cnn"));
    expect([after.mtimeMs, after.ino]).toEqual([mtimeMs, ino]);
    expect(code).toBe(1);
  });
});

test("an imported file is mended where it is named, and else left alone", async () => {
  await inFolder(async (folder) => {
    const block = "block b(n) { conv n@3; relu }\n";
    await writeFile(join(folder, "b.cnn"), block);
    await writeFile(join(folder, "n.cnn"), 'import b from "b.cnn"\nnet n { input image 8x8x1; b(4) }\n');
    const alone = await cnncIn(folder, ["check", "--fix", "n.cnn"]);
    expect(alone.code).toBe(1);
    expect(await readFile(join(folder, "b.cnn"), "utf8")).toBe(block);
    expect(await readFile(join(folder, "n.cnn"), "utf8")).toBe(
      'use b from "b.cnn"\nnet n { input image 8x8x1, b(4) }\n',
    );
    const both = await cnncIn(folder, ["check", "--fix", "n.cnn", "b.cnn"]);
    expect(both.code).toBe(0);
    expect(await readFile(join(folder, "b.cnn"), "utf8")).toBe("block b(n) { conv n@3, relu }\n");
  });
});

test("with --json it prints what was mended, and nothing but JSON", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "n.cnn"), "net n {\n  input image 8x8x1\n  conv 4@3; relu\n}\n");
    const asked = JSON.parse((await cnncIn(folder, ["check", "--json", "n.cnn"])).stdout);
    expect(asked.files[0].diagnostics[0].fix).toEqual({
      title: "write a comma",
      safe: true,
      edits: [{ span: { start: 38, end: 39, line: 3, column: 11, endLine: 3, endColumn: 12 }, text: "," }],
    });
    const { code, stdout } = await cnncIn(folder, ["check", "--json", "--fix", "n.cnn"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      mended: [{ file: "n.cnn", line: 3, title: "write a comma" }],
      files: [{ diagnostics: [] }],
    });
    expect(code).toBe(0);
  });
});

test("where one file can't be read or written, none is changed", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "a.cnn"), WRONG);
    await writeFile(join(folder, "b.cnn"), WRONG);
    await chmod(join(folder, "b.cnn"), 0o444);
    const readOnly = await cnncIn(folder, ["check", "--fix", "a.cnn", "b.cnn"]);
    expect(readOnly.code).toBe(2);
    expect(readOnly.stderr).toMatch(/^error: b\.cnn: (the file is read-only|access is not permitted)/);
    const missing = await cnncIn(folder, ["check", "--fix", "a.cnn", "c.cnn"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toBe("error: c.cnn: there is no such file\n");
    for (const file of ["a.cnn", "b.cnn"]) expect(await readFile(join(folder, file), "utf8")).toBe(WRONG);
  });
});

test("line breaks and what stands around a fix stay as they are", async () => {
  await inFolder(async (folder) => {
    const text = "\uFEFF# α\r\nnet n {\r\n\tinput image 8x8x1   # first\r\n\tconv 4@3;  relu\r\n}";
    await writeFile(join(folder, "n.cnn"), text);
    expect((await cnncIn(folder, ["check", "--fix", "n.cnn"])).code).toBe(0);
    expect(await readFile(join(folder, "n.cnn"), "utf8")).toBe(text.replace(";", ","));
  });
});
