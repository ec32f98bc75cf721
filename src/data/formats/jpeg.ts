import { COPY_AGAIN, type DecodedImage, ImageFault, type ImageHeader, SAVE_AS_PNG } from "./image-format.ts";
import { type Orientation, orientationIn, shown, sizeShown } from "./orientation.ts";

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** What the markers of a JPEG say. Height and width are those of the rows as they are stored. */
interface Markers {
  readonly height: number;
  readonly width: number;
  readonly components: number;
  readonly orientation: Orientation;
  /** All of the file but what stands between its segments and belongs to none, which decoders warn of and pass over. */
  readonly parts: readonly Uint8Array[];
}

/** Height and width as the image is shown, without decoding a pixel. @throws ImageFault as `decodeJpeg` does */
export function jpegHeader(bytes: Uint8Array): ImageHeader {
  const { height, width, orientation } = readMarkers(bytes);
  return sizeShown(height, width, orientation);
}

/** What stands before the first scan (ITU-T T.81, B.2): the frame header, and EXIF data. */
function readMarkers(bytes: Uint8Array): Markers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Pick<Markers, "height" | "width" | "components"> | undefined;
  const parts = [bytes.subarray(0, 2)];
  let orientation: Orientation = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) {
      parts.push(bytes.subarray(at));
      break;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker) && at + 10 <= bytes.length) {
      if (marker > 0xc2) throw new ImageFault("it is a lossless or arithmetic-coded JPEG", SAVE_AS_PNG);
      if (bytes[at + 4] !== 8)
        throw new ImageFault(`it has ${bytes[at + 4]} bits a sample, where 8 are expected`, SAVE_AS_PNG);
      frame ??= {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: bytes[at + 9]!,
      };
    } else if (marker === 0xe1 && orientation === 1 && isExif(bytes, at + 4))
      orientation = orientationIn(bytes.subarray(at + 10, end));
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (!frame) throw new ImageFault("it has no header with its size", COPY_AGAIN);
  return { ...frame, orientation, parts };
}

const isExif = (bytes: Uint8Array, at: number) =>
  String.fromCharCode(...bytes.subarray(at, at + 6)) === "Exif\0\0";

/** libjpeg-turbo, which Pillow and browsers decode with, as WebAssembly; loaded for the first JPEG. */
let codec: ReturnType<typeof startCodec> | undefined;

async function startCodec() {
  const { default: start } = await import("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs");
  return start({ print: () => {}, printErr: () => {} });
}

/**
 * Decodes a baseline or progressive JPEG, grey or in colour, as it is shown: the orientation that a camera notes in EXIF
 * is applied. Pixels are those of libjpeg-turbo, and so of Pillow.
 *
 * @throws ImageFault where it is damaged, or has four colour channels
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<DecodedImage> {
  const { height, width, components, orientation, parts } = readMarkers(bytes);
  if (components !== 1 && components !== 3) {
    throw new ImageFault(
      `it has ${components} colour channels, as CMYK for printers has, where 1 or 3 are expected`,
      SAVE_AS_PNG,
    );
  }
  codec ??= startCodec();
  const decoder = new (await codec).JPEGDecoder();
  try {
    let at = 0;
    const buffer = decoder.getEncodedBuffer(parts.reduce((length, part) => length + part.length, 0));
    for (const part of parts) {
      buffer.set(part, at);
      at += part.length;
    }
    decoder.decode();
    const frame = decoder.getFrameInfo();
    const samples = decoder.getDecodedBuffer();
    if (
      frame.height !== height ||
      frame.width !== width ||
      samples.length !== height * width * frame.componentCount
    )
      throw new ImageFault("its headers contradict each other", COPY_AGAIN);
    const channels = frame.componentCount === 1 ? 1 : 3;
    const pixels = Float32Array.from(samples, (sample) => sample / 255);
    return {
      ...sizeShown(height, width, orientation),
      channels,
      pixels: shown(pixels, height, width, channels, orientation),
    };
  } catch (error) {
    // A number is what the decoder itself throws; anything else may have left it in disorder.
    if (typeof error !== "number" && !(error instanceof ImageFault)) codec = undefined;
    throw error;
  } finally {
    decoder.delete();
  }
}
