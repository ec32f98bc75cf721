// Each import rule fires on a snippet that breaks it: a rule whose pattern matches nothing would guard nothing.
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const configFile = join(root, ".dependency-cruiser.cjs");

interface Config {
  readonly forbidden: readonly { readonly name: string }[];
}

/** Rule, and a file that breaks it by this import. */
type Case = readonly [rule: string, file: string, code: string];

const asRead: readonly Case[] = [
  // Phases meet only through IR values.
  ["part-phases-1-parse", "src/phases/1-parse/a.ts", 'import "../2-resolve/target.ts";'],
  ["part-phases-2-resolve", "src/phases/2-resolve/a.ts", 'import "../3-expand/target.ts";'],
  ["part-phases-2-resolve", "src/phases/2-resolve/b.ts", 'import type {} from "../1-parse/target.ts";'],
  ["part-phases-3-expand", "src/phases/3-expand/a.ts", 'import "../../targets/tfjs/target.ts";'],
  ["part-phases-4-check", "src/phases/4-check/a.ts", 'import "../../diagram/target.ts";'],
  ["part-phases-5-advise", "src/phases/5-advise/a.ts", 'import "../../diagram/target.ts";'],
  ["part-compile.ts", "src/compile.ts", 'import "./cli/target.ts";'],
  // Targets never import each other.
  ["part-targets-tfjs", "src/targets/tfjs/a.ts", 'import "../ir/target.ts";'],
  ["part-targets-ir", "src/targets/ir/a.ts", 'import "../tfjs/target.ts";'],
  ["part-source", "src/source/a.ts", 'import "../shape/target.ts";'],
  ["part-shape", "src/shape/a.ts", 'import "../source/target.ts";'],
  ["part-random", "src/random/a.ts", 'import "../runtime/target.ts";'],
  ["part-data", "src/data/a.ts", 'import "../runtime/target.ts";'],
  ["part-diagnostics", "src/diagnostics/a.ts", 'import "../cli/target.ts";'],
  ["part-layers", "src/layers/a.ts", 'import "../phases/3-expand/target.ts";'],
  ["part-layers-types", "src/layers/b.ts", 'import { value } from "../ir/target.ts"; value();'],
  ["part-ir", "src/ir/a.ts", 'import "../diagram/target.ts";'],
  ["part-ir-types", "src/ir/b.ts", 'import "../layers/target.ts";'],
  ["part-tasks", "src/tasks/a.ts", 'import "../runtime/target.ts";'],
  ["part-tasks-types", "src/tasks/b.ts", 'import "../layers/target.ts";'],
  ["part-grammar", "grammar/a.ts", 'import "../src/phases/1-parse/target.ts";'],
  ["part-grammar-types", "grammar/b.ts", 'import "../src/ir/target.ts";'],
  ["part-report", "src/report/a.ts", 'import "../cli/target.ts";'],
  ["part-report-types", "src/report/b.ts", 'import "../compile.ts";'],
  ["part-importers", "src/importers/a.ts", 'import "../runtime/target.ts";'],
  ["part-runtime", "src/runtime/a.ts", 'import "../diagram/target.ts";'],
  ["part-api", "src/api/a.ts", 'import "../diagram/target.ts";'],
  ["part-diagram", "src/diagram/a.ts", 'import "../runtime/target.ts";'],
  ["part-format", "src/format/a.ts", 'import "../layers/target.ts";'],
  ["part-format-types", "src/format/b.ts", 'import "../source/target.ts";'],
  ["package-chevrotain", "src/format/c.ts", 'import "chevrotain";'],
  ["part-cli", "src/cli/a.ts", 'import "../../tests/target.ts";'],
  ["part-web", "web/a.ts", 'import "../tests/target.ts";'],
  ["package-d3", "src/layers/c.ts", 'import { select } from "d3"; select();'],
  ["package-d3", "src/layers/c2.ts", 'import type { Selection } from "d3";'],
  ["package-resvg", "src/runtime/b.ts", 'await import("@resvg/resvg-js");'],
  ["package-pdfkit", "src/cli/e.ts", 'import "pdfkit";'],
  ["package-fflate", "src/cli/f.ts", 'import "fflate";'],
  ["package-tensorflow", "src/diagram/b.ts", 'import "@tensorflow/tfjs-core";'],
  ["package-webgpu", "src/targets/tfjs/b.ts", 'import "webgpu";'],
  ["package-chevrotain", "src/phases/2-resolve/c.ts", 'import "chevrotain";'],
  ["package-commander", "src/runtime/d.ts", 'import "commander";'],
  ["package-cli-progress", "src/runtime/e.ts", 'import "cli-progress";'],
  ["package-picocolors", "src/diagnostics/b.ts", 'import "picocolors";'],
  ["node-stays-outside", "src/diagram/write/svg.ts", 'import "node:fs";'],
  ["node-stays-outside", "src/phases/1-parse/b.ts", 'import "path";'],
  ["every-part-has-a-row", "src/cli/b.ts", 'import "../novelties/target.ts";'],
  ["no-cycles", "src/shape/one.ts", 'import "./two.ts";'],
  ["no-dead-modules", "src/cli/dead.ts", 'import "./launcher.ts";'],
  ["no-unresolved", "src/cli/c.ts", 'import "./missing.ts";'],
  ["declared-dependencies", "src/cli/d.ts", 'import "vitest";'],
];

/** What `check` must not load, however far from it; and what may stand there. */
const heavy = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-backend-wasm",
  "d3",
  "ajv",
  "@resvg/resvg-js",
  "pdfkit",
  "fflate",
  "webgpu",
];
const asLoaded: readonly Case[] = [
  ["check-starts-light", "src/cli/main.ts", 'import "./check.ts"; type Draw = typeof import("./draw.ts");'],
  [
    "check-starts-light",
    "src/cli/check.ts",
    'import "../shape/far.ts"; import type {} from "../shape/type.ts";',
  ],
];

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function house(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cnnc-house-"));
  folders.push(folder);
  for (const file of ["package.json", "tsconfig.json"]) await copyFile(join(root, file), join(folder, file));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const part of ["src", "grammar", "web"]) await mkdir(join(folder, part));
  for (const [file, code] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), code);
  }
  return folder;
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

async function violations(folder: string, cruise: "" | "loaded"): Promise<readonly Violation[]> {
  const depcruise = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const json = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [depcruise, "--config", configFile, "--output-type", "json", "src", "grammar", "web"],
      { cwd: folder, env: { ...process.env, CRUISE: cruise }, maxBuffer: 2 ** 26 },
      (_, stdout) => done(stdout),
    );
  });
  return (JSON.parse(json) as { summary: { violations: Violation[] } }).summary.violations;
}

function ruleNames(cruise: "" | "loaded"): readonly string[] {
  const require = createRequire(import.meta.url);
  delete require.cache[configFile];
  process.env.CRUISE = cruise;
  const { forbidden } = require(configFile) as Config;
  delete process.env.CRUISE;
  return forbidden.map(({ name }) => name);
}

const target = "export const value = () => 0;\n";

test("every rule on who imports whom fires", async () => {
  const files: Record<string, string> = {
    "src/shape/two.ts": 'import "./one.ts";',
    "src/cli/launcher.ts": target,
    "web/b.ts": 'import "../src/source/used-by-web.ts";',
    "src/source/used-by-web.ts": target,
    "tests/target.ts": target,
  };
  for (const part of ["source", "shape", "runtime", "cli", "ir", "layers", "diagram", "novelties"]) {
    files[`src/${part}/target.ts`] = target;
  }
  for (const part of [
    "phases/1-parse",
    "phases/2-resolve",
    "phases/3-expand",
    "targets/tfjs",
    "targets/ir",
  ]) {
    files[`src/${part}/target.ts`] = target;
  }
  for (const [, file, code] of asRead) files[file] = code;
  const found = await violations(await house(files), "");
  const fired = new Set(found.map(({ rule, from }) => `${rule.name}: ${from}`));
  for (const [rule, file] of asRead) expect(fired, `${rule} on ${file}`).toContain(`${rule}: ${file}`);
  // The playground uses it.
  expect(fired).not.toContain("no-dead-modules: src/source/used-by-web.ts");
  expect([...new Set(asRead.map(([rule]) => rule))].sort()).toEqual([...ruleNames("")].sort());
});

test("the rule on what check loads follows imports, and passes types by", async () => {
  const files: Record<string, string> = {
    "src/shape/far.ts": heavy.map((name) => `import "${name}";`).join("\n"),
    "src/shape/type.ts": 'import "commander";',
    "src/cli/draw.ts": 'import "d3-shape";',
  };
  for (const [, file, code] of asLoaded) files[file] = code;
  const found = await violations(await house(files), "loaded");
  for (const [rule, file] of asLoaded) {
    const reached = found.filter((v) => v.rule.name === rule && v.from === file).map(({ to }) => to);
    for (const name of heavy) {
      expect(
        reached.some(
          (to) => to.includes(`node_modules/${name}/`) || to.includes(`node_modules/@types/${name}/`),
        ),
        `${file} reaches ${name}: ${reached.join(", ")}`,
      ).toBe(true);
    }
  }

  const light = await violations(
    await house({
      "src/cli/main.ts": 'export type Draw = typeof import("./draw.ts"); import "commander";',
      "src/cli/check.ts": 'import type { Selection } from "../shape/type.ts"; export type S = Selection;',
      "src/cli/draw.ts": 'import "d3";',
      "src/shape/type.ts": 'export type { Selection } from "d3"; import "d3";',
    }),
    "loaded",
  );
  expect(light).toEqual([]);
  expect(ruleNames("loaded")).toEqual([...new Set(asLoaded.map(([rule]) => rule))]);
});
