import { decode } from "jpeg-js";
import { COPY_AGAIN, type DecodedImage, ImageFault, type ImageHeader, SAVE_AS_PNG } from "./image-format.ts";

const MEMORY_LIMIT_MB = 1024;

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

interface JpegHeader extends ImageHeader {
  readonly components: number;
}

/**
 * Height and width from the first frame header (ITU-T T.81, B.2.2), without decoding a pixel.
 *
 * @throws ImageFault where there is none, or where its variant can't be read
 */
export function jpegHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length; ) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (marker > 0xc2) throw new ImageFault("it is a lossless or arithmetic-coded JPEG", SAVE_AS_PNG);
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: bytes[at + 9]! };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new ImageFault("it has no header with its size", COPY_AGAIN);
}

/**
 * Decodes a baseline or progressive JPEG, grey or in colour. The orientation that a camera notes in EXIF is not
 * applied.
 *
 * @throws ImageFault where it is damaged, or has four colour channels
 */
export function decodeJpeg(bytes: Uint8Array): DecodedImage {
  const { height, width, components } = jpegHeader(bytes);
  if (components !== 1 && components !== 3) {
    throw new ImageFault(
      `it has ${components} colour channels, as CMYK for printers has, where 1 or 3 are expected`,
      SAVE_AS_PNG,
    );
  }
  const image = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: (height * width) / 1e6,
    maxMemoryUsageInMB: MEMORY_LIMIT_MB,
  });
  if (image.height !== height || image.width !== width)
    throw new ImageFault("its headers contradict each other", COPY_AGAIN);
  const channels = components;
  const pixels = new Float32Array(height * width * channels);
  // The decoder gives three equal samples for a grey pixel.
  const step = 3 / channels;
  for (let i = 0; i < pixels.length; i++) pixels[i] = image.data[i * step]! / 255;
  return { height, width, channels, pixels };
}
