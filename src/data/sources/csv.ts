import { dirname } from "node:path";
import { FoundError } from "../../diagnostics/found-error.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { readBytes, resolvePath } from "../../host/input.ts";
import type { CheckedNet, Json, Task } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { hasClasses, outputsOf } from "../../ir/task-outputs.ts";
import { product } from "../../shape/shape.ts";
import type { Feature, Targets } from "../dataset.ts";
import type { CsvTable } from "../formats/csv-table.ts";
import { formatOf } from "../formats/registry.ts";
import { numbersFor } from "../numbers.ts";
import { type Loaded, type RegionNames, readingsOf } from "../reading.ts";
import {
  assemble,
  describeInput,
  plural,
  quoted,
  shorten,
  taughtHeads,
  type WantedHead,
  type WantedInput,
  type Wants,
  wantsOf,
} from "../wants.ts";
import { bindColumns } from "./bind-columns.ts";
import { cellError, columnsOf, numbers } from "./csv-cells.ts";
import { ofTable, readFeature, readRegions, readTableFile } from "./example-files.ts";

/**
 * Examples from a CSV file, one a row. `options.input` names the columns that feed the net's inputs: one for each field of
 * measurements, and one with the paths of files for an image, a signal, a volume or a clip. `options.target` names those of
 * the heads that need labels: one that holds the class's name, one for each quantity, label or event, or one with the paths
 * of masks. Both are bound by name where the names are the net's, else by place. Paths are relative to the table.
 *
 * @throws FoundError where a column is unknown, or a cell or what it names is not what its column must hold
 */
export async function loadCsv(source: DataSource, net: CheckedNet, folder: string): Promise<Loaded> {
  const file = resolvePath(folder, source.arguments[0]!.text);
  const wants = wantsOf(net, file);
  const inputNames = namesOf(source.options.input);
  const targetNames = namesOf(source.options.target);
  checkColumnCounts(source.name, inputNames, targetNames, wants, file);

  const heads = taughtHeads(wants);
  const fed = [...bindColumns(inputNames, wants.inputs.flatMap(namesIn), "input", file)];
  const taught = [...bindColumns(targetNames, heads.flatMap(namesOut), "target", file)];
  const inputColumns = wants.inputs.map((input) => fed.splice(0, columnsFor(input)));
  const targetColumns = heads.map((head) => taught.splice(0, labelColumns(head)));
  const regions = source.options.regions as RegionNames | undefined;

  const table = await readTableFile(file);
  const found = inputColumns.map((names) => columnsOf(table, names));
  const sought = targetColumns.map((names) => columnsOf(table, names));
  const inputs: Float32Array[] = [];
  for (const [i, input] of wants.inputs.entries()) inputs.push(await feature(table, found[i]!, input));
  const labels: Targets[] = [];
  for (const [i, head] of heads.entries()) labels.push(await targetsOf(table, sought[i]!, head, regions));
  return {
    dataset: {
      ...assemble(wants, table.rows.length, inputs, labels, lineNames(table)),
      columns: columnTexts(table),
    },
    reading: {
      inputs: readingsOf(wants.inputs, inputColumns),
      heads: heads.map(({ name, task }, i) => ({
        name,
        columns: targetColumns[i]!,
        ...(regions && task.kind === "segment" ? { regions } : {}),
      })),
    },
  };
}

/** What columns that feed an input, or teach a head, may be called. */
const namesIn = ({ name, fields, shape }: WantedInput) =>
  fields.length > 0
    ? fields.map((field) => field.name)
    : shape.length === 1
      ? new Array(shape[0]).fill(name)
      : [name];
const namesOut = ({ task, name }: WantedHead) =>
  hasClasses(task) ? [name] : outputsOf(task).map((output) => output.name);

/** Examples without labels. */
export interface Examples {
  /** How many there are. */
  readonly size: number;
  readonly inputs: readonly Feature[];
  /** `line 2`: where each stands in its file. */
  readonly names: readonly string[];
}

/**
 * Reads what a net is to predict from: a CSV file with a column for each field, and for each other input one with the paths
 * of files. Columns are called as in the table that the net was trained on, or as its fields and inputs are. Other columns
 * are ignored.
 *
 * @throws FoundError where there is no such column, or a cell holds no number or names no fitting file
 */
export async function readTable(path: string, inputs: readonly WantedInput[]): Promise<Examples> {
  const table = await readTableFile(path);
  const features: Feature[] = [];
  for (const input of inputs) {
    const own = namesIn(input);
    const { columns = own } = input;
    const names = columns.every((name) => table.header.cells.includes(name)) ? columns : own;
    features.push({ shape: input.shape, values: await feature(table, columnsOf(table, names), input) });
  }
  return { size: table.rows.length, inputs: features, names: lineNames(table) };
}

/**
 * Whether a file is a table of examples of an input: of fields, or, for images and signals, one with the column of paths
 * that fed it in training or that has its name.
 */
export async function isTableOf(path: string, input: WantedInput): Promise<boolean> {
  const bytes = await readBytes(path, input.shape.length === 1 ? "a table" : "an example");
  const format = formatOf(bytes, path);
  if (input.shape.length === 1) return format?.holds !== "array";
  if (format?.holds !== "table") return false;
  const { cells } = format.read(bytes, path).header;
  return [input.name, ...(input.columns ?? [])].some((name) => cells.includes(name));
}

/** How many columns feed an input, and how many teach a head. */
const columnsFor = ({ shape }: WantedInput) => (shape.length === 1 ? shape[0]! : 1);
const labelColumns = ({ task }: WantedHead) => (hasClasses(task) ? 1 : outputsOf(task).length);

async function feature(
  table: CsvTable,
  columns: readonly number[],
  input: WantedInput,
): Promise<Float32Array> {
  if (input.shape.length === 1)
    return numbersFor(input, numbers(table, columns), ofTable(table, columns.length));
  const each = product(input.shape);
  const values = new Float32Array(table.rows.length * each);
  await eachFile(table, columns[0]!, async (path, example) =>
    values.set(await readFeature(path, input), example * each),
  );
  return values;
}

/** Does something with the file that each row names; what is wrong with its cell is told at the cell. */
async function eachFile(
  table: CsvTable,
  column: number,
  use: (path: string, example: number) => Promise<void>,
): Promise<void> {
  const folder = dirname(table.file);
  for (const [example, row] of table.rows.entries()) {
    const text = row.cells[column]!;
    if (text === "") {
      throw cellError(
        table,
        row,
        example,
        column,
        `The cell of column \`${table.header.cells[column]}\` is empty, but the path of a file is needed.`,
        "Fill in the path, or leave the row out.",
      );
    }
    await use(resolvePath(folder, text), example);
  }
}

function namesOf(option: Json | undefined): readonly string[] {
  if (typeof option === "string") return [option];
  return Array.isArray(option) ? option.map(String) : [];
}

function checkColumnCounts(
  data: string,
  inputs: readonly string[],
  targets: readonly string[],
  wants: Wants,
  file: string,
): void {
  const fed = wants.inputs.reduce((sum, input) => sum + columnsFor(input), 0);
  if (inputs.length !== fed) {
    const takes = wants.inputs.map((input) =>
      input.shape.length === 1 ? describeInput(input) : `a file of ${describeInput(input)}`,
    );
    throw new FoundError(
      "data_mismatch",
      `The data \`${data}\` feed ${plural(inputs.length, "column")} (${inputs.join(", ")}), but the net \`${wants.net}\` takes ${takes.join(" and ")}.`,
      {
        file,
        help: wants.inputs.every(({ fields }) => fields.length > 0)
          ? "Name one column for each field after `input`, in the order of the fields."
          : "Name one column for each field and one for each file after `input`, in the order of the net's inputs.",
      },
    );
  }
  const heads = taughtHeads(wants);
  const needed = heads.reduce((sum, head) => sum + labelColumns(head), 0);
  if (targets.length !== needed) {
    const names = heads.flatMap(({ task }) =>
      hasClasses(task) ? [task.name] : outputsOf(task).map((output) => output.name),
    );
    const [head, other] = heads;
    throw new FoundError(
      "data_mismatch",
      `The data \`${data}\` have ${plural(targets.length, "target column")}${targets.length > 0 ? ` (${targets.join(", ")})` : ""}, but ${head && !other ? `the task \`${head.task.name}\`` : `the net \`${wants.net}\``} needs ${needed}.`,
      {
        file,
        help: helpOnTargets(head, other, names),
      },
    );
  }
  const both = targets.find((name) => inputs.includes(name));
  if (both !== undefined) {
    throw new FoundError(
      "data_column",
      `The column \`${both}\` is input and target at once: the net would be given what it is to find.`,
      { file, help: "Take it out of `input` or out of `target`." },
    );
  }
}

function helpOnTargets(
  head: WantedHead | undefined,
  other: WantedHead | undefined,
  names: readonly string[],
): string {
  if (!head) return "Take `target` out: what the net is to find needs no labels.";
  if (!other && head.task.kind === "classify")
    return "Name the one column that holds the class after `target`.";
  if (!other && head.task.kind === "segment")
    return "Name the one column that holds the paths of the masks after `target`.";
  return `Name one column for each after \`target\`: ${quoted(names)}.`;
}

function classes(table: CsvTable, column: number, task: Task & { readonly kind: "classify" }): Int32Array {
  return Int32Array.from(table.rows, (row, example) => {
    const text = row.cells[column]!;
    const index = task.classes.indexOf(text);
    if (index >= 0) return index;
    const name = table.header.cells[column]!;
    const near = nearest(text, task.classes);
    throw cellError(
      table,
      row,
      example,
      column,
      text === ""
        ? `The cell of column \`${name}\` is empty, but a class of the task \`${task.name}\` is needed: ${quoted(task.classes)}.`
        : `Column \`${name}\` holds \`${shorten(text)}\`, which is not a class of the task \`${task.name}\`: ${quoted(task.classes)}.`,
      near === undefined
        ? "Write one of these classes, or add the class to the task."
        : `Did you mean \`${near}\`?`,
    );
  });
}

async function targetsOf(
  table: CsvTable,
  columns: readonly number[],
  head: WantedHead,
  names: RegionNames | undefined,
): Promise<Targets> {
  const { task, shape } = head;
  if (task.kind === "classify") return classes(table, columns[0]!, task);
  if (task.kind === "regress") return quantities(table, columns, task);
  if (task.kind !== "segment") return answers(table, columns);
  const each = product(shape.slice(0, -1));
  const regions = new Int32Array(table.rows.length * each);
  await eachFile(table, columns[0]!, async (path, example) =>
    regions.set(await readRegions(path, head, task.classes, names), example * each),
  );
  return regions;
}

/** Cells that say whether something holds: 0 or 1. */
function answers(table: CsvTable, columns: readonly number[]): Float32Array {
  const values = numbers(table, columns);
  for (const [i, value] of values.entries()) {
    if (value === 0 || value === 1) continue;
    const example = Math.floor(i / columns.length);
    const column = columns[i % columns.length]!;
    const row = table.rows[example]!;
    throw cellError(
      table,
      row,
      example,
      column,
      `Column \`${table.header.cells[column]}\` holds ${row.cells[column]}, but 1 (it holds) or 0 (it does not) is needed.`,
      "Write 1 or 0.",
    );
  }
  return values;
}

function quantities(
  table: CsvTable,
  columns: readonly number[],
  task: Task & { readonly kind: "regress" },
): Float32Array {
  const values = numbers(table, columns);
  for (const [i, value] of values.entries()) {
    const { name, unit, from, to } = task.quantities[i % columns.length]!;
    if (value >= Math.fround(from ?? -Infinity) && value <= Math.fround(to ?? Infinity)) continue;
    const example = Math.floor(i / columns.length);
    const column = columns[i % columns.length]!;
    const row = table.rows[example]!;
    const range =
      from === undefined ? `at most ${to}` : to === undefined ? `at least ${from}` : `from ${from} to ${to}`;
    throw cellError(
      table,
      row,
      example,
      column,
      `Column \`${table.header.cells[column]}\` holds ${row.cells[column]}, but the quantity \`${name}\` must be ${range}${unit === undefined ? "" : ` ${unit}`}.`,
      "Correct the value, or widen the range in the task.",
    );
  }
  return values;
}

/** What stands in each column, by its name. */
function columnTexts({ header, rows }: CsvTable): ReadonlyMap<string, readonly string[]> {
  return new Map(header.cells.map((name, column) => [name, rows.map(({ cells }) => cells[column]!)]));
}

const lineNames = (table: CsvTable) => table.rows.map((row) => `line ${row.line}`);
