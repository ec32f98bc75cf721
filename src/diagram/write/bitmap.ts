import { rgb } from "d3";
import { encode } from "fast-png";
import type { ImageMark } from "../scene/scene.ts";
import { cssOf, mixed, type Theme } from "../scene/theme.ts";

/** Pixels of the file for each px of the drawing, at least: what smooths them all the same blurs a quarter of a px. */
const FINENESS = 4;
const LARGEST = 1024;

/** Cells of an image as a PNG in a data URI. */
export function dataUri(mark: ImageMark, theme: Theme): string {
  let binary = "";
  for (const byte of pngOf(mark, theme)) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

/** Cells of an image as a PNG: the same bytes for the same cells and theme. */
export function pngOf(mark: ImageMark, theme: Theme): Uint8Array {
  const { columns, rows, width, height } = mark;
  const size = Math.max(width / columns, height / rows);
  const wanted = size <= 1 ? 1 : Math.ceil(FINENESS * size);
  const each = Math.max(1, Math.min(wanted, Math.floor(LARGEST / Math.max(columns, rows))));
  const colours = coloursOf(mark, theme);
  const data = new Uint8Array(3 * columns * each * rows * each);
  let at = 0;
  for (let y = 0; y < rows * each; y++) {
    const row = Math.floor(y / each) * columns;
    for (let x = 0; x < columns * each; x++) {
      const cell = 3 * (row + Math.floor(x / each));
      data.set(colours.subarray(cell, cell + 3), at);
      at += 3;
    }
  }
  return encode({ width: columns * each, height: rows * each, data, channels: 3, depth: 8 });
}

/** Red, green and blue of each cell. */
function coloursOf({ columns, rows, values, between }: ImageMark, theme: Theme): Uint8Array {
  const levels = Array.from(values, (value) => Math.min(1, Math.max(0, value)));
  if (!between) return Uint8Array.from(levels, (level) => Math.round(255 * level));
  const shades = Array.from({ length: 256 }, (_, i) =>
    rgb(cssOf(mixed(between[0], between[1], i / 255), theme)),
  );
  const colours = new Uint8Array(3 * columns * rows);
  levels.forEach((level, i) => {
    const { r, g, b } = shades[Math.round(255 * level)]!;
    colours.set([r, g, b], 3 * i);
  });
  return colours;
}
