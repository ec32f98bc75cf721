import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTable } from "../../../src/data/sources/csv.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import type { CheckedNet, Field, Json } from "../../../src/ir/net.ts";
import { classify, fault, net, only, put, regress, source, succeeds, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();
const fields = [{ name: "age", unit: "years" }, { name: "crp" }];
const outcome = net([2], classify("survived", "died"), fields);
const columns = { input: ["age", "crp"], target: ["outcome"] };

async function load(
  content: string | Uint8Array,
  to: CheckedNet = outcome,
  options: Record<string, Json> = columns,
) {
  await put(folder, "clinic.csv", content);
  return loadData(source("csv", ["clinic.csv"], options), to, folder);
}
const wanted = (of: readonly Field[]) => [{ name: "patient", shape: [of.length], fields: of }];
const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), folder);

describe("CSV files", () => {
  test("give numbers by column and classes by name", async () => {
    expect(await load("id,crp,age,outcome\n1,3.5,70,died\n2,-1e2,41, survived \n")).toEqual({
      size: 2,
      inputs: [{ shape: [2], values: Float32Array.of(70, 3.5, 41, -100) }],
      targets: [Int32Array.of(1, 0)],
      names: ["line 2", "line 3"],
      columns: new Map([
        ["id", ["1", "2"]],
        ["crp", ["3.5", "-1e2"]],
        ["age", ["70", "41"]],
        ["outcome", ["died", "survived"]],
      ]),
    });
  });

  test("may have a byte order mark, CRLF, quotes, blank lines and no last line end", async () => {
    const data = await load(
      '\ufeff"age",crp,outcome,note\r\n\r\n"70",.5,"died","a ""b"",\r\nc"\r\n  \r\n41, +5. ,survived,',
    );
    expect(only(data).values).toEqual(Float32Array.of(70, 0.5, 41, 5));
    expect(data.names).toEqual(["line 3", "line 6"]);
  });

  test("give measured quantities, one column each", async () => {
    const to = net([1], regress({ name: "a", from: 0, to: 1 }, { name: "b" }), [{ name: "x" }]);
    const data = await load("b,a,x\n1,0.1,3\n", to, { input: "x", target: ["a", "b"] });
    expect(only(data).targets).toEqual(Float32Array.of(0.1, 1));
    expect(only(data).values).toEqual(Float32Array.of(3));
  });

  test("have nothing to teach a clustering", async () => {
    const task = { kind: "cluster", name: "group", clusters: 3, span: { start: 0, end: 1 } } as const;
    const to = net([2], task, fields);
    expect(await loadFault("age,crp,outcome\n70,1,died\n", to)).toMatchInlineSnapshot(`
      "clinic.csv: The data \`examples\` have 1 target column (outcome), but the net \`test\` needs 0.
        help: Take \`target\` out: what the net is to find needs no labels."
    `);
    const data = await load("age,crp,outcome\n70,1,died\n", to, { input: ["age", "crp"] });
    expect(data.targets).toEqual([undefined]);
  });

  test("feed predictions by the fields' names", async () => {
    const path = await put(folder, "new.csv", "name,crp,age\nA,1,2\nB,3,4\n");
    expect(await readTable(path, wanted(fields))).toEqual({
      size: 2,
      inputs: [{ shape: [2], values: Float32Array.of(2, 1, 4, 3) }],
      names: ["line 2", "line 3"],
    });
    expect(await fault(readTable(path, wanted([{ name: "creatinine" }])), folder)).toMatchInlineSnapshot(`
      "new.csv:1: There is no column \`creatinine\`: the columns are \`name\`, \`crp\`, \`age\`.
        help: Use one of these names."
    `);
    expect(await fault(readTable(`${path}x`, wanted(fields)), folder)).toMatchInlineSnapshot(`
      "new.csvx: Nothing is at this path, but a file with a table is expected here.
        help: Did you mean \`new.csv\`?"
    `);
  });
});

describe("faults of CSV files", () => {
  test("columns that are unknown, twice there, or input and target at once", async () => {
    expect(await loadFault("agee,crp,outcome\n1,2,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:1: There is no column \`age\`: the columns are \`agee\`, \`crp\`, \`outcome\`.
        help: Did you mean \`agee\`?"
    `);
    expect(await loadFault("age,CRP,outcome\n1,2,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:1: There is no column \`crp\`: the columns are \`age\`, \`CRP\`, \`outcome\`.
        help: Did you mean \`CRP\`?"
    `);
    expect(await loadFault("age,crp,outcome,age\n1,2,died,3\n")).toMatchInlineSnapshot(`
      "clinic.csv:1:17: Two columns are called \`age\`, so it is not clear which one is meant.
        help: Rename one of them."
    `);
    expect(
      await loadFault("age,crp\n1,2\n", outcome, { input: ["age", "crp"], target: ["crp"] }),
    ).toMatchInlineSnapshot(`
      "clinic.csv: The column \`crp\` is input and target at once: the net would be given what it is to find.
        help: Take it out of \`input\` or out of \`target\`."
    `);
  });

  test("numbers of columns that don't fit the net", async () => {
    const content = "age,crp,outcome\n1,2,died\n";
    expect(await loadFault(content, outcome, { input: ["age"], target: ["outcome"] })).toMatchInlineSnapshot(`
      "clinic.csv: The data \`examples\` feed 1 column (age), but the net \`test\` takes 2 fields (age, crp).
        help: Name one column for each field after \`input\`, in the order of the fields."
    `);
    expect(
      await loadFault(content, outcome, { input: ["age", "crp"], target: ["outcome", "age"] }),
    ).toMatchInlineSnapshot(`
      "clinic.csv: The data \`examples\` have 2 target columns (outcome, age), but the task \`kind\` needs 1.
        help: Name the one column that holds the class after \`target\`."
    `);
    const two = net([2], regress({ name: "heart rate" }, { name: "weight" }), fields);
    expect(await loadFault(content, two)).toMatchInlineSnapshot(`
      "clinic.csv: The data \`examples\` have 1 target column (outcome), but the task \`rate\` needs 2.
        help: Name one column for each after \`target\`: \`heart rate\`, \`weight\`."
    `);
    expect(await loadFault(content, net([28, 28, 1], classify("a", "b")))).toMatchInlineSnapshot(`
      "clinic.csv: The data \`examples\` feed 2 columns (age, crp), but the net \`test\` takes a file of 28×28×1.
        help: Name one column for each field and one for each file after \`input\`, in the order of the net's inputs."
    `);
  });

  test("cells that hold no number", async () => {
    expect(await loadFault('age,crp,outcome\n70,2,died\n"7\n0",unknown,died\n')).toMatchInlineSnapshot(`
      "clinic.csv:3:1: Column \`age\` holds the text \`7 0\`, but a number is needed.
        help: Write a plain number without its unit, such as 13.5, or leave the row out."
    `);
    expect(await loadFault("age,crp,outcome\n70,12 mg,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:4: Column \`crp\` holds the text \`12 mg\`, but a number is needed.
        help: Write a plain number without its unit, such as 13.5, or leave the row out."
    `);
    expect(await loadFault('age,crp,outcome\n70,"3,5",died\n')).toMatchInlineSnapshot(`
      "clinic.csv:2:4: Column \`crp\` holds the text \`3,5\`, but a number is needed.
        help: Write it with a decimal point: 3.5."
    `);
    expect(await loadFault("age,crp,outcome\n0x10,2,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:1: Column \`age\` holds the text \`0x10\`, but a number is needed.
        help: Write a plain number without its unit, such as 13.5, or leave the row out."
    `);
    expect(await loadFault("age,crp,outcome\n70,,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:4: The cell of column \`crp\` is empty, but a number is needed.
        help: Fill in the value, or leave the row out."
    `);
    expect(await loadFault("age,crp,outcome\n70,NaN,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:4: Column \`crp\` holds \`NaN\`, but a finite number is needed, below 3.4e38 in size.
        help: Correct the value, or leave the row out."
    `);
    expect(await loadFault("age,crp,outcome\n70,1e39,died\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:4: Column \`crp\` holds \`1e39\`, but a finite number is needed, below 3.4e38 in size.
        help: Correct the value, or leave the row out."
    `);
  });

  test("positions count characters, after quoted cells with line breaks and commas", async () => {
    expect(await loadFault('note,age,crp,outcome\r\n"a,\r\nä",1,x,died\r\n')).toMatch(/^clinic\.csv:3:6: /);
  });

  test("classes that the task doesn't have", async () => {
    expect(await loadFault("age,crp,outcome\n70,2,dead\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:6: Column \`outcome\` holds \`dead\`, which is not a class of the task \`kind\`: \`survived\`, \`died\`.
        help: Write one of these classes, or add the class to the task."
    `);
    expect(await loadFault("age,crp,outcome\n70,2,1\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:6: Column \`outcome\` holds \`1\`, which is not a class of the task \`kind\`: \`survived\`, \`died\`.
        help: Write one of these classes, or add the class to the task."
    `);
    expect(await loadFault("age,crp,outcome\n70,2,\n")).toMatchInlineSnapshot(`
      "clinic.csv:2:6: The cell of column \`outcome\` is empty, but a class of the task \`kind\` is needed: \`survived\`, \`died\`.
        help: Write one of these classes, or add the class to the task."
    `);
  });

  test("quantities out of their range", async () => {
    const to = net([2], regress({ name: "ejection fraction", unit: "%", from: 0, to: 100 }), fields);
    expect(await loadFault("age,crp,outcome\n70,2,140\n", to)).toMatchInlineSnapshot(`
      "clinic.csv:2:6: Column \`outcome\` holds 140, but the quantity \`ejection fraction\` must be from 0 to 100 %.
        help: Correct the value, or widen the range in the task."
    `);
  });

  test("rows that are ragged or missing", async () => {
    expect(await loadFault("age,crp,outcome\n70,2,died\n\n41,3\n")).toMatchInlineSnapshot(`
      "clinic.csv:4: This row has 2 cells, but the first row names 3 columns.
        help: Look for a missing comma or one too many; put a cell that has a comma in it in double quotes."
    `);
    expect(await loadFault("age,crp,outcome\n70,2,died,x\n")).toMatchInlineSnapshot(`
      "clinic.csv:2: This row has 4 cells, but the first row names 3 columns.
        help: Look for a missing comma or one too many; put a cell that has a comma in it in double quotes."
    `);
    expect(await loadFault("age,crp,outcome\n")).toMatchInlineSnapshot(`
      "clinic.csv: This table has the names of its columns, but no rows below them.
        help: Put one example on each line."
    `);
    expect(await loadFault("\n \n")).toMatchInlineSnapshot(`
      "clinic.csv: This table has no rows, not even one with the names of its columns.
        help: Put one example on each line."
    `);
    expect(await loadFault("")).toMatchInlineSnapshot(`
      "clinic.csv: This file is empty, but it should hold a table.
        help: Copy it again from where it came from."
    `);
  });

  test("quotes that don't match", async () => {
    expect(await loadFault('age,crp,outcome\n70,2,"died\n41,3,died\n')).toMatchInlineSnapshot(`
      "clinic.csv:2:6: A double quote opens a cell that is never closed.
        help: Close the cell with another double quote, or remove this one."
    `);
    expect(await loadFault('age,crp,outcome\n70,2,di"ed"\n')).toMatchInlineSnapshot(`
      "clinic.csv:2: A double quote stands in the middle of a cell.
        help: Put the whole cell in double quotes, and write a quote that belongs to its text twice."
    `);
    expect(await loadFault('age,crp,outcome\n70,2,"di"ed\n')).toMatchInlineSnapshot(`
      "clinic.csv:2: A double quote stands in the middle of a cell.
        help: Put the whole cell in double quotes, and write a quote that belongs to its text twice."
    `);
  });

  test("other separators and encodings", async () => {
    expect(await loadFault("age;crp;outcome\n70;2,5;died\n")).toMatchInlineSnapshot(`
      "clinic.csv:1: The cells of this table seem to be separated by semicolons, but commas are expected.
        help: Save it as CSV with commas, and with decimal points in its numbers."
    `);
    expect(await loadFault("age\tcrp\toutcome\n70\t2\tdied\n")).toMatchInlineSnapshot(`
      "clinic.csv:1: The cells of this table seem to be separated by tabs, but commas are expected.
        help: Save it as CSV with commas, and with decimal points in its numbers."
    `);
    expect(await loadFault(Buffer.from("\ufeffage,crp\n1,2\n", "utf16le"))).toMatchInlineSnapshot(`
      "clinic.csv: This table is not text in UTF-8.
        help: Save it again as CSV in UTF-8; in Excel the type is called \`CSV UTF-8\`."
    `);
  });
});

test("no change of bytes and no cut makes anything but a FoundError", async () => {
  const valid = Buffer.from('\ufeffage,crp,outcome\r\n70,"2.5",died\r\n41,3,"survived"\r\n');
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('",;\n\r \t')));
  const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), byte), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(changes, fc.nat(valid.length), async (edits, length) => {
      const bytes = Buffer.from(valid);
      for (const [at, to] of edits) bytes[at] = to;
      await succeeds(() => load(bytes.subarray(0, length)));
      await succeeds(() => load(bytes));
    }),
    { numRuns: 400 },
  );
});
