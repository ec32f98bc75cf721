import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { inFolder, root } from "./cnnc.ts";

/** Runs scripts/lint-kinds.ts on a house of these files. */
function lint(files: Readonly<Record<string, string>>): Promise<{ code: number; stderr: string }> {
  return inFolder(async (folder) => {
    for (const [file, code] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    return await new Promise((done) => {
      execFile(
        process.execPath,
        ["--import", "tsx", "scripts/lint-kinds.ts", folder],
        { cwd: root },
        (error, _, stderr) => done({ code: error === null ? 0 : Number(error.code), stderr }),
      );
    });
  });
}

const node = "declare const node: { readonly kind: string } | undefined;\n";

/** Code that must be found. */
const naming = {
  "src/diagram/equal.ts": `${node}export const a = node?.kind === "conv";`,
  "src/diagram/unequal.ts": `${node}export const a = "dense" !== node!.kind;`,
  "src/phases/switch.ts": `${node}switch (node!.kind) { case "maxpool": }`,
  "src/report/list.ts": `${node}export const a = ["add", "concat"].includes(node!.kind);`,
  "src/runtime/typed.ts": 'declare const kind: "conv" | "dense"; export const a = kind === "conv";',
  "web/name.ts": 'declare const layerKind: string; export const a = layerKind === "relu";',
};

/** Code that must not be; that the script then ends with 0 is seen where `npm test` runs it on the repository. */
const passed = {
  "src/layers/kinds/conv.ts": `${node}export const a = node?.kind === "conv";`,
  "src/targets/tfjs/model.ts": `${node}export const a = node?.kind === "conv";`,
  "src/phases/syntax.ts":
    'declare const step: { kind: "input" | "repeat" }; export const a = step.kind === "input";',
  "src/phases/word.ts": 'declare const word: string; export const a = word === "input";',
  "src/report/other.ts": `${node}export const a = node?.kind === "no layer";`,
};

let code: number;
let stderr: string;

beforeAll(async () => {
  ({ code, stderr } = await lint({ ...naming, ...passed }));
});

test("code that names a layer's kind is found, in every form", () => {
  const places = stderr
    .trimEnd()
    .split("\n")
    .map((line) => line.split(":").slice(0, 2).join(":"));
  expect(places.sort()).toEqual([
    "src/diagram/equal.ts:2",
    "src/diagram/unequal.ts:2",
    "src/phases/switch.ts:2",
    "src/report/list.ts:2",
    "src/runtime/typed.ts:1",
    "web/name.ts:1",
  ]);
  expect(code).toBe(1);
});

test("definitions, targets, and kinds of something else are passed by", () => {
  for (const file of Object.keys(passed)) expect(stderr).not.toContain(file);
});
