import { encode } from "fast-png";
import {
  COPY_AGAIN,
  type DecodedImage,
  ImageFault,
  type ImageHeader,
  type StoredImage,
} from "./image-format.ts";
import { shown, sizeShown } from "./orientation.ts";
import { INDEXED, notedOrientation, type PngChunks, readChunks, readHeader } from "./png-chunks.ts";
import { readSamples, samplesOf } from "./png-rows.ts";

export { isPng } from "./png-chunks.ts";

const FLATTEN =
  "Save it in an image program without transparency (alpha), on the background that it should have.";

/**
 * Height and width as the image is shown, without decoding a pixel.
 *
 * @throws ImageFault where there is no valid header
 */
export function pngHeader(bytes: Uint8Array): ImageHeader {
  const { height, width } = readHeader(bytes);
  return sizeShown(height, width, notedOrientation(bytes));
}

/**
 * Decodes a PNG of any colour type, as it is shown: an orientation that it notes (eXIf) is applied, a palette becomes
 * colours. Samples are divided by the largest that their bits can hold; gamma and colour profiles are ignored, as
 * TensorFlow ignores them.
 *
 * @throws ImageFault where it is damaged, or where a pixel is transparent
 */
export function decodePng(bytes: Uint8Array): DecodedImage {
  const chunks = readChunks(bytes);
  const { header, orientation } = chunks;
  const { height, width, depth } = header;
  const indexed = header.colourType === INDEXED;
  const numbers = readSamples(chunks);
  demandOpaque(chunks, numbers);
  const samples = indexed ? throughPalette(numbers, chunks) : numbers;
  const stored = indexed ? 3 : samplesOf(header);
  const largest = indexed ? 255 : 2 ** depth - 1;
  const channels = stored < 3 ? 1 : 3;
  const pixels = new Float32Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++)
      pixels[pixel * channels + channel] = samples[pixel * stored + channel]! / largest;
  }
  return {
    ...sizeShown(height, width, orientation),
    channels,
    pixels: shown(pixels, height, width, channels, orientation),
  };
}

/**
 * What a PNG stores for each pixel, as it is shown: grey values or numbers of a palette, and the colours.
 *
 * @throws ImageFault where it is damaged, or where a pixel is transparent
 */
export function decodePngStored(bytes: Uint8Array): StoredImage {
  const chunks = readChunks(bytes);
  const { header, orientation } = chunks;
  const { height, width, depth, colourType } = header;
  const samples = readSamples(chunks);
  demandOpaque(chunks, samples);
  const stored = samplesOf(header);
  const indexed = colourType === INDEXED;
  const rgb = indexed ? throughPalette(samples, chunks) : samples;
  const [each, bits] = indexed ? [3, 8] : [stored, depth];
  const count = height * width;
  const colour = (pixel: number) => {
    const [red, green, blue] = [0, 1, 2].map(
      (i) => (rgb[pixel * each + (each < 3 ? 0 : i)]! * 255) / (2 ** bits - 1),
    ) as [number, number, number];
    return [red, green, blue].every(Number.isInteger) ? (red << 16) | (green << 8) | blue : -1;
  };
  const colours = Int32Array.from({ length: count }, (_, pixel) => colour(pixel));
  const numbers =
    stored < 3 ? (stored === 1 ? samples : samples.filter((_, i: number) => i % stored === 0)) : undefined;
  return {
    ...sizeShown(height, width, orientation),
    colours: shown(colours, height, width, 1, orientation),
    ...(numbers ? { numbers: shown(numbers, height, width, 1, orientation) } : {}),
  };
}

/** Red, green and blue of each pixel of a palette. */
function throughPalette(samples: Uint8Array | Uint16Array, { palette }: PngChunks): Uint8Array {
  if (palette === undefined) throw new ImageFault("its palette is missing", COPY_AGAIN);
  if (palette.length === 0 || palette.length % 3 > 0 || palette.length > 3 * 256)
    throw new ImageFault("it is damaged", COPY_AGAIN);
  const colours = new Uint8Array(3 * samples.length);
  for (let i = 0; i < samples.length; i++) {
    const from = 3 * samples[i]!;
    if (from >= palette.length)
      throw new ImageFault(
        `its pixels name colour ${samples[i]}, and its palette has ${palette.length / 3}, counted from 0`,
        COPY_AGAIN,
      );
    colours.set(palette.subarray(from, from + 3), 3 * i);
  }
  return colours;
}

/**
 * Demands that no pixel is transparent: by an alpha sample that is not the largest, by its colour in the palette, or by
 * having the one colour that a tRNS chunk declares clear.
 */
function demandOpaque({ header, transparency }: PngChunks, samples: Uint8Array | Uint16Array): void {
  const { width, depth, colourType } = header;
  const stored = samplesOf(header);
  const fault = (pixel: number) =>
    new ImageFault(
      `its pixel in row ${Math.floor(pixel / width) + 1}, column ${(pixel % width) + 1} is transparent`,
      FLATTEN,
    );
  if (colourType === 4 || colourType === 6) {
    const largest = 2 ** depth - 1;
    for (let at = stored - 1; at < samples.length; at += stored)
      if (samples[at] !== largest) throw fault((at - stored + 1) / stored);
  } else if (transparency && colourType === INDEXED) {
    const clear = samples.findIndex((number: number) => (transparency[number] ?? 255) < 255);
    if (clear >= 0) throw fault(clear);
  } else if (transparency && transparency.length >= 2 * stored) {
    const wanted = Array.from(
      { length: stored },
      (_, i) => ((transparency[2 * i]! << 8) | transparency[2 * i + 1]!) & (2 ** depth - 1),
    );
    for (let pixel = 0; pixel * stored < samples.length; pixel++)
      if (wanted.every((value, i) => samples[pixel * stored + i] === value)) throw fault(pixel);
  }
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
