/** Arrays of numbers, the first size of which may count examples. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import { type NumberTypeName, numberTypes, readNumbers } from "./number-types.ts";

/** The array of numbers that a file holds. */
export interface NumberArray {
  readonly sizes: readonly number[];
  /** In row-major order. Unsigned bytes stay what they are, all other numbers are 32-bit floats. */
  readonly values: Uint8Array | Float32Array;
  /** Where the first value stands in the (unpacked) file, and what each takes, in bytes. */
  readonly dataOffset: number;
  readonly width: number;
}

/** What the header of a file says of its array. */
export interface ArrayHeader {
  readonly sizes: readonly number[];
  readonly type: NumberTypeName;
  readonly little: boolean;
  /** Whether the first size runs fastest (Fortran order). */
  readonly byColumns: boolean;
  readonly dataOffset: number;
}

/** More numbers than these are refused: as 32-bit floats they take a GiB. */
export const MOST_NUMBERS = 2 ** 28;

/** @throws FoundError where a file would hold more numbers than can be loaded */
export function demandLoadable(sizes: readonly number[], file: string, offset: number): void {
  if (product(sizes) <= MOST_NUMBERS) return;
  throw new FoundError(
    "data_array",
    `This file says that it holds ${formatShape(sizes)} numbers, and at most 268 435 456 (a GiB of 32-bit floats) can be loaded.`,
    { file, location: { offset }, help: "Use fewer or smaller examples." },
  );
}

/**
 * The numbers behind a header, of which there are enough.
 *
 * @throws FoundError where one is beyond what 32 bits hold
 */
export function numbersBehind(header: ArrayHeader, bytes: Uint8Array, file: string): NumberArray {
  const { sizes, type, little, byColumns, dataOffset } = header;
  const width = numberTypes[type].bytes;
  const values = readNumbers(bytes, dataOffset, product(sizes), type, little);
  if ("at" in values && !(values instanceof Float32Array || values instanceof Uint8Array)) {
    throw new FoundError(
      "data_array",
      `One of its numbers is ${values.value}, which is beyond what 32 bits hold.`,
      {
        file,
        location: { offset: dataOffset + width * values.at },
        help: "Write it in another unit, or count from another start.",
      },
    );
  }
  return { sizes, values: byColumns ? byRows(values, sizes) : values, dataOffset, width };
}

/** Numbers of which the first size runs fastest, so that the last one does. */
function byRows<Values extends Uint8Array | Float32Array>(values: Values, sizes: readonly number[]): Values {
  const turned = values.slice() as Values;
  const steps = sizes.map((_, axis) => product(sizes.slice(0, axis)));
  const place = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < turned.length; to++) {
    turned[to] = values[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      place[axis] = 0;
    }
  }
  return turned;
}

/** Whether numbers of this shape are those of a value of that one: a single channel may be there or left out. */
export function fits(found: Shape, wanted: Shape): boolean {
  return [found, [...found, 1]].some((shape) => sameShape(shape, wanted) || sameShape(shape, [...wanted, 1]));
}
