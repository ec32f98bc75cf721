// A function fits a screen or two, and a file has one subject.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

const LINES_OF_FUNCTION = 80;
const LINES_OF_FILE = 350;

/** What is larger, and may not grow. A line goes when it has been cut. */
const larger: { readonly [place: string]: number } = {
  "src/backends/kernels/wasm/simd/plan.ts plan": 101,
  "src/phases/1-parse/chain-messages.ts inChain": 100,
  "src/diagram/stages/rounds.ts roundsOnce": 99,
  "src/phases/1-parse/brackets.ts balance": 95,
  "src/diagram/stages/series-parallel.ts formOf": 94,
  "src/diagram/flow/layout.ts placed": 89,
  "src/phases/3-expand/builder.ts add": 89,
  "src/backends/kernels/wasm/filter-gradient.ts sumGradient": 82,
  "src/phases/3-expand/builder.ts": 414,
  "src/diagram/views/arithmetic.ts": 364,
  "src/phases/3-expand/expand.ts": 355,
};

/** Files and functions with more lines than these, with their numbers. */
function largerThan(file: string, text: string, lines: { file: number; function: number }) {
  const found: { [place: string]: number } = {};
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  const length = text.split("\n").length - 1;
  if (length > lines.file) found[file] = length;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const count = lineAt(node.end) - lineAt(node.getStart()) + 1;
      const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
      if (count > lines.function)
        found[`${file} ${named?.getText() ?? `line ${lineAt(node.pos) + 1}`}`] = count;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

test("functions and files are found with their lines", () => {
  const text = "const a = () => {\n\n};\nclass B {\n  b() {\n    return 1;\n  }\n}\n";
  expect(largerThan("x.ts", text, { file: 7, function: 2 })).toEqual({ "x.ts": 8, "x.ts a": 3, "x.ts b": 3 });
  expect(largerThan("x.ts", text, { file: 8, function: 3 })).toEqual({});
});

test("no function and no file of src is too large, and what was so does not grow", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const found = Object.assign(
    {},
    ...files.map((file) =>
      largerThan(`src/${file}`, readFileSync(`src/${file}`, "utf8"), {
        file: LINES_OF_FILE,
        function: LINES_OF_FUNCTION,
      }),
    ),
  );
  expect(Object.keys(found).sort()).toEqual(Object.keys(larger).sort());
  for (const [place, lines] of Object.entries(larger)) expect(found[place], place).toBeLessThanOrEqual(lines);
});
