import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cnnc, inFolder, root, specs } from "../house/cnnc.ts";

const WRITTEN = "net a{input { x }\nrelu=>1}\n";
const WANTED = "net a { input { x }\n  relu  => 1 }\n";

/** Runs `cnnc fmt -` on a text. */
function through(
  text: string,
  ...options: string[]
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(root, "dist/cnnc.cjs"), "fmt", ...options, "-"],
      { env: { ...process.env, NO_COLOR: "1" } },
      (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }),
    );
    child.stdin!.end(text);
  });
}

test("files are changed where they need it, and named", async () => {
  await inFolder(async (folder) => {
    const [loose, tidy] = [join(folder, "loose.cnn"), join(folder, "tidy.cnn")];
    await writeFile(loose, WRITTEN, { mode: 0o640 });
    await writeFile(tidy, WANTED);
    const { mtimeMs } = await stat(tidy);
    expect(await cnnc(["fmt", "--check", loose, tidy])).toEqual({
      code: 1,
      stdout: `${loose}\n`,
      stderr: "",
    });
    expect(await readFile(loose, "utf8")).toBe(WRITTEN);
    expect(await cnnc(["fmt", loose, tidy])).toEqual({ code: 0, stdout: `${loose}\n`, stderr: "" });
    expect(await readFile(loose, "utf8")).toBe(WANTED);
    expect((await stat(loose)).mode & 0o777).toBe(0o640);
    expect((await stat(tidy)).mtimeMs).toBe(mtimeMs);
    expect(await cnnc(["fmt", "--check", loose, tidy])).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

test("a file with a syntax error is left alone, and the others are formatted", async () => {
  await inFolder(async (folder) => {
    const [broken, loose] = [join(folder, "broken.cnn"), join(folder, "loose.cnn")];
    await writeFile(broken, "net a{");
    await writeFile(loose, WRITTEN);
    const { code, stdout, stderr } = await cnnc(["fmt", broken, loose]);
    expect(code).toBe(1);
    expect(stdout).toBe(`${loose}\n`);
    expect(stderr).toContain("error[syntax_unclosed]: `{` is never closed");
    expect(await readFile(broken, "utf8")).toBe("net a{");
    expect(await readFile(loose, "utf8")).toBe(WANTED);
  });
});

test("nothing is written where a file can't be read", async () => {
  await inFolder(async (folder) => {
    const loose = join(folder, "loose.cnn");
    await writeFile(loose, WRITTEN);
    const { code, stdout, stderr } = await cnnc(["fmt", loose, join(folder, "nowhere.cnn")]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("there is no such file");
    expect(await readFile(loose, "utf8")).toBe(WRITTEN);
  });
});

test("- is standard input and output", async () => {
  expect(await through(WRITTEN)).toEqual({ code: 0, stdout: WANTED, stderr: "" });
  expect(await through(WANTED, "--check")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await through(WRITTEN, "--check")).toEqual({ code: 1, stdout: "standard input\n", stderr: "" });
  const broken = await through("net a {");
  expect(broken).toMatchObject({ code: 1, stdout: "" });
  expect(broken.stderr).toContain("--> standard input:1:7");
});

test("every spec of the repository is formatted", async () => {
  expect(await cnnc(["fmt", "--check", ...specs])).toEqual({ code: 0, stdout: "", stderr: "" });
});
