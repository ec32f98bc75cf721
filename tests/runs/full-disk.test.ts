// Where nothing more can be written, every command says so, ends with an error, and leaves what was there.
// The system ends a file at a size (`ulimit -f`, in blocks of 512 bytes): like a full disk it takes a part at first, and
// the next attempt fails.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inFolder, type Outcome, root } from "../house/cnnc.ts";
import { contentsOf, resultsOf, specIn, trainIn } from "./fixture.ts";

/** Runs `cnnc ARGS` where no file can be larger than so many blocks; `tail` goes behind the command, such as `>/dev/full`. */
function limited(blocks: number | "unlimited", args: readonly string[], tail = ""): Promise<Outcome> {
  const script = `ulimit -f ${blocks} || exit 99; exec "$@" ${tail}`;
  return new Promise((done) => {
    execFile(
      "sh",
      ["-c", script, "sh", process.execPath, join(root, "dist/cnnc.cjs"), ...args],
      { env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined }, encoding: "utf8" },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** Everything in a folder and below it. */
async function treeOf(folder: string): Promise<Map<string, string>> {
  const tree = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    tree.set(path, entry.isFile() ? (await readFile(path)).toString("base64") : "");
  }
  return tree;
}

function expectRefused({ code, stderr }: Outcome): void {
  expect([1, 2], stderr).toContain(code);
  expect(stderr).toMatch(/^(error|.*\n?error)/m);
  expect(stderr).not.toContain("a fault of cnnc");
}

const NET = "net n { input image 28x28x1, conv 8@3, relu, maxpool 2, flatten, dense 10 }\n";
const UNTIDY = `net   n{input image 28x28x1,conv 8@3,relu,flatten,dense 10}${"# note\n".repeat(200)}`;
const MENDED = `// ${"note ".repeat(200)}\nnet n { input image 28x28x1, conv 8@3, relu, flatten, dense 10 }\n`;

test("draw, gallery, fmt, check --fix and compile", async () => {
  await inFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await writeFile(at("n.cnn"), NET);
    await writeFile(at("untidy.cnn"), UNTIDY);
    await writeFile(at("mended.cnn"), MENDED);
    const all = [
      ...["svg", "png", "pdf", "pptx"].map((type) => ["draw", at("n.cnn"), "-o", at(`out.${type}`)]),
      ["draw", at("n.cnn"), "--all", at("all")],
      ["gallery", at("n.cnn"), "-o", at("gallery")],
      ["compile", at("n.cnn"), "-o", at("model")],
      ["compile", at("n.cnn"), "--to", "ir", "-o", at("n.json")],
    ];
    const inPlace = [
      ["fmt", at("untidy.cnn")],
      ["check", "--fix", at("mended.cnn")],
    ];
    const nothing = await treeOf(folder);
    for (const args of [...all, ...inPlace]) expectRefused(await limited(1, args));
    // Folders that were made for it may stay, and nothing in them.
    for (const [path, content] of await treeOf(folder)) expect(content, path).toBe(nothing.get(path) ?? "");
    for (const args of all) expect((await limited("unlimited", args)).code, args.join(" ")).toBe(0);
    const before = await treeOf(folder);
    for (const args of all) expectRefused(await limited(1, args));
    expect(await treeOf(folder)).toEqual(before);
  });
});

test("standard output into a full device", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "n.cnn");
    await writeFile(spec, NET);
    for (const args of [
      ["draw", spec],
      ["check", spec],
      ["check", "--json", spec],
      ["explain", "claim_refuted"],
    ])
      expectRefused(await limited("unlimited", args, ">/dev/full"));
    expectRefused(await limited("unlimited", ["fmt", "-"], `<'${spec}' >/dev/full`));
    expectRefused(await limited("unlimited", ["draw", spec, "-o", "/dev/full"]));
    // A file that ends too early is a full disk as well.
    expectRefused(await limited(1, ["draw", spec], `>'${join(folder, "out.svg")}'`));
  });
});

test("predict -o leaves the table that was there", async () => {
  await inFolder(async (folder) => {
    const run = join(folder, "run");
    await trainIn(await specIn(folder), run, "--epochs", "1");
    const many = join(folder, "many.csv");
    await writeFile(many, `x\n${Array.from({ length: 200 }, (_, i) => i / 100).join("\n")}\n`);
    const table = join(folder, "answers.csv");
    await writeFile(table, "mine\n");
    const before = await treeOf(folder);
    expectRefused(await limited(1, ["predict", run, many, "-o", table, "--backend", "cpu"]));
    expect(await treeOf(folder)).toEqual(before);
    expectRefused(await limited("unlimited", ["predict", run, many, "--backend", "cpu"], ">/dev/full"));
  });
});

test("a training that finds the disk full, wherever, keeps its epochs or leaves nothing; and goes on to what it would have been", async () => {
  await inFolder(async (folder) => {
    const spec = await specIn(folder);
    const whole = join(folder, "whole");
    const two = join(folder, "two-epochs");
    await Promise.all([trainIn(spec, whole), trainIn(spec, two, "--epochs", "2")]);
    const right = await resultsOf(whole);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.boolean(), async (blocks, resumes) => {
        const run = join(folder, `run-${count++}`);
        if (resumes) await cp(two, run, { recursive: true });
        else await mkdir(run);
        const before = await contentsOf(run);
        const args = ["train", spec, "-o", run, "--backend", "cpu"];
        expectRefused(await limited(blocks, [...args, ...(resumes ? ["--resume", "--epochs", "4"] : [])]));
        const after = await contentsOf(run);
        for (const name of after.keys()) expect(name).not.toMatch(/\.(part|lock|tmp)$/);
        for (const name of before.keys()) expect(after.has(name), name).toBe(true);
        const kept = after.size > 0 ? ["--resume", "--epochs", "4"] : [];
        const { code, stderr } = await limited("unlimited", [...args, ...kept]);
        expect(code, stderr).toBe(0);
        const results = await resultsOf(run);
        for (const [name, content] of right) expect(results.get(name) === content, name).toBe(true);
      }),
      {
        numRuns: 6,
        examples: [
          [0, false],
          [0, true],
          [8, false],
          [3, true],
        ],
      },
    );
  });
});
