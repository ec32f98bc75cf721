import { COPY_AGAIN, ImageFault } from "./image-format.ts";
import type { PngChunks, PngHeader } from "./png-chunks.ts";
import { unpackUpTo } from "./unpack.ts";

/** Samples a pixel of each colour type. */
const SAMPLES: { readonly [colourType: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export const samplesOf = ({ colourType }: PngHeader): number => SAMPLES[colourType]!;

/** Every how many rows and columns a pass has a pixel, and from which on. */
interface Pass {
  readonly row: number;
  readonly rowStep: number;
  readonly column: number;
  readonly columnStep: number;
}

const WHOLE: readonly Pass[] = [{ row: 0, rowStep: 1, column: 0, columnStep: 1 }];
/** Adam7 (PNG specification, third edition, 8.1). */
const ADAM7: readonly Pass[] = [
  { row: 0, rowStep: 8, column: 0, columnStep: 8 },
  { row: 0, rowStep: 8, column: 4, columnStep: 8 },
  { row: 4, rowStep: 8, column: 0, columnStep: 4 },
  { row: 0, rowStep: 4, column: 2, columnStep: 4 },
  { row: 2, rowStep: 4, column: 0, columnStep: 2 },
  { row: 0, rowStep: 2, column: 1, columnStep: 2 },
  { row: 1, rowStep: 2, column: 0, columnStep: 1 },
];

/**
 * The samples of a PNG, pixel by pixel in the order of its stored rows.
 *
 * @returns height × width × samples a pixel whole numbers
 * @throws ImageFault where there are fewer or more than its size asks for
 */
export function readSamples({ header, packed }: PngChunks): Uint8Array | Uint16Array {
  const { height, width, depth, interlaced } = header;
  const each = samplesOf(header);
  const passes = (interlaced ? ADAM7 : WHOLE).map((pass) => ({
    ...pass,
    rows: Math.max(0, Math.ceil((height - pass.row) / pass.rowStep)),
    columns: Math.max(0, Math.ceil((width - pass.column) / pass.columnStep)),
  }));
  const bytesOf = (columns: number) => Math.ceil((columns * each * depth) / 8);
  const expected = passes.reduce(
    (sum, { rows, columns }) => sum + (columns > 0 ? rows * (1 + bytesOf(columns)) : 0),
    0,
  );
  const { bytes, more } = unpackUpTo(expected, "zlib", packed);
  if (more || bytes.length !== expected) {
    const amount = more ? "more bytes than" : `${bytes.length} bytes instead of`;
    throw new ImageFault(`its pixels take ${amount} the ${expected} of its size`, COPY_AGAIN);
  }
  const samples = new (depth === 16 ? Uint16Array : Uint8Array)(height * width * each);
  const step = Math.max(1, (each * depth) / 8);
  let at = 0;
  for (const { row, rowStep, column, columnStep, rows, columns } of passes) {
    if (columns === 0) continue;
    const length = bytesOf(columns);
    let before: Uint8Array = new Uint8Array(length);
    for (let y = 0; y < rows; y++) {
      const line = bytes.subarray(at + 1, at + 1 + length);
      unfilter(bytes[at]!, line, before, step);
      const begin = (row + y * rowStep) * width;
      for (let x = 0; x < columns; x++) {
        const pixel = begin + column + x * columnStep;
        for (let i = 0; i < each; i++) samples[pixel * each + i] = sampleAt(line, x * each + i, depth);
      }
      before = line;
      at += 1 + length;
    }
  }
  return samples;
}

/** Undoes the filter of a row in place (PNG specification, third edition, 9.2). */
function unfilter(filter: number, line: Uint8Array, before: Uint8Array, step: number): void {
  if (filter > 4) throw new ImageFault("it is damaged", COPY_AGAIN);
  if (filter === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i >= step ? line[i - step]! : 0;
    const above = before[i]!;
    if (filter === 1) line[i]! += left;
    else if (filter === 2) line[i]! += above;
    else if (filter === 3) line[i]! += (left + above) >> 1;
    else line[i]! += paeth(left, above, i >= step ? before[i - step]! : 0);
  }
}

/** Of three neighbours the one that is nearest to left + above − corner. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** The sample of that number in a row: several in a byte where they have fewer than 8 bits. */
function sampleAt(line: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return line[i]!;
  if (depth === 16) return (line[2 * i]! << 8) | line[2 * i + 1]!;
  const bit = i * depth;
  return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}
