// Files of Pillow and NumPy hold for us the numbers that they hold for them: tests/data/reference/files.py.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { decodeJpeg } from "../../../src/data/formats/jpeg.ts";
import { parseNpy } from "../../../src/data/formats/npy.ts";
import { decodePng } from "../../../src/data/formats/png.ts";
import { formatOf, formats } from "../../../src/data/formats/registry.ts";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly number[];
  /** In base64: 32-bit floats in little-endian order, or bytes. */
  readonly floats: string;
  readonly bytes: string;
}

const path = new URL("../reference/files.json", import.meta.url);
const reference: { readonly [kind in "arrays" | "pngs" | "jpegs"]: readonly Case[] } = JSON.parse(
  await readFile(path, "utf8"),
);
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const floatsOf = (text: string) => new Float32Array(bytesOf(text).buffer);

describe("arrays of NumPy, of every type, order of bytes, layout and version", () => {
  test.each(reference.arrays)("$name", ({ file, floats }) => {
    const bytes = bytesOf(file);
    expect(formatOf(bytes, "x")).toBe(formats.npy);
    const { sizes, values } = parseNpy(bytes, "x");
    expect(sizes).toEqual([3, 4, 2]);
    expect(Float32Array.from(values)).toEqual(floatsOf(floats));
  });
});

describe("PNG of every type, depth and interlace, to the bit", () => {
  test.each(reference.pngs)("$name", ({ file, shape, floats }) => {
    const bytes = bytesOf(file);
    expect(formatOf(bytes, "x")).toBe(formats.png);
    const { height, width, channels, pixels } = decodePng(bytes);
    expect([height, width, channels]).toEqual(shape);
    expect(pixels).toEqual(floatsOf(floats));
  });
});

describe("JPEG as Pillow reads it, within a level", () => {
  test.each(reference.jpegs)("$name", async ({ file, shape, bytes }) => {
    expect(formatOf(bytesOf(file), "x")).toBe(formats.jpeg);
    const { height, width, channels, pixels } = await decodeJpeg(bytesOf(file));
    expect([height, width, channels]).toEqual(shape);
    const wanted = bytesOf(bytes);
    expect(pixels.length).toBe(wanted.length);
    for (const [i, level] of wanted.entries()) expect(Math.abs(pixels[i]! * 255 - level)).toBeLessThan(1.001);
  });
});
