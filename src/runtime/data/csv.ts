import { nearest } from "../../diagnostics/suggest.ts";
import type { CheckedNet, Field, Json, Task } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import { formatShape } from "../../shape/shape.ts";
import { type CsvTable, cellPosition, type Row, readCsv } from "./csv-table.ts";
import type { Dataset } from "./dataset.ts";
import { DataError } from "./error.ts";
import { resolvePath } from "./files.ts";
import { describeInput, plural, purpose, quoted, type Wants, wantsOf } from "./wants.ts";

/**
 * Examples from a CSV file, one a row. `options.input` names the columns that feed the net's fields, in their order;
 * `options.target` the column that holds the class's name, or the columns of the measured quantities, in their order.
 *
 * @throws DataError where a column is unknown, or a cell is not what its column must hold
 */
export async function loadCsv(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
  const file = resolvePath(folder, source.arguments[0]!.text);
  const wants = wantsOf(net, file);
  const inputNames = namesOf(source.options.input);
  const targetNames = namesOf(source.options.target);
  checkColumnCounts(source.name, inputNames, targetNames, wants, file);

  const table = await readCsv(file);
  const inputColumns = columnsOf(table, inputNames);
  const targetColumns = columnsOf(table, targetNames);
  return {
    size: table.rows.length,
    shape: wants.shape,
    inputs: numbers(table, inputColumns),
    targets: targetsOf(table, targetColumns, wants.task),
    names: lineNames(table),
  };
}

/** Rows of measurements, one after the other. */
export interface Table {
  /** Number of rows. */
  readonly size: number;
  /** `size` × number of fields, in the units of the fields. */
  readonly inputs: Float32Array;
  /** `line 2`: where each row stands in its file. */
  readonly names: readonly string[];
}

/**
 * Reads what a net that takes measurements is to predict from: a CSV file with a column for each field, by its
 * name. Other columns are ignored.
 *
 * @throws DataError where a field has no column, or a cell holds no number
 */
export async function readTable(path: string, fields: readonly Field[]): Promise<Table> {
  const table = await readCsv(path);
  const columns = columnsOf(
    table,
    fields.map((field) => field.name),
  );
  return { size: table.rows.length, inputs: numbers(table, columns), names: lineNames(table) };
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
  const { shape, task } = wants;
  if (shape.length !== 1) {
    throw new DataError(
      `A table has one number a column, but the net \`${wants.net}\` takes ${formatShape(shape)}.`,
      { file, help: "Use a net that takes measurements, such as `input patient { age in years }`." },
    );
  }
  if (inputs.length !== shape[0]) {
    throw new DataError(
      `The data \`${data}\` feed ${plural(inputs.length, "column")} (${inputs.join(", ")}), but the net \`${wants.net}\` takes ${describeInput(wants)}.`,
      { file, help: "Name one column for each field after `input`, in the order of the fields." },
    );
  }
  if (task.kind === "cluster") {
    throw new DataError(
      `The targets of a table are labels, but the task \`${task.name}\` ${purpose(task)}.`,
      { file, help: "Use a net whose task is `classify`, `tag`, `probability` or `regress`." },
    );
  }
  if (task.kind === "segment" || task.kind === "reconstruct") {
    throw new DataError(
      `A row of a table holds a few numbers, but the task \`${task.name}\` ${purpose(task)}.`,
      { file, help: "Use a net whose task is `classify`, `tag`, `probability` or `regress`." },
    );
  }
  const needed = task.kind === "classify" ? 1 : outputsOf(task).length;
  if (targets.length !== needed) {
    throw new DataError(
      `The data \`${data}\` have ${plural(targets.length, "target column")} (${targets.join(", ")}), but the task \`${task.name}\` needs ${needed}.`,
      {
        file,
        help:
          task.kind === "classify"
            ? "Name the one column that holds the class after `target`."
            : `Name one column for each after \`target\`: ${quoted(outputsOf(task).map((output) => output.name))}.`,
      },
    );
  }
  const both = targets.find((name) => inputs.includes(name));
  if (both !== undefined) {
    throw new DataError(
      `The column \`${both}\` is input and target at once: the net would be given what it is to find.`,
      { file, help: "Take it out of `input` or out of `target`." },
    );
  }
}

/** Index of each named column. */
function columnsOf(table: CsvTable, names: readonly string[]): readonly number[] {
  const { file, header } = table;
  return names.map((name) => {
    const column = header.cells.indexOf(name);
    if (column < 0) {
      const near = nearest(name, header.cells);
      throw new DataError(`There is no column \`${name}\`: the columns are ${quoted(header.cells)}.`, {
        file,
        location: { line: header.line },
        help: near === undefined ? "Use one of these names." : `Did you mean \`${near}\`?`,
      });
    }
    const again = header.cells.indexOf(name, column + 1);
    if (again >= 0) {
      throw new DataError(`Two columns are called \`${name}\`, so it is not clear which one is meant.`, {
        file,
        location: cellPosition(header, again),
        help: "Rename one of them.",
      });
    }
    return column;
  });
}

function numbers(table: CsvTable, columns: readonly number[]): Float32Array {
  const values = new Float32Array(table.rows.length * columns.length);
  for (const [example, row] of table.rows.entries()) {
    for (const [i, column] of columns.entries()) {
      values[example * columns.length + i] = numberIn(table, row, example, column);
    }
  }
  return values;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

function numberIn(table: CsvTable, row: Row, example: number, column: number): number {
  const text = row.cells[column]!;
  const name = table.header.cells[column]!;
  const fault = (message: string, help: string) => cellError(table, row, example, column, message, help);
  if (text === "") {
    throw fault(
      `The cell of column \`${name}\` is empty, but a number is needed.`,
      "Fill in the value, or leave the row out.",
    );
  }
  const value = DECIMAL.test(text) ? Math.fround(Number(text)) : Number.NaN;
  if (Number.isFinite(value)) return value;
  if (DECIMAL.test(text) || NOT_FINITE.test(text)) {
    throw fault(
      `Column \`${name}\` holds \`${text}\`, but a finite number is needed, below 3.4e38 in size.`,
      "Correct the value, or leave the row out.",
    );
  }
  throw fault(
    `Column \`${name}\` holds the text \`${shorten(text)}\`, but a number is needed.`,
    /^[+-]?\d+,\d+$/.test(text)
      ? `Write it with a decimal point: ${text.replace(",", ".")}.`
      : "Write a plain number without its unit, such as 13.5, or leave the row out.",
  );
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

function targetsOf(table: CsvTable, columns: readonly number[], task: Task): Dataset["targets"] {
  if (task.kind === "classify") return classes(table, columns[0]!, task);
  if (task.kind === "regress") return quantities(table, columns, task);
  return answers(table, columns);
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

function cellError(
  table: CsvTable,
  row: Row,
  example: number,
  column: number,
  message: string,
  help: string,
): DataError {
  return new DataError(message, {
    file: table.file,
    location: { ...cellPosition(row, column), example: example + 1 },
    help,
  });
}

/** A cell's text as a message shows it: in one line, and not long. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

const lineNames = (table: CsvTable) => table.rows.map((row) => `line ${row.line}`);
