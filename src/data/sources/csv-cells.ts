/** What the cells of a table hold. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { type CsvTable, cellPosition, type Row } from "../formats/csv-table.ts";
import { quoted, shorten } from "../wants.ts";

/** Index of each named column. */
export function columnsOf(table: CsvTable, names: readonly string[]): readonly number[] {
  const { file, header } = table;
  return names.map((name) => {
    const column = header.cells.indexOf(name);
    if (column < 0) {
      const near = nearest(name, header.cells);
      throw new FoundError(
        "data_column",
        `There is no column \`${name}\`: the columns are ${quoted(header.cells)}.`,
        {
          file,
          location: { line: header.line },
          help: near === undefined ? "Use one of these names." : `Did you mean \`${near}\`?`,
        },
      );
    }
    const again = header.cells.indexOf(name, column + 1);
    if (again >= 0) {
      throw new FoundError(
        "data_column",
        `Two columns are called \`${name}\`, so it is not clear which one is meant.`,
        {
          file,
          location: cellPosition(header, again),
          help: "Rename one of them.",
        },
      );
    }
    return column;
  });
}

/** The numbers in some columns, row by row. */
export function numbers(table: CsvTable, columns: readonly number[]): Float32Array {
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
  const name = shorten(table.header.cells[column]!);
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
      `Column \`${name}\` holds \`${shorten(text)}\`, but a finite number is needed, below 3.4e38 in size.`,
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

/** A fault of one cell. */
export function cellError(
  table: CsvTable,
  row: Row,
  example: number,
  column: number,
  message: string,
  help: string,
): FoundError {
  return new FoundError("data_cell", message, {
    file: table.file,
    location: { ...cellPosition(row, column), example: example + 1 },
    help,
  });
}
