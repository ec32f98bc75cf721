import { inflateSync } from "node:zlib";
import { convertIndexedToRgb, type DecodedPng, decode, encode, hasPngSignature } from "fast-png";
import { COPY_AGAIN, type DecodedImage, ImageFault, type ImageHeader, SAVE_AS_PNG } from "./image-format.ts";

/** Bits a sample that each colour type may have (PNG specification, third edition, table 8). */
const DEPTHS: { readonly [colourType: number]: readonly number[] } = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const SAMPLES: { readonly [colourType: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const INDEXED = 3;
const SIGNATURE_LENGTH = 8;

const FLATTEN =
  "Save it in an image program without transparency (alpha), on the background that it should have.";

export const isPng = (bytes: Uint8Array): boolean =>
  bytes.length >= SIGNATURE_LENGTH && hasPngSignature(bytes);

interface PngHeader extends ImageHeader {
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

/**
 * Height and width, without decoding a pixel.
 *
 * @throws ImageFault where there is no valid header
 */
export function pngHeader(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(8) !== 13 || chunkType(bytes, 8) !== "IHDR")
    throw new ImageFault("it has no header", COPY_AGAIN);
  const depth = bytes[24]!;
  const colourType = bytes[25]!;
  const interlace = bytes[28]!;
  if (!DEPTHS[colourType]?.includes(depth) || interlace > 1)
    throw new ImageFault("its header is not valid", COPY_AGAIN);
  return {
    height: view.getUint32(20),
    width: view.getUint32(16),
    depth,
    colourType,
    interlaced: interlace === 1,
  };
}

/**
 * Decodes a PNG of any colour type. A palette becomes colours; samples are divided by the largest that their bits
 * can hold; gamma and colour profiles are ignored, as TensorFlow ignores them.
 *
 * @throws ImageFault where it is damaged, or where a pixel is transparent
 */
export function decodePng(bytes: Uint8Array): DecodedImage {
  const header = pngHeader(bytes);
  const { height, width, depth, interlaced } = header;
  if (interlaced && depth < 8) throw new ImageFault("it is interlaced with fewer than 8 bits", SAVE_AS_PNG);
  const png = decode(essential(bytes, header), { checkCrc: true });
  // True colour may have a palette too, as a hint for displays with few colours.
  const palette = header.colourType === INDEXED ? (png.palette ?? []) : undefined;
  if (palette?.length === 0) throw new ImageFault("its palette is missing", COPY_AGAIN);
  const samples = palette ? convertIndexedToRgb(png) : unpack(png);
  const stored = palette ? palette[0]!.length : png.channels;
  const largest = palette ? 255 : 2 ** depth - 1;
  const channels = stored < 3 ? 1 : 3;

  const pixels = new Float32Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const sample = samples.subarray(pixel * stored, (pixel + 1) * stored);
    if (isTransparent(sample, channels, largest, png.transparency)) {
      throw new ImageFault(
        `its pixel in row ${Math.floor(pixel / width) + 1}, column ${(pixel % width) + 1} is transparent`,
        FLATTEN,
      );
    }
    for (let channel = 0; channel < channels; channel++) {
      pixels[pixel * channels + channel] = sample[channel]! / largest;
    }
  }
  return { height, width, channels, pixels };
}

/**
 * One whole number a pixel, as the file stores it: the grey value, or the number of the colour in its palette.
 *
 * @throws ImageFault where it is damaged or in true colours
 */
export function decodePngNumbers(bytes: Uint8Array): Uint8Array | Uint16Array {
  const header = pngHeader(bytes);
  if (header.interlaced && header.depth < 8)
    throw new ImageFault("it is interlaced with fewer than 8 bits", SAVE_AS_PNG);
  if (SAMPLES[header.colourType] !== 1)
    throw new ImageFault(
      "it is in true colours, and nothing says which of them is which region",
      "Save it in grey or with a palette, the number of the region as the value of each pixel.",
    );
  return unpack(decode(essential(bytes, header), { checkCrc: true }));
}

/** By an alpha sample that is not the largest, or by having the one colour that a tRNS chunk declares clear. */
function isTransparent(
  sample: Uint8Array | Uint16Array,
  channels: number,
  largest: number,
  clear: Uint16Array | undefined,
): boolean {
  if (sample.length > channels) return sample[channels] !== largest;
  return clear !== undefined && sample.every((value, channel) => value === clear[channel]);
}

/** One number a sample: grey images of 1, 2 or 4 bits have several in a byte, each row in whole bytes. */
function unpack({ data, depth, height, width }: DecodedPng): Uint8Array | Uint16Array {
  if (depth >= 8) return data as Uint8Array | Uint16Array;
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(height * width);
  for (let i = 0; i < samples.length; i++) {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)]!;
    samples[i] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  }
  return samples;
}

/**
 * The file with only the chunks that pixels depend on, so that a broken text or colour profile spoils nothing. The
 * decoder would accept pixel data that end early, and unpack without limit: both are checked here.
 */
function essential(bytes: Uint8Array, header: PngHeader): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, SIGNATURE_LENGTH)];
  const packed: Uint8Array[] = [];
  for (let at = SIGNATURE_LENGTH, type = ""; type !== "IEND"; ) {
    if (at + 12 > bytes.length) throw new ImageFault("it is cut off", COPY_AGAIN);
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new ImageFault("it is cut off", COPY_AGAIN);
    type = chunkType(bytes, at);
    if (["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].includes(type)) kept.push(bytes.subarray(at, end));
    if (type === "IDAT") packed.push(bytes.subarray(at + 8, end - 4));
    at = end;
  }
  const expected = filteredSize(header);
  const found = unpackedSize(Buffer.concat(packed), expected);
  if (found !== expected) {
    const amount = found === undefined ? "more bytes than" : `${found} bytes instead of`;
    throw new ImageFault(`its pixels take ${amount} the ${expected} of its size`, COPY_AGAIN);
  }
  return Buffer.concat(kept);
}

/** Size that zlib data unpack to; undefined where that is more than a limit. */
function unpackedSize(packed: Uint8Array, limit: number): number | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: limit }).length;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function chunkType(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 4, at + 8));
}

/** Bytes of the rows before compression, each after one byte for its filter; in seven passes where interlaced. */
function filteredSize({ height, width, depth, colourType, interlaced }: PngHeader): number {
  const size = (rows: number, columns: number) =>
    rows > 0 && columns > 0 ? rows * (1 + Math.ceil((columns * SAMPLES[colourType]! * depth) / 8)) : 0;
  if (!interlaced) return size(height, width);
  const passes = [
    [0, 8, 0, 8],
    [0, 8, 4, 8],
    [4, 8, 0, 4],
    [0, 4, 2, 4],
    [2, 4, 0, 2],
    [0, 2, 1, 2],
    [1, 2, 0, 1],
  ] as const;
  let total = 0;
  for (const [row, rowStep, column, columnStep] of passes) {
    total += size(Math.ceil((height - row) / rowStep), Math.ceil((width - column) / columnStep));
  }
  return total;
}

/**
 * A grey PNG of 8 bits.
 *
 * @param pixels height × width numbers from 0 (black) to 1 (white); what lies outside is clipped
 */
export function encodeGrayPng(pixels: ArrayLike<number>, height: number, width: number): Uint8Array {
  const data = Uint8Array.from(pixels, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return encode({ width, height, data, channels: 1, depth: 8 });
}

/**
 * A PNG whose palette's numbers are those of regions: the first is black, the others have colours that tell them apart.
 *
 * @param regions height × width whole numbers below `count`, which is at most 256
 */
export function encodeRegionsPng(
  regions: ArrayLike<number>,
  height: number,
  width: number,
  count: number,
): Uint8Array {
  const palette = Array.from({ length: count }, (_, region) => regionColour(region, count));
  return encode({ width, height, data: Uint8Array.from(regions), channels: 1, depth: 8, palette });
}

/** Hues around the circle, light and strong: HSV with value 1 and saturation 0.75. */
function regionColour(region: number, count: number): number[] {
  if (region === 0) return [0, 0, 0];
  const hue = (6 * (region - 1)) / Math.max(1, count - 1);
  return [5, 3, 1].map((offset) => {
    const k = (offset + hue) % 6;
    return Math.round(255 * (1 - 0.75 * Math.max(0, Math.min(k, 4 - k, 1))));
  });
}
