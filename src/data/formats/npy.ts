import { FoundError } from "../../diagnostics/found-error.ts";
import { readBytes } from "../../host/input.ts";
import { formatShape, product } from "../../shape/shape.ts";
import type { NumberArray } from "./number-array.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Bytes and reader of each type of number that can be read; all little-endian. */
const TYPES: {
  readonly [descr: string]: {
    readonly bytes: number;
    readonly read: (view: DataView, offset: number) => number | bigint;
  };
} = {
  "|u1": { bytes: 1, read: (view, at) => view.getUint8(at) },
  "|i1": { bytes: 1, read: (view, at) => view.getInt8(at) },
  "|b1": { bytes: 1, read: (view, at) => view.getUint8(at) },
  "<i2": { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  "<u2": { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  "<i4": { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  "<u4": { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  "<i8": { bytes: 8, read: (view, at) => view.getBigInt64(at, true) },
  "<u8": { bytes: 8, read: (view, at) => view.getBigUint64(at, true) },
  "<f4": { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  "<f8": { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

/**
 * Reads a NumPy file.
 *
 * @param what what it is to hold, for messages
 * @throws FoundError where it is missing or faulty
 */
export async function readNpy(file: string, what: string): Promise<NumberArray> {
  return parseNpy(await readBytes(file, `${what} in the .npy format`), file);
}

/**
 * Reads the NPY format of NumPy (NumPy Enhancement Proposal 1), versions 1 to 3: a magic string, a header that tells type,
 * order and sizes as a Python dictionary, then the numbers. Unsigned bytes stay bytes; all others become 32-bit floats,
 * which hold whole numbers up to 2^24 exactly.
 *
 * @throws FoundError unless it is an array of numbers in C order that is as long as its header says
 */
export function parseNpy(bytes: Uint8Array, file: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fault = (message: string, offset: number, help: string) =>
    new FoundError("data_array", message, { file, location: { offset }, help });
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || bytes.length < 12) {
    throw fault(
      "This is not a .npy file: it begins with other bytes than those do.",
      0,
      "Write it with `numpy.save`.",
    );
  }
  const wide = bytes[6]! > 1;
  const begin = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataOffset = begin + length;
  if (dataOffset > bytes.length) {
    throw fault(
      `This .npy file is cut off: its header ends at byte ${dataOffset}, but the file at ${bytes.length}.`,
      bytes.length,
      "Copy it again.",
    );
  }
  const header = new TextDecoder().decode(bytes.subarray(begin, dataOffset));
  const descr = /'descr': *'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw fault(
      "The header of this .npy file doesn't tell the type, the order and the sizes of an array of numbers.",
      begin,
      "Write it with `numpy.save`, as one array of numbers.",
    );
  }
  const type = TYPES[descr];
  if (!type) {
    throw fault(
      `The numbers of this .npy file have the type \`${descr}\`, which can't be read.`,
      begin,
      "Write them as 32-bit floats: `numpy.save(file, array.astype('<f4'))`.",
    );
  }
  if (order === "True") {
    throw fault(
      "This .npy file holds its numbers column by column (Fortran order).",
      begin,
      "Write it row by row: `numpy.save(file, numpy.ascontiguousarray(array))`.",
    );
  }
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  const expected = dataOffset + product(sizes) * type.bytes;
  if (bytes.length !== expected) {
    throw fault(
      `This .npy file ${bytes.length < expected ? "is cut off" : "is too long"}: for ${formatShape(sizes)} numbers of type \`${descr}\` it must have ${expected} bytes, but it has ${bytes.length}.`,
      Math.min(bytes.length, expected),
      "Copy it again.",
    );
  }
  if (sizes.length === 0 || product(sizes) === 0) {
    throw fault("This .npy file holds no examples.", begin, "Name a file whose first size counts examples.");
  }
  const values =
    descr === "|u1"
      ? bytes.subarray(dataOffset)
      : Float32Array.from({ length: product(sizes) }, (_, i) =>
          Number(type.read(view, dataOffset + i * type.bytes)),
        );
  return { sizes, values, dataOffset, width: type.bytes };
}

/** The bytes of a .npy file of 32-bit floats or bytes. `sizes` must multiply to their number. */
export function encodeNpy(sizes: readonly number[], values: Float32Array | Uint8Array): Uint8Array {
  if (product(sizes) !== values.length) throw new RangeError(`${formatShape(sizes)} is not ${values.length}`);
  const descr = values instanceof Uint8Array ? "|u1" : "<f4";
  const tuple = sizes.length === 1 ? `${sizes[0]},` : sizes.join(", ");
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  // The numbers begin at a multiple of 64 bytes, behind a line end.
  const header = `${dictionary.padEnd(Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + header.length + values.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set([...MAGIC, 1, 0]);
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  const offset = 10 + header.length;
  if (values instanceof Uint8Array) bytes.set(values, offset);
  else for (const [i, value] of values.entries()) view.setFloat32(offset + 4 * i, value, true);
  return bytes;
}
