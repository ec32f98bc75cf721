import { describe, expect, test } from "vitest";
import { checkJson } from "../../src/report/check-json.ts";
import { bytes, checkTable } from "../../src/report/check-table.ts";
import { compileVerified, specs } from "../language/verified.ts";

const same = (text: string) => text;
const plain = { bold: same, dim: same, green: same, red: same, yellow: same };

describe("the table", () => {
  test.each(specs("specs/figures"))("$file", async ({ text, file }) => {
    const { program, source } = compileVerified(text, file);
    const tables = program.nets.map((net) => checkTable(net, source, plain)).join("\n\n");
    await expect(`${tables}\n`).toMatchFileSnapshot(
      `${file.replace(/^.*[\\/]/, "").replace(/\.cnn$/, "")}.txt`,
    );
  });

  test("an incomplete net says where the count stops, and claims show what is true", () => {
    const { program, source } = compileVerified(
      "net a { input image 9x9x1, conv 2@3 => 21 weights\n conv 4@30 valid, relu }",
    );
    const table = checkTable(program.nets[0]!, source, plain);
    expect(table).toContain("a  incomplete");
    expect(table).toContain("… the net goes on, but a fault stops the count here");
    expect(table).toContain("✗ line 1: conv 2@3 => 21 weights — it is 20  (2·3·3·1 + 2 = 20)");
  });

  test("an erratum that holds tells what the source says and what is true", () => {
    const { program, source } = compileVerified(
      'net a {\n  input image 9x9x1 => 18 pixels but 81\n  conv 2@3 => 9x9x1 but 9x9x2\n  expect 21 weights but 20 "p. 3"\n}',
    );
    const lines = checkTable(program.nets[0]!, source, plain).split("\n");
    expect(lines.filter((line) => /[✓✗≠]/.test(line))).toEqual([
      "  ≠ line 2: input image => the source says 18 pixels, and 81 is true  (9·9 = 81)",
      "  ≠ line 3: conv 2@3 => the source says 9×9×1, and 9×9×2 is true",
      '  ≠ line 4: a => the source says 21 weights, and 20 is true  (2·3·3·1 + 2 = 20)  "p. 3"',
    ]);
  });

  test("control characters of a cited text stay out of it", () => {
    const { program, source } = compileVerified(
      'net a { input { x }, dense 1, expect 2 weights "p.\u001b[31m 3" }',
    );
    expect(checkTable(program.nets[0]!, source, plain)).toContain('"p.·[31m 3"');
  });

  test("memory in powers of 1000", () => {
    expect([0, 999, 1000, 10_816, 99_960, 3.2e6, 5e15].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "10.8 kB",
      "100 kB",
      "3.2 MB",
      "5.0 PB",
    ]);
  });
});

test("the JSON report has counts, claims and messages with their places", () => {
  const compilation = compileVerified(
    'net a {\n  input image 9x9x1\n  conv 2@3 as c => 21 weights\n  expect 20 weights "p. 3"\n}\n',
    "a.cnn",
  );
  const report = JSON.parse(JSON.stringify(checkJson(compilation, compilation.program.nets)));
  expect(report).toMatchObject({
    file: "a.cnn",
    diagnostics: [
      {
        code: "claim_refuted",
        severity: "error",
        span: { line: 3, column: 20, endLine: 3, endColumn: 30 },
        notes: ["2·3·3·1 + 2 = 20"],
      },
    ],
    nets: [
      {
        name: "a",
        complete: true,
        weights: 20,
        learned: 20,
        tracked: 0,
        fixed: 0,
        multiplyAdds: 9 * 9 * 2 * 9,
        output: [9, 9, 2],
        layers: [
          { name: "input_1" },
          {
            name: "conv_1",
            kind: "conv",
            weights: 20,
            arithmetic: "2·3·3·1 + 2",
            receptiveField: [3, 3],
            stride: [1, 1],
          },
        ],
        claims: [
          { text: "21 weights", holds: false, found: "20" },
          { text: "20 weights", holds: true, source: "p. 3" },
        ],
      },
    ],
  });
});
