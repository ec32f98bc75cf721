import { crc32 } from "./crc32.ts";
import { COPY_AGAIN, ImageFault } from "./image-format.ts";
import { type Orientation, orientationIn } from "./orientation.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Bits a sample that each colour type may have (PNG specification, third edition, table 8). */
const DEPTHS: { readonly [colourType: number]: readonly number[] } = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
export const INDEXED = 3;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** The image header of a PNG. Height and width are those of the rows as they are stored. */
export interface PngHeader {
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

/** What of a PNG its pixels depend on. */
export interface PngChunks {
  readonly header: PngHeader;
  /** Red, green and blue of each colour, one after the other. */
  readonly palette?: Uint8Array;
  /** What tRNS holds: opacities of the palette, or the one colour that is clear. */
  readonly transparency?: Uint8Array;
  readonly orientation: Orientation;
  /** The packed rows. */
  readonly packed: readonly Uint8Array[];
}

/** @throws ImageFault where there is no valid header */
export function readHeader(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(8) !== 13 || typeAt(bytes, 8) !== "IHDR")
    throw new ImageFault("it has no header", COPY_AGAIN);
  const [depth, colourType, compression, filter, interlace] = bytes.subarray(24, 29) as unknown as number[];
  const known = Object.hasOwn(DEPTHS, colourType!) && DEPTHS[colourType!]!.includes(depth!);
  const [height, width] = [view.getUint32(20), view.getUint32(16)];
  if (!known || interlace! > 1 || compression !== 0 || filter !== 0 || height === 0 || width === 0)
    throw new ImageFault("its header is not valid", COPY_AGAIN);
  return { height, width, depth: depth!, colourType: colourType!, interlaced: interlace === 1 };
}

/**
 * Takes a PNG apart. A broken text or colour profile spoils nothing, since only what pixels depend on is looked at.
 *
 * @throws ImageFault where it is cut off or damaged
 */
export function readChunks(bytes: Uint8Array): PngChunks {
  const header = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array>();
  const packed: Uint8Array[] = [];
  for (let at = SIGNATURE.length, type = ""; type !== "IEND"; ) {
    if (at + 12 > bytes.length) throw new ImageFault("it is cut off", COPY_AGAIN);
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) throw new ImageFault("it is cut off", COPY_AGAIN);
    type = typeAt(bytes, at);
    const data = bytes.subarray(at + 8, end - 4);
    const intact = () => crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4);
    if (["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].includes(type)) {
      if (!intact()) throw new ImageFault("it is damaged", COPY_AGAIN);
      if (type === "IDAT") packed.push(data);
      else if (found.has(type))
        throw new ImageFault(`it has two headers or palettes (${type}), and only one can hold`, COPY_AGAIN);
      else found.set(type, data);
    }
    at = end;
  }
  const [palette, transparency] = [found.get("PLTE"), found.get("tRNS")];
  return {
    header,
    packed,
    orientation: notedOrientation(bytes),
    ...(palette ? { palette } : {}),
    ...(transparency ? { transparency } : {}),
  };
}

/** The orientation in the chunk eXIf, which may stand before the pixels or behind them; 1 where there is no sound one. */
export function notedOrientation(bytes: Uint8Array): Orientation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end <= bytes.length && typeAt(bytes, at) === "eXIf") {
      const sound = crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4);
      return sound ? orientationIn(bytes.subarray(at + 8, end - 4)) : 1;
    }
    at = end;
  }
  return 1;
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 4, at + 8));
}
