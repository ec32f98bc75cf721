import { FoundError } from "../../diagnostics/found-error.ts";
import { formatShape, product } from "../../shape/shape.ts";
import { plural } from "../wants.ts";
import { crc32 } from "./crc32.ts";
import { type ArrayHeader, demandLoadable, type NumberArray, numbersBehind } from "./number-array.ts";
import { type NumberTypeName, numberTypes } from "./number-types.ts";
import { unpackUpTo } from "./unpack.ts";

/** Codes of the types of numbers; what people call those that are usual. */
const ELEMENT_TYPES: { readonly [code: number]: NumberTypeName } = {
  8: "u1",
  9: "i1",
  11: "i2",
  12: "i4",
  13: "f4",
  14: "f8",
};
const TYPE_NAMES: { readonly [type: string]: string } = { u1: "bytes", i4: "int32", f4: "float32" };

/** A header of 255 dimensions. */
const LONGEST_HEADER = 4 + 4 * 255;

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

export const isIdx = (bytes: Uint8Array): boolean => {
  const [a, b, type, dimensions] = beginning(bytes);
  return a === 0 && b === 0 && Object.hasOwn(ELEMENT_TYPES, type ?? -1) && dimensions! > 0;
};

function beginning(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return unpackUpTo(LONGEST_HEADER, "gzip", [bytes]).bytes;
  } catch {
    return new Uint8Array(0);
  }
}

/**
 * Reads the IDX format, packed by gzip or not: two bytes 0, one byte for the type of the elements (8 bytes, 9 int8, 11
 * int16, 12 int32, 13 float32, 14 float64), one for the number of dimensions, then their sizes as big-endian uint32, then
 * the elements in row-major order, big-endian (LeCun, Cortes and Burges, "The MNIST database of handwritten digits",
 * section on file formats).
 *
 * @throws FoundError unless the file is exactly as long as its header says
 */
export function parseIdx(bytes: Uint8Array, file: string): NumberArray {
  const header = idxHeader(bytes, file);
  const { sizes, type, dataOffset } = header;
  const { bytes: width } = numberTypes[type];
  demandLoadable(sizes, file, 4);
  const expected = dataOffset + product(sizes) * width;
  const { found, more } = unpacked(bytes, file, expected);
  if (found.length !== expected || more) {
    const cut = found.length < expected;
    const has = more && isGzip(bytes) ? "more" : String(found.length);
    throw new FoundError(
      "data_array",
      `This IDX file ${cut ? "is cut off" : "is too long"}: for ${formatShape(sizes)} ${TYPE_NAMES[type] ?? type} it must have ${expected} bytes, but it has ${has}.`,
      { file, location: { offset: Math.min(found.length, expected) }, help: "Download or copy it again." },
    );
  }
  if (product(sizes) === 0) {
    throw new FoundError(
      "data_array",
      `This IDX file holds no numbers: its sizes are ${formatShape(sizes)}.`,
      { file, location: { offset: 4 }, help: "Name a file that holds examples." },
    );
  }
  return numbersBehind(header, found, file);
}

/** At most so many bytes of the file, unpacked. A whole file's checksum is compared. */
function unpacked(
  bytes: Uint8Array,
  file: string,
  most: number,
): { readonly found: Uint8Array; readonly more: boolean } {
  if (!isGzip(bytes)) return { found: bytes, more: bytes.length > most };
  try {
    const { bytes: found, more, members } = unpackUpTo(most, "gzip", [bytes]);
    if (!more && members === 1) {
      const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
      if (trailer.getUint32(0, true) !== crc32(found)) throw new Error("the checksum is another one");
    }
    return { found, more };
  } catch (cause) {
    throw new FoundError("data_array", "This gzip file is cut off or damaged: it can't be unpacked.", {
      file,
      help: "Download or copy it again.",
      cause,
    });
  }
}

/** @throws FoundError where it is none */
export function idxHeader(packed: Uint8Array, file: string): ArrayHeader {
  const bytes = isGzip(packed) ? unpacked(packed, file, LONGEST_HEADER).found : packed;
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
  const type = Object.hasOwn(ELEMENT_TYPES, bytes[2]!) ? ELEMENT_TYPES[bytes[2]!] : undefined;
  if (type === undefined) {
    const known = Object.entries(ELEMENT_TYPES).map(
      ([code, name]) => `${code} (${TYPE_NAMES[name] ?? name})`,
    );
    throw new FoundError(
      "data_array",
      `The numbers of this IDX file have the type code ${bytes[2]}, but only ${known.join(", ")} can be read.`,
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
  return { sizes, type, little: false, byColumns: false, dataOffset };
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
