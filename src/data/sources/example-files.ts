/** Files that hold one example, or several, or the regions of one. */
import { FoundError } from "../../diagnostics/found-error.ts";
import { readBytes } from "../../host/input.ts";
import { formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import type { CsvTable } from "../formats/csv-table.ts";
import { type ArrayFormat, formatOf, formats } from "../formats/registry.ts";
import { inArray, numbersFor, type Origin, pixelsFor } from "../numbers.ts";
import type { RegionNames } from "../reading.ts";
import type { WantedHead, WantedInput } from "../wants.ts";
import { columnsOf, numbers } from "./csv-cells.ts";
import { imageIn, maskIn } from "./image-files.ts";
import { regionsOfNumbers } from "./regions.ts";

/**
 * Examples of one input: those of an array whose first size counts them, else the one that `readFeature` reads.
 *
 * @throws FoundError as `readFeature` does
 */
export async function readFeatures(path: string, input: WantedInput): Promise<readonly Float32Array[]> {
  const bytes = await bytesOf(path, input);
  const format = formatOf(bytes, path);
  return format?.holds === "array"
    ? arrayIn(bytes, path, input, format, true)
    : [await featureIn(bytes, path, input)];
}

/**
 * One example: an image as PNG or JPEG, a signal as a table with one row a sample and one column a lead, or anything as
 * an array.
 *
 * @returns product(shape) numbers
 * @throws FoundError where it is missing or faulty, or of another size
 */
export async function readFeature(path: string, input: WantedInput): Promise<Float32Array> {
  return featureIn(await bytesOf(path, input), path, input);
}

const bytesOf = (path: string, { shape }: WantedInput) =>
  readBytes(path, shape.length === 3 && !path.endsWith(".npy") ? "an image" : "an example");

async function featureIn(bytes: Uint8Array, path: string, input: WantedInput): Promise<Float32Array> {
  const { shape } = input;
  const format = formatOf(bytes, path);
  if (format?.holds === "array") return arrayIn(bytes, path, input, format, false)[0]!;
  if (format?.holds === "table" && shape.length === 2) {
    const table = withAllRows(format.read(bytes, path), isNumber);
    const columns = table.header.cells.map((_, column) => column);
    demandShape([table.rows.length, columns.length], shape, path);
    return numbersFor(input, numbers(table, columns), ofTable(table, columns.length));
  }
  if (shape.length === 3) return pixelsFor(input, await imageIn(bytes, path, shape));
  throw new FoundError(
    "data_mismatch",
    `An example of ${formatShape(shape)} can't be read from such a file.`,
    {
      file: path,
      help:
        shape.length === 2
          ? "Write it as .npy, or as a .csv with one row a sample and one column a lead."
          : "Write it as .npy: `numpy.save(file, array)`.",
    },
  );
}

/** Where the numbers of a table stand, row by row, of which so many are read. */
export function ofTable({ file, rows }: CsvTable, each: number): Origin {
  const row = (at: number) => Math.floor(at / each);
  return {
    file,
    called: (at) => `Row ${row(at) + 1}`,
    place: (at) => ({ line: rows[row(at)]!.line, example: row(at) + 1 }),
  };
}

/** The example in an array, or, where there may be several, those that its first size counts. */
function arrayIn(
  bytes: Uint8Array,
  path: string,
  input: WantedInput,
  format: ArrayFormat,
  maybeSeveral: boolean,
): readonly Float32Array[] {
  const { shape } = input;
  const array = format.read(bytes, path);
  const { values, sizes } = array;
  const several = maybeSeveral && sizes.length > 1 && fits(sizes.slice(1), shape) && !fits(sizes, shape);
  if (!several) demandShape(sizes, shape, path);
  const size = product(shape);
  const all = numbersFor(input, values, inArray(path, array, size, format.noun));
  return Array.from({ length: several ? sizes[0]! : 1 }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

/**
 * The region of each place of one example, as numbers from 0: a mask as PNG, the column of a table, which holds names of
 * regions or their numbers, or an array.
 *
 * @param names which values or colours stand for which region, where the spec says so
 * @throws FoundError where it is missing or faulty, or of another size, or names a region that there is not
 */
export async function readRegions(
  path: string,
  { shape, task }: WantedHead,
  regions: readonly string[],
  names?: RegionNames,
): Promise<Int32Array> {
  const places = shape.slice(0, -1);
  const bytes = await readBytes(path, "a mask");
  const format = formatOf(bytes, path);
  if (format?.holds === "array") {
    const { values, sizes } = format.read(bytes, path);
    demandShape(sizes, [...places, 1], path);
    return regionsOfNumbers(values, regions, names, task.name, path);
  }
  if (format?.holds === "table" && places.length === 1) {
    const table = withAllRows(format.read(bytes, path), (cell) => regions.includes(cell) || isNumber(cell));
    demandShape([table.rows.length, table.header.cells.length], [...places, 1], path);
    const named = table.rows.map(({ cells }) => regions.indexOf(cells[0]!));
    if (named.every((region) => region >= 0)) return Int32Array.from(named);
    const values = numbers(table, columnsOf(table, table.header.cells));
    return regionsOfNumbers(values, regions, names, task.name, path);
  }
  if (places.length === 2) return await maskIn(bytes, path, places, regions, names);
  throw new FoundError(
    "data_mismatch",
    `The regions of ${formatShape(places)} places can't be read from such a file.`,
    {
      file: path,
      help: places.length === 1 ? "Write them as .npy, or as a .csv of one column." : "Write them as .npy.",
    },
  );
}

/** The table in a file. @throws FoundError where it is none */
export async function readTableFile(path: string): Promise<CsvTable> {
  return formats.csv.read(await readBytes(path, "a table"), path);
}

const isNumber = (cell: string) => cell !== "" && Number.isFinite(Number(cell));

/** A table with all its rows, whether or not names of its columns stand above: a first row of values is a row as others are. */
function withAllRows(table: CsvTable, isValue: (cell: string) => boolean): CsvTable {
  const { header, rows } = table;
  if (!header.cells.every(isValue)) return table;
  const cells = header.cells.map((_, column) => String(column + 1));
  return { ...table, header: { ...header, cells }, rows: [header, ...rows] };
}

/** Whether an array has a shape; where that has one channel, it may be left out. */
function fits(found: Shape, wanted: Shape): boolean {
  return sameShape(found, wanted) || (wanted.at(-1) === 1 && sameShape(found, wanted.slice(0, -1)));
}

function demandShape(found: Shape, wanted: Shape, file: string): void {
  if (fits(found, wanted)) return;
  throw new FoundError(
    "data_mismatch",
    `This file holds ${formatShape(found)} numbers, but ${formatShape(wanted)} are needed.`,
    {
      file,
      help: `Cut or resample it to ${formatShape(wanted)}, or change the net's input.`,
    },
  );
}
