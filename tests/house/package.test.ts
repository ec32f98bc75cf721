import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root, specs } from "./cnnc.ts";

const read = (file: string) => readFile(join(root, file), "utf8");

/** Paths of the files that `npm publish` would send. */
async function packed(): Promise<readonly string[]> {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"];
  const { stdout } = await promisify(execFile)("npm", pack, { cwd: root });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

test("the package holds what its users run, and nothing of how it is made", async () => {
  const files = await packed();
  const { bin } = JSON.parse(await read("package.json")) as { bin: { cnnc: string } };
  expect(files).toEqual(
    expect.arrayContaining([
      bin.cnnc,
      "dist/main.cjs",
      "dist/commands/train.mjs",
      "package.json",
      "LICENSE",
      ...specs,
    ]),
  );
  expect(files.filter((file) => /^(src|tests|scripts|bench|docs|node_modules|runs|\.)/.test(file))).toEqual(
    [],
  );
});

test("the bundle asks at run time only for packages that are installed with it", async () => {
  const { dependencies } = JSON.parse(await read("package.json")) as { dependencies: Record<string, string> };
  const asked = new Set<string>();
  for (const path of (await packed()).filter((file) => /^dist\/.*\.[cm]js$/.test(file))) {
    for (const [, name] of (await read(path)).matchAll(
      /(?:(?<!start )\bfrom|\bimport|\brequire)\s*\(?\s*"([@a-z][\w@/.:-]*)"/g,
    )) {
      // Messages show how a spec is imported, and what a run starts from.
      if (!name!.startsWith("node:") && !name!.endsWith(".cnn"))
        asked.add(name!.split("/", name!.startsWith("@") ? 2 : 1).join("/"));
    }
  }
  expect(asked).toContain("@tensorflow/tfjs-core");
  expect([...asked].filter((name) => !(name in dependencies) && !builtinModules.includes(name))).toEqual([]);
});

test("the lock file names no host", async () => {
  expect(await read("package-lock.json")).not.toMatch(
    /"resolved"|https?:\/\/(?!.*(funding|sponsor))[^"]*\.tgz/,
  );
});
