/** The formats of files that can be read, by what a file holds. */

import { type CsvTable, parseCsv } from "./csv-table.ts";
import { extensionOf } from "./extension.ts";
import { isIdx, parseIdx } from "./idx.ts";
import { type DecodedImage, type ImageHeader, ofFile, type StoredImage } from "./image-format.ts";
import { decodeJpeg, isJpeg, jpegHeader } from "./jpeg.ts";
import { isNpy, parseNpy } from "./npy.ts";
import type { NumberArray } from "./number-array.ts";
import { decodePng, decodePngStored, isPng, pngHeader } from "./png.ts";

interface Described {
  /** `PNG`, `.npy`. */
  readonly name: string;
  /** How names of its files end, in lower case. */
  readonly extensions: readonly string[];
  /** Whether a file begins as those do. Tables have no mark of their own, and are known by their names. */
  recognise(bytes: Uint8Array): boolean;
}

/** All throw a FoundError that names the file. */
export interface ImageFormat extends Described {
  readonly holds: "image";
  /** Its size, without decoding a pixel. */
  header(bytes: Uint8Array, file: string): Promise<ImageHeader>;
  read(bytes: Uint8Array, file: string): Promise<DecodedImage>;
  /** What each pixel stores, where packing changes no pixel: for masks. */
  stored?(bytes: Uint8Array, file: string): Promise<StoredImage>;
}

export interface ArrayFormat extends Described {
  readonly holds: "array";
  /** What one of its examples is called. */
  readonly noun: string;
  /** Where the sizes stand in a file, in bytes. */
  readonly sizesAt: number;
  read(bytes: Uint8Array, file: string): NumberArray;
}

export interface TableFormat extends Described {
  readonly holds: "table";
  read(bytes: Uint8Array, file: string): CsvTable;
}

export type Format = ImageFormat | ArrayFormat | TableFormat;

export const formats = {
  png: {
    name: "PNG",
    holds: "image",
    extensions: [".png"],
    recognise: isPng,
    header: (bytes, file) => ofFile(file, "PNG", () => pngHeader(bytes)),
    read: (bytes, file) => ofFile(file, "PNG", () => decodePng(bytes)),
    stored: (bytes, file) => ofFile(file, "PNG", () => decodePngStored(bytes)),
  },
  jpeg: {
    name: "JPEG",
    holds: "image",
    extensions: [".jpg", ".jpeg"],
    recognise: isJpeg,
    header: (bytes, file) => ofFile(file, "JPEG", () => jpegHeader(bytes)),
    read: (bytes, file) => ofFile(file, "JPEG", () => decodeJpeg(bytes)),
  },
  npy: {
    name: ".npy",
    holds: "array",
    extensions: [".npy"],
    noun: "example",
    sizesAt: 10,
    recognise: isNpy,
    read: parseNpy,
  },
  idx: {
    name: "IDX",
    holds: "array",
    extensions: [],
    noun: "image",
    sizesAt: 8,
    recognise: isIdx,
    read: parseIdx,
  },
  csv: {
    name: "CSV",
    holds: "table",
    extensions: [".csv"],
    recognise: () => false,
    read: parseCsv,
  },
} as const satisfies { readonly [name: string]: Format };

const all: readonly Format[] = Object.values(formats);

/** The format of a file: by its first bytes, which a name can't hide, else by its name; undefined where there is none. */
export function formatOf(bytes: Uint8Array, file: string): Format | undefined {
  const extension = extensionOf(file);
  return (
    all.find((format) => format.recognise(bytes)) ??
    all.find((format) => format.holds !== "image" && format.extensions.includes(extension))
  );
}

/** `PNG or JPEG`: the formats that hold something, for messages. */
export function formatNames(holds: Format["holds"]): string {
  return all
    .filter((format) => format.holds === holds)
    .map(({ name }) => name)
    .join(" or ");
}

/** How names of files end that hold something. */
export function extensionsOf(holds: Format["holds"]): readonly string[] {
  return all.filter((format) => format.holds === holds).flatMap(({ extensions }) => extensions);
}
