import { CsvError, parse } from "csv-parse/sync";
import { FoundError } from "../../diagnostics/found-error.ts";
import { plural } from "../wants.ts";

/** One record of a table, and what is needed to say where its cells stand. */
export interface Row {
  readonly cells: readonly string[];
  /** Line on which it begins. */
  readonly line: number;
  readonly raw: string;
}

/** A table with the names of its columns. */
export interface CsvTable {
  readonly file: string;
  readonly header: Row;
  readonly rows: readonly Row[];
}

/** Line and column, from 1, on which a cell of a row begins. */
export function cellPosition(row: Row, cell: number): { readonly line: number; readonly column: number } {
  let line = row.line;
  let column = 1;
  let remaining = cell;
  let inQuotes = false;
  for (const character of row.raw) {
    if (remaining === 0) break;
    if (character === '"') inQuotes = !inQuotes;
    else if (character === "," && !inQuotes) remaining--;
    if (character === "\n") {
      line++;
      column = 1;
    } else column++;
  }
  return { line, column };
}

/** Larger tables are refused: what is said of their cells takes several times as much memory. */
const MOST_BYTES = 2 ** 28;

/**
 * Reads a CSV file (RFC 4180) in UTF-8, with or without a byte order mark, with any line ends.
 *
 * @throws FoundError where it is none, or its rows differ in length
 */
export function parseCsv(bytes: Uint8Array, file: string): CsvTable {
  if (bytes.length > MOST_BYTES) {
    throw new FoundError(
      "data_table",
      `This table has ${bytes.length} bytes, and at most 268 435 456 (256 MiB) can be read.`,
      { file, help: "Write the numbers as .npy, or leave out columns and rows." },
    );
  }
  const text = decodeText(bytes, file);
  const [header, ...rows] = parseRows(text, file);
  if (header === undefined || rows.length === 0) {
    throw new FoundError(
      "data_table",
      header === undefined
        ? "This table has no rows, not even one with the names of its columns."
        : "This table has the names of its columns, but no rows below them.",
      { file, help: "Put one example on each line." },
    );
  }
  const width = header.cells.length;
  if (width === 1 && /[;\t]/.test(header.cells[0]!)) {
    throw new FoundError(
      "data_table",
      `The cells of this table seem to be separated by ${header.cells[0]!.includes(";") ? "semicolons" : "tabs"}, but commas are expected.`,
      {
        file,
        location: { line: header.line },
        help: "Save it as CSV with commas, and with decimal points in its numbers.",
      },
    );
  }
  for (const [example, row] of rows.entries()) {
    if (row.cells.length === width) continue;
    throw new FoundError(
      "data_table",
      `This row has ${plural(row.cells.length, "cell")}, but the first row names ${plural(width, "column")}.`,
      {
        file,
        location: { line: row.line, example: example + 1 },
        help: "Look for a missing comma or one too many; put a cell that has a comma in it in double quotes.",
      },
    );
  }
  return { file, header, rows };
}

function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch (cause) {
    throw new FoundError("data_table", "This table is not text in UTF-8.", {
      file,
      help: "Save it again as CSV in UTF-8; in Excel the type is called `CSV UTF-8`.",
      cause,
    });
  }
}

function parseRows(text: string, file: string): readonly Row[] {
  let records: readonly { readonly record: string[]; readonly raw: string }[];
  try {
    // csv-parse types only what it gives without `raw`.
    records = parse(text, {
      raw: true,
      record_delimiter: "\n",
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (cause) {
    throw quoteError(text, file, cause);
  }
  // The parser's own count of lines goes wrong at blank lines that it trims, so each row is looked up in the text.
  let at = 0;
  let line = 1;
  const rows: Row[] = [];
  for (const { record, raw: untrimmed } of records) {
    const raw = untrimmed.replace(/^([^\S\n]*\n)+|\n$/g, "");
    const start = text.indexOf(raw, at);
    line += countLineBreaks(text.slice(at, start));
    const cells = record.map((cell) => cell.trim());
    if (cells.length > 1 || cells[0] !== "") rows.push({ cells, line, raw });
    line += countLineBreaks(raw);
    at = start + raw.length;
  }
  return rows;
}

function countLineBreaks(text: string): number {
  return text.split("\n").length - 1;
}

function quoteError(text: string, file: string, cause: unknown): FoundError {
  const help = "Put the whole cell in double quotes, and write a quote that belongs to its text twice.";
  if (!(cause instanceof CsvError))
    return new FoundError("data_table", "This table can't be read.", { file, help, cause });
  if (cause.code !== "CSV_QUOTE_NOT_CLOSED") {
    const location = typeof cause.lines === "number" ? { line: cause.lines } : undefined;
    return new FoundError("data_table", "A double quote stands in the middle of a cell.", {
      file,
      location,
      help,
      cause,
    });
  }
  // Quotes come in pairs up to the one that opens the cell.
  const before = text.slice(0, text.lastIndexOf('"'));
  const lines = before.split("\n");
  return new FoundError("data_table", "A double quote opens a cell that is never closed.", {
    file,
    location: { line: lines.length, column: lines.at(-1)!.length + 1 },
    help: "Close the cell with another double quote, or remove this one.",
    cause,
  });
}
