/** Arrays of numbers, the first size of which counts examples. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { type Shape, sameShape } from "../../shape/shape.ts";

/** The array of numbers that a file holds. */
export interface NumberArray {
  /** The first is the number of examples. */
  readonly sizes: readonly number[];
  /** In row-major order. Unsigned bytes are pixels from 0 to 255. */
  readonly values: Uint8Array | Int32Array | Float32Array;
  /** Where the first value stands in the (unpacked) file, and what each takes, in bytes. */
  readonly dataOffset: number;
  readonly width: number;
}

/** A file format that holds one array. */
export interface ArrayFormat {
  /** `IDX`, `.npy`. */
  readonly name: string;
  /** What one of the examples is called. */
  readonly noun: string;
  /** Where the sizes stand in a file, in bytes. */
  readonly sizesAt: number;
  /** Whether all its numbers are pixels from 0 to 1, and not only its bytes. */
  readonly ofPixels: boolean;
  read(file: string, what: string): Promise<NumberArray>;
}

/** Whether numbers of this shape are those of a value of that one: a single channel may be there or left out. */
export function fits(found: Shape, wanted: Shape): boolean {
  return [found, [...found, 1]].some((shape) => sameShape(shape, wanted) || sameShape(shape, [...wanted, 1]));
}

/**
 * Whether all are numbers; `each` of them belong to one example.
 *
 * @throws FoundError where one is infinite or none
 */
export function demandFinite(
  { values, dataOffset, width }: NumberArray,
  each: number,
  what: string,
  file: string,
): void {
  const faulty = values.findIndex((value: number) => !Number.isFinite(value));
  if (faulty < 0) return;
  const example = Math.floor(faulty / each) + 1;
  throw new FoundError(
    "data_not_finite",
    `${capital(what)} ${example} holds ${values[faulty]} where a number is expected.`,
    {
      file,
      location: { offset: dataOffset + width * faulty, example },
      help: `Write the file again without that ${what}.`,
    },
  );
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
