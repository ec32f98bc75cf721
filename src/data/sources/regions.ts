/** Which region each pixel of a mask, or each number of labels, stands for. */

import { FoundError } from "../../diagnostics/found-error.ts";
import type { StoredImage } from "../formats/image-format.ts";
import type { RegionNames } from "../reading.ts";
import { quoted } from "../wants.ts";

const BLACK = 0;
const WHITE = 0xffffff;
const isGrey = (colour: number) =>
  colour >= 0 && colour >> 16 === (colour & 255) && ((colour >> 8) & 255) === (colour & 255);
const written = (colour: number) =>
  colour < 0 ? "a colour of 16 bits" : `#${colour.toString(16).padStart(6, "0")}`;

/**
 * The regions of a mask. Where the spec names values or colours, they are looked up; else, where there are two regions and
 * all is black or white, white is the second one; else a grey value, or a number of a palette, is the region's number.
 *
 * @throws FoundError where a pixel is of no region
 */
export function regionsOf(
  { numbers, colours, width }: StoredImage,
  regions: readonly string[],
  names: RegionNames | undefined,
  file: string,
): Int32Array {
  const fault = (at: number, found: string, help: string) =>
    new FoundError(
      "data_mask",
      `The pixel in row ${Math.floor(at / width) + 1}, column ${(at % width) + 1} of this mask is ${found}, but there are ${regions.length} regions, numbered from 0: ${quoted(regions)}.`,
      { file, help },
    );
  if (names) {
    const { byNumber, byColour } = tablesOf(names, regions, file);
    return colours.map((colour, at) => {
      const number = numbers?.[at];
      const region = (number === undefined ? undefined : byNumber.get(number)) ?? byColour.get(colour);
      if (region !== undefined) return region;
      const found = number === undefined || byColour.size > 0 ? written(colour) : String(number);
      throw fault(at, found, "Give it to a region behind `regions`, as a number or as a colour.");
    });
  }
  if (regions.length === 2 && colours.every((colour) => colour === BLACK || colour === WHITE))
    return colours.map((colour) => (colour === WHITE ? 1 : 0));
  const example = `\`regions { ${regions[0]} 0, ${regions[1]} ${numbers ? 255 : '"#ff0000"'} }\``;
  const values = numbers ?? (colours.every(isGrey) ? colours.map((colour) => colour & 255) : undefined);
  if (!values) {
    const strange = colours.findIndex((colour) => !isGrey(colour));
    throw fault(strange, written(colours[strange]!), `Say which colour is which region: ${example}.`);
  }
  const faulty = values.findIndex((value: number) => value >= regions.length);
  if (faulty >= 0)
    throw fault(
      faulty,
      String(values[faulty]),
      `Name every region of these masks in the task, in the order of their numbers, or say which value is which: ${example}.`,
    );
  return Int32Array.from(values);
}

/**
 * The region of each number.
 *
 * @throws FoundError where one has none
 */
export function regionsOfNumbers(
  values: ArrayLike<number>,
  regions: readonly string[],
  names: RegionNames | undefined,
  task: string,
  file: string,
): Int32Array {
  const table = names
    ? tablesOf(names, regions, file).byNumber
    : new Map(regions.map((_, region) => [region, region]));
  return Int32Array.from(values, (value, at) => {
    const region = table.get(value);
    if (region !== undefined) return region;
    throw new FoundError(
      "data_mask",
      names
        ? `Place ${at + 1} is ${value}, which the spec gives to no region of the task \`${task}\`.`
        : `Place ${at + 1} is of region ${value}, but the regions of the task \`${task}\` have the numbers from 0 to ${regions.length - 1}: ${quoted(regions)}.`,
      {
        file,
        location: { example: at + 1 },
        help: names
          ? "Give it to one behind `regions`."
          : "Name every region in the task, in the order of their numbers.",
      },
    );
  });
}

function tablesOf(names: RegionNames, regions: readonly string[], file: string) {
  const byNumber = new Map<number, number>();
  const byColour = new Map<number, number>();
  for (const [name, values] of Object.entries(names)) {
    const region = regions.indexOf(name);
    if (region < 0) {
      throw new FoundError(
        "data_mask",
        `\`regions\` names \`${name}\`, but the regions of the task are ${quoted(regions)}.`,
        { file, help: "Use the names of the task." },
      );
    }
    for (const value of values) {
      if (typeof value === "number") byNumber.set(value, region);
      else byColour.set(Number.parseInt(value.slice(1), 16), region);
    }
  }
  return { byNumber, byColour };
}
