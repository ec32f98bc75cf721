import { FoundError } from "../../diagnostics/found-error.ts";
import { formatShape, product } from "../../shape/shape.ts";
import { type ArrayHeader, demandLoadable, type NumberArray, numbersBehind } from "./number-array.ts";
import { isNumberType, numberTypes } from "./number-types.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Longer headers are none of arrays of plain numbers. */
const LONGEST_HEADER = 2 ** 16;

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * Reads the NPY format of NumPy (NumPy Enhancement Proposal 1), versions 1 to 3: a magic string, a header that tells type,
 * order and sizes as a Python dictionary, then the numbers. Truth values, whole numbers and floats of any size are read,
 * in either order of bytes, by rows or by columns. Unsigned bytes stay bytes; all others become 32-bit floats, which hold
 * whole numbers up to 2^24 exactly.
 *
 * @throws FoundError unless it is an array of numbers that is as long as its header says
 */
export function parseNpy(bytes: Uint8Array, file: string): NumberArray {
  const header = npyHeader(bytes, file);
  const { sizes, type, dataOffset, descr } = header;
  demandLoadable(sizes, file, 10);
  const expected = dataOffset + product(sizes) * numberTypes[type].bytes;
  if (bytes.length !== expected) {
    throw new FoundError(
      "data_array",
      `This .npy file ${bytes.length < expected ? "is cut off" : "is too long"}: for ${formatShape(sizes)} numbers of type \`${descr}\` it must have ${expected} bytes, but it has ${bytes.length}.`,
      { file, location: { offset: Math.min(bytes.length, expected) }, help: "Copy it again." },
    );
  }
  return numbersBehind(header, bytes, file);
}

/** @throws FoundError where it is none of an array of numbers */
export function npyHeader(bytes: Uint8Array, file: string): ArrayHeader & { readonly descr: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fault = (message: string, offset: number, help: string) =>
    new FoundError("data_array", message, { file, location: { offset }, help });
  if (!isNpy(bytes) || bytes.length < 12) {
    throw fault(
      "This is not a .npy file: it begins with other bytes than those do.",
      0,
      "Write it with `numpy.save`.",
    );
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw fault(
      `This .npy file is of version ${version}, and versions 1 to 3 can be read.`,
      6,
      "Write it again with `numpy.save`.",
    );
  }
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = begin + length;
  if (dataOffset > bytes.length) {
    throw fault(
      `This .npy file is cut off: its header ends at byte ${dataOffset}, but the file at ${bytes.length}.`,
      bytes.length,
      "Copy it again.",
    );
  }
  const header = new TextDecoder().decode(
    bytes.subarray(begin, begin + Math.min(length, LONGEST_HEADER + 1)),
  );
  const value = (key: string, form: string) =>
    new RegExp(`[{,]\\s*'${key}'\\s*:\\s*${form}\\s*[,}]`).exec(header)?.[1];
  const descr = value("descr", "'([^']*)'");
  const order = value("fortran_order", "(True|False)");
  const shape = value("shape", "\\(((?:\\d+L?, *)*(?:\\d+L?)? *)\\)");
  if (length > LONGEST_HEADER || descr === undefined || order === undefined || shape === undefined) {
    throw fault(
      "The header of this .npy file doesn't tell the type, the order and the sizes of an array of numbers.",
      begin,
      "Write it with `numpy.save`, as one array of numbers.",
    );
  }
  const [, bytesOrder, type] = /^([<>|])([a-z]\d)$/.exec(descr) ?? [];
  if (type === undefined || !isNumberType(type) || (bytesOrder === "|" && numberTypes[type].bytes > 1)) {
    throw fault(
      `What this .npy file holds has the type \`${descr.slice(0, 40)}\`, which is none of numbers that can be read.`,
      begin,
      "Write them as 32-bit floats: `numpy.save(file, array.astype('<f4'))`.",
    );
  }
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  if (sizes.length === 0 || product(sizes) === 0)
    throw fault("This .npy file holds no examples.", begin, "Name a file whose first size counts examples.");
  return { sizes, type, little: bytesOrder !== ">", byColumns: order === "True", dataOffset, descr };
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
