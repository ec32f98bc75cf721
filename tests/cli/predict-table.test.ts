import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { answersTable } from "../../src/cli/commands/predict-table.ts";

test("answers are a table with one row an example, in the same columns whatever is likeliest", () => {
  const classes = (first: string, second: string) =>
    ({
      kind: "class",
      name: first,
      probability: 0.75,
      ranking: [
        { name: first, probability: 0.75 },
        { name: second, probability: 0.25 },
      ],
    }) as const;
  const size = (value: number) =>
    ({ kind: "quantities", values: [{ name: "width", unit: "mm", value }] }) as const;
  const table = answersTable(
    ["t.csv line 2", 'a "b", c'],
    [
      { side: classes("left", "right"), size: size(1.5) },
      { side: classes("right", "left"), size: size(-2) },
    ],
  );
  expect(parse(table, { columns: true })).toEqual([
    {
      example: "t.csv line 2",
      "side class": "left",
      "side probability of left": "0.75",
      "side probability of right": "0.25",
      "size width in mm": "1.5",
    },
    {
      example: 'a "b", c',
      "side class": "right",
      "side probability of left": "0.25",
      "side probability of right": "0.75",
      "size width in mm": "-2",
    },
  ]);
});

test("what is answered at each place is no row", () => {
  const answer = { kind: "numbers", shape: [2, 2], values: new Float32Array(4) } as const;
  expect(() => answersTable(["a"], [{ same: answer }])).toThrow("answers at each place of its input");
});
