/** Images and masks in files of their own. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { readBytes } from "../../host/input.ts";
import { formatShape, type Shape } from "../../shape/shape.ts";
import type { DecodedImage, ImageHeader } from "../formats/image-format.ts";
import { formatNames, formatOf, type ImageFormat } from "../formats/registry.ts";
import type { RegionNames } from "../reading.ts";
import { regionsOf } from "./regions.ts";

/**
 * Reads an image as a net takes it; its content tells its format, not its name.
 *
 * Numbers are from 0 to 1. Where the net has one channel, colours become grey by their luminance (ITU-R BT.601:
 * 0.299 red + 0.587 green + 0.114 blue); where it has three, grey is repeated. Size is compared before a pixel is
 * decoded, so that a header that claims a huge image costs nothing.
 *
 * @param shape `[height, width, 1]` or `[height, width, 3]`
 * @returns height × width × channels numbers
 * @throws FoundError where it is missing, damaged, of another size, or partly transparent
 */
export async function readImage(path: string, shape: Shape): Promise<Float32Array> {
  checkImageShape(shape, path);
  return imageIn(await readBytes(path, "an image"), path, shape);
}

/** The same of a file's bytes. */
export async function imageIn(bytes: Uint8Array, path: string, shape: Shape): Promise<Float32Array> {
  checkImageShape(shape, path);
  const format = formatOf(bytes, path);
  if (format?.holds !== "image") {
    throw new FoundError(
      "data_image",
      `This is not a ${formatNames("image")} image: it begins with other bytes than those do.`,
      {
        file: path,
        location: { offset: 0 },
        help: "Open it in an image program and save it as PNG.",
      },
    );
  }
  demandSize(await format.header(bytes, path), shape, path);
  return withChannels(await format.read(bytes, path), shape[2] as 1 | 3);
}

/**
 * Reads a mask whose pixels are numbers or colours of regions.
 *
 * @param shape `[height, width]`
 * @param names which values or colours stand for which region, where the spec says so
 * @throws FoundError where it is missing, damaged, of another size, or doesn't say of each pixel which region it is
 */
export async function readMask(
  path: string,
  shape: Shape,
  regions: readonly string[],
  names?: RegionNames,
): Promise<Int32Array> {
  return maskIn(await readBytes(path, "a mask"), path, shape, regions, names);
}

/** The same of a file's bytes. */
export async function maskIn(
  bytes: Uint8Array,
  path: string,
  shape: Shape,
  regions: readonly string[],
  names?: RegionNames,
): Promise<Int32Array> {
  const format = formatOf(bytes, path) as ImageFormat | undefined;
  if (!format?.stored) {
    throw new FoundError(
      "data_mask",
      "This is not a PNG image, and a mask of regions can't be read from another one.",
      {
        file: path,
        location: { offset: 0 },
        help: "Save it as PNG in grey or with a palette; JPEG changes the numbers of the regions.",
      },
    );
  }
  demandSize(await format.header(bytes, path), shape, path);
  return regionsOf(await format.stored(bytes, path), regions, names, path);
}

function demandSize(header: ImageHeader, shape: Shape, file: string): void {
  const [height, width] = shape as readonly [number, number];
  if (header.height === height && header.width === width) return;
  throw new FoundError(
    "data_mismatch",
    `This image is ${header.height}×${header.width} (height × width), but the net takes ${height}×${width}.`,
    {
      file,
      help: `Resize or crop it to ${width} pixels wide and ${height} high, or change the net's input.`,
    },
  );
}

/** @throws FoundError where a net takes no image with grey or three colours */
export function checkImageShape(shape: Shape, file: string): void {
  if (shape.length === 3 && (shape[2] === 1 || shape[2] === 3)) return;
  throw new FoundError(
    "data_mismatch",
    `The net takes ${formatShape(shape)}, but a ${formatNames("image")} image has a height, a width and 1 or 3 channels.`,
    { file, help: "Use a net whose input is an image, such as `input image 28x28x1`." },
  );
}

function withChannels({ pixels, channels, height, width }: DecodedImage, wanted: 1 | 3): Float32Array {
  if (channels === wanted) return pixels;
  const count = height * width;
  if (wanted === 3) return Float32Array.from({ length: 3 * count }, (_, i) => pixels[Math.floor(i / 3)]!);
  return Float32Array.from({ length: count }, (_, i) => {
    const [red, green, blue] = [pixels[3 * i]!, pixels[3 * i + 1]!, pixels[3 * i + 2]!];
    // A grey stays the number that it is, however the file writes it.
    return red === green && green === blue ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}
