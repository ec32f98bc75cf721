/** The one place where numbers of files, and of callers, become numbers of a net. */

import type { Place } from "../diagnostics/finding.ts";
import { FoundError } from "../diagnostics/found-error.ts";
import { scalePixels } from "./formats/pixels.ts";
import type { WantedInput } from "./wants.ts";

/** What a fault of one number says of where it stands. */
export interface Origin {
  readonly file?: string;
  /** What one example is called, and its number, from 1: `Example 3`. */
  called(at: number): string;
  /** Where the number is that has this index. */
  place(at: number): Omit<Place, "file">;
}

/** Numbers of an array in a file, of which so many belong to one example. */
export function inArray(
  file: string,
  { dataOffset, width }: { readonly dataOffset: number; readonly width: number },
  each: number,
  noun: string,
): Origin {
  const example = (at: number) => Math.floor(at / each) + 1;
  return {
    file,
    called: (at) => `${noun[0]!.toUpperCase()}${noun.slice(1)} ${example(at)}`,
    place: (at) => ({ offset: dataOffset + width * at, example: example(at) }),
  };
}

/**
 * Numbers as an input takes them. Unsigned bytes are brought into the range of an image (0 is black, 255 white) and are
 * numbers as others are elsewhere; all else is taken as it is.
 *
 * @throws FoundError where one is not finite, lies outside of the range, or is no symbol
 */
export function numbersFor(
  input: WantedInput,
  values: ArrayLike<number>,
  origin: Origin,
): Float32Array<ArrayBufferLike> {
  const bytes = values instanceof Uint8Array || values instanceof Uint8ClampedArray;
  if (bytes && input.range) {
    const pixels = Float32Array.from(values, (byte) => byte / 255);
    return demandSymbols(input, scalePixels(pixels, input.range), origin);
  }
  const numbers = values instanceof Float32Array ? values : Float32Array.from(values);
  if (bytes) return demandSymbols(input, numbers, origin);
  return demandSymbols(input, demandRange(input, demandFinite(numbers, values, origin), origin), origin);
}

/** Pixels of an image that was decoded, from 0 (black) to 1 (white), as an input takes them; in place. */
export function pixelsFor({ range }: WantedInput, pixels: Float32Array): Float32Array {
  return scalePixels(pixels, range);
}

/** @throws FoundError where one is infinite, or no number */
export function demandFinite(
  numbers: Float32Array,
  given: ArrayLike<number>,
  origin: Origin,
): Float32Array<ArrayBufferLike> {
  const at = numbers.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return numbers;
  throw new FoundError(
    "data_not_finite",
    `${origin.called(at)} holds ${given[at]} where a number is expected.`,
    {
      ...(origin.file === undefined ? {} : { file: origin.file }),
      location: origin.place(at),
      help: "Leave it out, or write down the number that was meant.",
    },
  );
}

function demandRange(input: WantedInput, numbers: Float32Array, origin: Origin): Float32Array {
  const { name, range, unbounded, shape } = input;
  if (!range || unbounded) return numbers;
  const [from, to] = [Math.min(...range), Math.max(...range)];
  // What was divided by the largest value may be off by the rounding of it.
  const slack = 1e-5 * (to - from);
  const at = numbers.findIndex((value) => value < from - slack || value > to + slack);
  if (at < 0) return numbers;
  const what = shape.length === 3 ? "image" : "volume";
  throw new FoundError(
    "data_range",
    `${origin.called(at)} holds ${numbers[at]}, but \`${name}\` goes from ${range[0]} (black) to ${range[1]} (white).`,
    {
      ...(origin.file === undefined ? {} : { file: origin.file }),
      location: origin.place(at),
      help: `Bring the numbers there, or write the range that they have into the net: \`input ${what} ${shape.join("x")} from 0 to 255\`.`,
    },
  );
}

function demandSymbols(input: WantedInput, numbers: Float32Array, origin: Origin): Float32Array {
  const { name, symbols } = input;
  if (symbols === undefined) return numbers;
  const at = numbers.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < symbols));
  if (at < 0) return numbers;
  throw new FoundError(
    "data_symbol",
    `${origin.called(at)} holds ${numbers[at]}, but \`${name}\` feeds an embedding of ${symbols} symbols, whose numbers are whole, from 0 to ${symbols - 1}.`,
    {
      ...(origin.file === undefined ? {} : { file: origin.file }),
      location: origin.place(at),
      help: "Correct the number, or give the embedding a row for each symbol.",
    },
  );
}
