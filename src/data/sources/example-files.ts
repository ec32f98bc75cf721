/** Files that hold one example, or the regions of one. */
import { extname } from "node:path";
import { FoundError } from "../../diagnostics/found-error.ts";
import { formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import { type CsvTable, readCsv } from "../formats/csv-table.ts";
import { readNpy } from "../formats/npy.ts";
import { pixelsOf, scalePixels } from "../formats/pixels.ts";
import { quoted, type WantedHead, type WantedInput } from "../wants.ts";
import { columnsOf, numbers } from "./csv-cells.ts";
import { readImage, readMask } from "./images.ts";

/**
 * Examples of one input: those of an array of NumPy whose first size counts them, else the one that `readFeature` reads.
 *
 * @throws FoundError as `readFeature` does
 */
export async function readFeatures(path: string, input: WantedInput): Promise<readonly Float32Array[]> {
  return isArray(path) ? readArray(path, input, true) : [await readFeature(path, input)];
}

function isArray(path: string): boolean {
  return extname(path).toLowerCase() === ".npy";
}

/** The example in an array of NumPy, or, where there may be several, those that its first size counts. */
async function readArray(
  path: string,
  { shape, range }: WantedInput,
  maybeSeveral: boolean,
): Promise<readonly Float32Array[]> {
  const { values, sizes } = await readNpy(path, "an example");
  const several = maybeSeveral && sizes.length > 1 && fits(sizes.slice(1), shape) && !fits(sizes, shape);
  if (!several) demandShape(sizes, shape, path);
  const all = values instanceof Uint8Array ? pixelsOf(values, range) : Float32Array.from(values);
  const size = product(shape);
  return Array.from({ length: several ? sizes[0]! : 1 }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

/**
 * One example: an image as PNG or JPEG, a signal as a table with one row a sample and one column a lead, or anything as
 * an array of NumPy. Pixels are brought into the input's range, and so are arrays of bytes.
 *
 * @returns product(shape) numbers
 * @throws FoundError where it is missing or faulty, or of another size
 */
export async function readFeature(path: string, input: WantedInput): Promise<Float32Array> {
  const { shape, range } = input;
  if (isArray(path)) return (await readArray(path, input, false))[0]!;
  if (extname(path).toLowerCase() === ".csv" && shape.length === 2) {
    const table = withAllRows(
      await readCsv(path),
      shape[0]!,
      (cell) => cell !== "" && Number.isFinite(Number(cell)),
    );
    const columns = table.header.cells.map((_, column) => column);
    demandShape([table.rows.length, columns.length], shape, path);
    return numbers(table, columns);
  }
  if (shape.length !== 3) {
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
  return scalePixels(await readImage(path, shape), range);
}

/**
 * The region of each place of one example, as numbers from 0: a mask as PNG, the column of a table, which holds names of
 * regions or their numbers, or an array of NumPy.
 *
 * @throws FoundError where it is missing or faulty, or of another size, or names a region that there is not
 */
export async function readRegions(
  path: string,
  { shape, task }: WantedHead,
  regions: readonly string[],
): Promise<Int32Array> {
  const places = shape.slice(0, -1);
  const kind = extname(path).toLowerCase();
  if (kind === ".npy") {
    const { values, sizes } = await readNpy(path, "a mask");
    demandShape(sizes, [...places, 1], path);
    return demandRegions(values, regions, task.name, path);
  }
  if (kind === ".csv" && places.length === 1) {
    const table = withAllRows(
      await readCsv(path),
      places[0]!,
      (cell) => regions.includes(cell) || /^\d+$/.test(cell),
    );
    demandShape([table.rows.length, table.header.cells.length], [...places, 1], path);
    const named = table.rows.map(({ cells }) => regions.indexOf(cells[0]!));
    if (named.every((region) => region >= 0)) return Int32Array.from(named);
    return demandRegions(numbers(table, columnsOf(table, table.header.cells)), regions, task.name, path);
  }
  if (places.length === 2) return await readMask(path, places, regions);
  throw new FoundError(
    "data_mismatch",
    `The regions of ${formatShape(places)} places can't be read from such a file.`,
    {
      file: path,
      help: places.length === 1 ? "Write them as .npy, or as a .csv of one column." : "Write them as .npy.",
    },
  );
}

/**
 * A table of `count` rows, whether or not names of its columns stand above: programs write signals in either way. Where as many
 * rows follow, numbers from 0 or 1 on are such names.
 */
function withAllRows(table: CsvTable, count: number, isValue: (cell: string) => boolean): CsvTable {
  const { header, rows } = table;
  const counted = [0, 1].some((first) => header.cells.every((cell, i) => cell === String(first + i)));
  if (!header.cells.every(isValue) || (counted && rows.length === count)) return table;
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

function demandRegions(
  values: ArrayLike<number>,
  regions: readonly string[],
  task: string,
  file: string,
): Int32Array {
  const faulty = Array.prototype.findIndex.call(
    values,
    (value: number) => !(Number.isInteger(value) && value >= 0 && value < regions.length),
  );
  if (faulty < 0) return Int32Array.from(values);
  throw new FoundError(
    "data_mask",
    `Place ${faulty + 1} is of region ${values[faulty]}, but the regions of the task \`${task}\` have the numbers from 0 to ${regions.length - 1}: ${quoted(regions)}.`,
    {
      file,
      location: { example: faulty + 1 },
      help: "Name every region in the task, in the order of their numbers.",
    },
  );
}
