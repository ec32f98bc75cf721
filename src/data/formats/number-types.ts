/** Types of numbers in arrays, as NumPy calls them: their kind, and how many bytes each takes. */

interface NumberType {
  readonly bytes: number;
  read(view: DataView, at: number, little: boolean): number;
}

const types = {
  b1: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { bytes: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
} satisfies { readonly [name: string]: NumberType };

export type NumberTypeName = keyof typeof types;

export const numberTypes: { readonly [name in NumberTypeName]: NumberType } = types;

export function isNumberType(name: string): name is NumberTypeName {
  return Object.hasOwn(types, name);
}

/** The value of a 16-bit float (IEEE 754, binary16): one bit of sign, five of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Whole numbers of 64 bits are read where 32 bits would do. */
const LARGEST = 2 ** 32 - 1;
const LEAST = -(2 ** 31);

/** A number that 32 bits don't hold, and where it is. */
export interface Beyond {
  readonly at: number;
  readonly value: number;
}

/**
 * Numbers that lie one after the other, from `offset` on: unsigned bytes as they are, all others as 32-bit floats, each
 * rounded to the nearest. Instead, the first number that is beyond 32 bits.
 */
export function readNumbers(
  bytes: Uint8Array,
  offset: number,
  count: number,
  name: NumberTypeName,
  little: boolean,
): Uint8Array | Float32Array | Beyond {
  if (name === "u1") return bytes.subarray(offset, offset + count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { bytes: width, read } = numberTypes[name];
  const values = new Float32Array(count);
  const wide = name === "i8" || name === "u8";
  for (let i = 0; i < count; i++) {
    const value = read(view, offset + i * width, little);
    values[i] = value;
    if (wide ? value > LARGEST || value < LEAST : !Number.isFinite(values[i]!) && Number.isFinite(value))
      return { at: i, value };
  }
  return values;
}
