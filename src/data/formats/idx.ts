import { gunzipSync } from "node:zlib";
import { FoundError } from "../../diagnostics/found-error.ts";
import { readBytes } from "../../host/input.ts";
import { formatShape, product } from "../../shape/shape.ts";
import { plural } from "../wants.ts";
import type { NumberArray } from "./number-array.ts";

/** A file with more bytes than this, once unpacked, is refused: a small `.gz` can hold any number. */
const MAX_UNPACKED = 2 ** 31 - 1;

const ELEMENT_TYPES: { readonly [code: number]: { readonly name: string; readonly bytes: number } } = {
  8: { name: "bytes", bytes: 1 },
  12: { name: "int32", bytes: 4 },
  13: { name: "float32", bytes: 4 },
};

/**
 * Reads an IDX file, packed by gzip or not.
 *
 * @param what what it is to hold, for messages
 */
export async function readIdx(file: string, what: string): Promise<NumberArray> {
  return parseIdx(unpack(await readBytes(file, `${what} in the IDX format`), file), file);
}

function unpack(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new FoundError(
      "data_array",
      tooLarge
        ? "This gzip file holds more than 2 GiB, which is more than can be loaded."
        : "This gzip file is cut off or damaged: it can't be unpacked.",
      { file, help: tooLarge ? "Use fewer examples." : "Download or copy it again.", cause },
    );
  }
}

/**
 * Reads the IDX format: two bytes 0, one byte for the type of the elements (8 bytes, 12 int32, 13 float32), one for
 * the number of dimensions, then their sizes as big-endian uint32, then the elements in row-major order, big-endian
 * (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section on file formats).
 *
 * @throws FoundError unless the file is exactly as long as its header says
 */
export function parseIdx(bytes: Uint8Array, file: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const dimensions = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || dimensions === 0) {
    throw new FoundError(
      "data_array",
      `This is not an IDX file: it begins with the bytes ${begins}, where 00 00 08 03 is expected for images and 00 00 08 01 for labels.`,
      { file, location: { offset: 0 }, help: "Name an IDX file, such as MNIST's `train-images-idx3-ubyte`." },
    );
  }
  const type = ELEMENT_TYPES[bytes[2]!];
  if (type === undefined) {
    throw new FoundError(
      "data_array",
      `The numbers of this IDX file have the type code ${bytes[2]}, but only 8 (bytes), 12 (int32) and 13 (float32) can be read.`,
      { file, location: { offset: 2 }, help: "Write the file again with bytes from 0 to 255." },
    );
  }
  const dataOffset = 4 + 4 * dimensions;
  if (bytes.length < dataOffset) {
    throw new FoundError(
      "data_array",
      `This IDX file is cut off: its header of ${plural(dimensions, "dimension")} takes ${dataOffset} bytes, but the file ends after ${bytes.length}.`,
      { file, location: { offset: bytes.length }, help: "Download or copy it again." },
    );
  }
  const sizes = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = dataOffset + product(sizes) * type.bytes;
  if (bytes.length !== expected) {
    const cut = bytes.length < expected;
    throw new FoundError(
      "data_array",
      `This IDX file ${cut ? "is cut off" : "is too long"}: for ${formatShape(sizes)} ${type.name} it must have ${expected} bytes, but it has ${bytes.length}.`,
      { file, location: { offset: Math.min(bytes.length, expected) }, help: "Download or copy it again." },
    );
  }
  if (product(sizes) === 0) {
    throw new FoundError(
      "data_array",
      `This IDX file holds no numbers: its sizes are ${formatShape(sizes)}.`,
      {
        file,
        location: { offset: 4 },
        help: "Name a file that holds examples.",
      },
    );
  }
  return { sizes, dataOffset, width: type.bytes, values: elements(view, bytes, dataOffset, type.name) };
}

function elements(view: DataView, bytes: Uint8Array, offset: number, type: string): NumberArray["values"] {
  if (type === "bytes") return bytes.subarray(offset);
  const count = (bytes.length - offset) / 4;
  return type === "int32"
    ? Int32Array.from({ length: count }, (_, i) => view.getInt32(offset + 4 * i))
    : Float32Array.from({ length: count }, (_, i) => view.getFloat32(offset + 4 * i));
}

/** The bytes of an IDX file whose elements are bytes. `sizes` must multiply to their number. */
export function encodeIdx(sizes: readonly number[], values: Uint8Array): Uint8Array {
  if (product(sizes) !== values.length) throw new RangeError(`${formatShape(sizes)} is not ${values.length}`);
  const header = 4 + 4 * sizes.length;
  const bytes = new Uint8Array(header + values.length);
  const view = new DataView(bytes.buffer);
  bytes[2] = 8;
  bytes[3] = sizes.length;
  for (const [axis, size] of sizes.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(values, header);
  return bytes;
}
