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
  ["part-targets-tfjs", "src/targets/tfjs/a.ts", 'import "../../diagram/target.ts";'],
  ["part-source", "src/source/a.ts", 'import "../shape/target.ts";'],
  ["part-shape", "src/shape/a.ts", 'import "../source/target.ts";'],
  ["part-random", "src/random/a.ts", 'import "../training/target.ts";'],
  ["part-diagnostics", "src/diagnostics/a.ts", 'import "../cli/target.ts";'],
  ["part-layers", "src/layers/a.ts", 'import "../phases/3-expand/target.ts";'],
  ["part-layers-types", "src/layers/b.ts", 'import { value } from "../ir/target.ts"; value();'],
  ["part-ir", "src/ir/a.ts", 'import "../diagram/target.ts";'],
  ["part-ir-types", "src/ir/b.ts", 'import "../layers/target.ts";'],
  ["part-tasks", "src/tasks/a.ts", 'import "../training/target.ts";'],
  ["part-tasks-types", "src/tasks/b.ts", 'import "../layers/target.ts";'],
  ["part-grammar", "grammar/a.ts", 'import "../src/phases/1-parse/target.ts";'],
  ["part-grammar-types", "grammar/b.ts", 'import "../src/ir/target.ts";'],
  ["part-report", "src/report/a.ts", 'import "../cli/target.ts";'],
  ["part-report-types", "src/report/b.ts", 'import "../compile.ts";'],
  ["part-host", "src/host/a.ts", 'import "../cli/target.ts";'],
  ["part-data", "src/data/a.ts", 'import "../training/target.ts";'],
  // A room in a room is another room.
  ["part-data", "src/data/b.ts", 'import "./formats/target.ts";'],
  ["part-data-formats", "src/data/formats/a.ts", 'import "../sources/target.ts";'],
  ["part-data-sources", "src/data/sources/a.ts", 'import "../../training/target.ts";'],
  ["part-data-simulators", "src/data/simulators/a.ts", 'import "../sources/target.ts";'],
  ["part-data-parts", "src/data/parts/a.ts", 'import "../sources/target.ts";'],
  ["part-backends", "src/backends/a.ts", 'import "../model/target.ts";'],
  ["part-model", "src/model/a.ts", 'import "../training/target.ts";'],
  ["part-model-types", "src/model/b.ts", 'import "../data/target.ts";'],
  ["part-training", "src/training/a.ts", 'import "../runs/target.ts";'],
  ["part-answering", "src/answering/a.ts", 'import "../training/target.ts";'],
  ["part-answering-types", "src/answering/b.ts", 'import "../data/target.ts";'],
  ["part-runs", "src/runs/a.ts", 'import "../cli/target.ts";'],
  ["part-runs-types", "src/runs/b.ts", 'import "../training/trainer.ts";'],
  ["part-api", "src/api/a.ts", 'import "../cli/target.ts";'],
  ["part-diagram", "src/diagram/index.ts", 'import "../training/target.ts";'],
  ["part-diagram-scene", "src/diagram/scene/a.ts", 'import "../stages/target.ts";'],
  ["part-diagram-scene-types", "src/diagram/scene/b.ts", 'import "../../layers/registry.ts";'],
  ["part-diagram-stages", "src/diagram/stages/a.ts", 'import "../flow/target.ts";'],
  ["part-diagram-bodies", "src/diagram/bodies/a.ts", 'import "../flow/target.ts";'],
  ["part-diagram-flow", "src/diagram/flow/a.ts", 'import "../views/target.ts";'],
  ["part-diagram-views", "src/diagram/views/a.ts", 'import "../write/target.ts";'],
  ["part-diagram-write", "src/diagram/write/a.ts", 'import "../stages/target.ts";'],
  ["part-cli", "src/cli/a.ts", 'import "../diagram/index.ts";'],
  ["part-cli-types", "src/cli/b.ts", 'import "../targets/tfjs/unsupported.ts";'],
  ["part-cli-commands", "src/cli/commands/a.ts", 'import "../../../tests/target.ts";'],
  ["part-cli-terminal", "src/cli/terminal/a.ts", 'import "../../diagram/index.ts";'],
  ["part-cli-spec", "src/cli/spec/a.ts", 'import "../commands/target.ts";'],
  // What is no door is a room's own business.
  ["door-grammar", "src/phases/1-parse/door.ts", 'import "../../../grammar/target.ts";'],
  ["door-layers", "src/ir/door.ts", 'import type {} from "../layers/target.ts";'],
  ["door-tasks", "src/training/door.ts", 'import "../tasks/target.ts";'],
  ["door-phases-1-parse", "src/format/door.ts", 'import "../phases/1-parse/target.ts";'],
  ["door-phases-2-resolve", "src/compile.ts", 'import "./phases/2-resolve/target.ts";'],
  ["door-phases-3-expand", "src/compile.ts", 'import "./phases/3-expand/target.ts";'],
  ["door-phases-4-check", "src/compile.ts", 'import "./phases/4-check/target.ts";'],
  ["door-phases-5-advise", "src/compile.ts", 'import "./phases/5-advise/target.ts";'],
  ["door-format", "src/cli/commands/door.ts", 'import "../../format/target.ts";'],
  ["door-report", "src/cli/commands/door.ts", 'import "../../report/target.ts";'],
  ["door-targets-tfjs", "src/model/door.ts", 'import "../targets/tfjs/target.ts";'],
  ["door-data-sources", "src/api/door.ts", 'import "../data/sources/target.ts";'],
  ["door-backends", "src/model/door.ts", 'import "../backends/target.ts";'],
  ["door-training", "src/api/door.ts", 'import "../training/target.ts";'],
  ["door-answering", "src/api/door.ts", 'import "../answering/target.ts";'],
  ["door-runs", "src/api/door.ts", 'import "../runs/target.ts";'],
  ["door-api", "src/cli/commands/door.ts", 'import "../../api/target.ts";'],
  ["door-diagram", "src/cli/commands/door.ts", 'import "../../diagram/scene/target.ts";'],
  ["door-diagram-write", "src/diagram/index.ts", 'import "./write/target.ts";'],
  ["part-language", "src/language/a.ts", 'import "../diagram/target.ts";'],
  ["door-language", "src/cli/commands/door-language.ts", 'import "../../language/target.ts";'],
  ["part-format", "src/format/a.ts", 'import "../layers/target.ts";'],
  ["part-format-types", "src/format/b.ts", 'import "../source/target.ts";'],
  ["package-chevrotain", "src/format/c.ts", 'import "chevrotain";'],
  ["part-web", "web/a.ts", 'import "../tests/target.ts";'],
  ["part-web-write", "web/write/a.ts", 'import "../see/target.ts";'],
  ["part-web-see", "web/see/a.ts", 'import "../write/target.ts";'],
  ["part-web-see-types", "web/see/b.ts", 'import "../../src/diagram/index.ts";'],
  ["part-web-share", "web/share/a.ts", 'import "../see/target.ts";'],
  ["part-web-state", "web/state/a.ts", 'import "../write/target.ts";'],
  ["part-web-state-types", "web/state/b.ts", 'import "../../src/diagram/index.ts";'],
  ["part-web-parts", "web/parts/a.ts", 'import "../see/target.ts";'],
  ["part-web-library", "web/library/a.ts", 'import "../state/target.ts";'],
  ["part-web-library-types", "web/library/b.ts", 'import "../worker/messages.ts";'],
  ["part-web-worker", "web/worker/a.ts", 'import "../state/target.ts";'],
  ["door-web", "src/cli/commands/door.ts", 'import "../../../web/target.ts";'],
  ["door-web-worker", "web/state/door.ts", 'import "../worker/target.ts";'],
  ["package-preact", "src/layers/e.ts", 'import "preact";'],
  ["package-codemirror", "web/see/c.ts", 'import "@codemirror/state";'],
  ["package-lezer", "web/see/d.ts", 'import "@lezer/highlight";'],
  ["package-d3", "src/layers/c.ts", 'import { select } from "d3"; select();'],
  ["package-d3", "src/layers/c2.ts", 'import type { Selection } from "d3";'],
  ["package-resvg", "src/training/b.ts", 'await import("@resvg/resvg-js");'],
  ["package-pdfkit", "src/cli/e.ts", 'import "pdfkit";'],
  ["package-fflate", "src/cli/f.ts", 'import "fflate";'],
  ["package-bidi-js", "src/cli/g.ts", 'import "bidi-js";'],
  ["package-tensorflow", "src/diagram/b.ts", 'import "@tensorflow/tfjs-core";'],
  ["package-webgpu", "src/targets/tfjs/b.ts", 'import "webgpu";'],
  ["package-chevrotain", "src/phases/2-resolve/c.ts", 'import "chevrotain";'],
  ["package-commander", "src/training/d.ts", 'import "commander";'],
  ["package-cli-progress", "src/training/e.ts", 'import "cli-progress";'],
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
  [
    "check-starts-light",
    "src/cli/main.ts",
    'import "./commands/check/check.ts"; type Draw = typeof import("./commands/draw/draw.ts");',
  ],
  [
    "check-starts-light",
    "src/cli/commands/check/check.ts",
    'import "../../../shape/far.ts"; import type {} from "../../../shape/type.ts";',
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

function rooms(): Readonly<Record<string, unknown>> {
  return (
    createRequire(import.meta.url)(join(root, "scripts/rooms.cjs")) as {
      readonly rooms: Record<string, unknown>;
    }
  ).rooms;
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
  for (const part of Object.keys(rooms()).filter((room) => !room.includes(".") && room !== "web"))
    files[`${part}/target.ts`] = target;
  for (const door of [
    "src/layers/registry.ts",
    "src/training/trainer.ts",
    "src/targets/tfjs/unsupported.ts",
    "src/novelties/target.ts",
    "web/target.ts",
    "web/worker/messages.ts",
  ])
    files[door] = target;
  // A file may break several rules.
  for (const [, file, code] of asRead) files[file] = (files[file] ?? "") + code;
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
    "src/cli/commands/draw/draw.ts": 'import "d3-shape";',
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
      "src/cli/main.ts": 'export type Draw = typeof import("./commands/draw/draw.ts"); import "commander";',
      "src/cli/commands/check/check.ts":
        'import type { Selection } from "../../../shape/type.ts"; export type S = Selection;',
      "src/cli/commands/draw/draw.ts": 'import "d3";',
      "src/shape/type.ts": 'export type { Selection } from "d3"; import "d3";',
    }),
    "loaded",
  );
  expect(light).toEqual([]);
  expect(ruleNames("loaded")).toEqual([...new Set(asLoaded.map(([rule]) => rule))]);
});
