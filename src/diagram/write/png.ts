import type { Scene } from "../scene/scene.ts";
import { PX_PER_MM } from "../scene/width.ts";
import type { MachineFaces } from "./fonts/machine.ts";
import { fontFiles } from "./fonts/shipped.ts";

export interface PngOptions {
  /** Pixels of the image for each px of the drawing; 2 by default. */
  readonly scale?: number;
  /** Faces for what the shipped one lacks. */
  readonly faces?: MachineFaces["faces"];
}

export { facesFor } from "./fonts/machine.ts";

/** Most pixels of a bitmap: 400 MB while it is drawn. */
export const MOST_PIXELS = 1e8;

/** A bitmap that can't be: its size in pixels, and from which scale to which one can. */
export interface WrongSize {
  readonly width: number;
  readonly height: number;
  readonly smallest: number;
  readonly largest: number;
}

/** What is wrong with the size of a scene's bitmap, before anything is drawn; undefined where it can be drawn. */
export function wrongSize(scene: Scene, scale: number): WrongSize | undefined {
  const { print } = scene;
  const sides = print
    ? [print.width * PX_PER_MM, print.height * PX_PER_MM]
    : ([scene.width, scene.height] as const);
  const [width, height] = sides.map((side) => Math.round(side * scale)) as [number, number];
  if (width >= 1 && height >= 1 && width * height <= MOST_PIXELS) return undefined;
  const area = sides[0]! * sides[1]!;
  const edge = (sides[0]! + sides[1]!) / 4;
  return {
    width,
    height,
    smallest: steady(1 / Math.min(...sides), Math.ceil),
    // Where even sides that are rounded up by half a pixel fit.
    largest: steady((Math.sqrt(edge ** 2 + area * (MOST_PIXELS - 0.25)) - edge) / area, Math.floor),
  };
}

/** With two digits that count. */
function steady(value: number, round: (value: number) => number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((round(value / step) * step).toPrecision(2));
}

/** Renders an SVG as PNG with the shipped font and those that are given, whatever others the machine has. Node only. */
export async function toPng(svg: string, { scale = 2, faces = [] }: PngOptions = {}): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const renderer = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [...Object.values(fontFiles()), ...new Set(faces.map(({ file }) => file))],
      defaultFontFamily: "Arimo",
      sansSerifFamily: "Arimo",
    },
  });
  return renderer.render().asPng();
}
