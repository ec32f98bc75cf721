import { moved, type Scene } from "./scene.ts";
import { TEXT } from "./theme.ts";

/** What a figure is made for. */
export interface Width {
  /** Width of the printed figure in mm. */
  readonly width: number;
  /** Height in mm, where it has to fill a sheet. */
  readonly height?: number;
  /** Widths in px at which lines of layers may wrap; the one that fills the sheet best is taken. */
  readonly rooms: readonly number[];
}

/** A column and a page of a journal on A4 paper, and a slide of 16 : 9. */
export const widths = {
  column: { width: 85, rooms: [420] },
  page: { width: 174, rooms: [860] },
  slide: { width: 338.67, height: 190.5, rooms: [480, 600, 720, 860, 1000, 1140, 1280, 1440, 1680, 1920] },
} as const satisfies { readonly [name: string]: Width };

export type WidthName = keyof typeof widths;

export const POINTS_PER_MM = 72 / 25.4;
/** Of px as CSS has them. */
export const PX_PER_MM = 96 / 25.4;

/**
 * Draws a figure for a width: what is not wider than its room keeps the size of its text, what is wider shrinks. On a slide
 * it is as large as the slide allows, and in its middle.
 *
 * @param draw draws the figure so that it wraps at a width in px
 */
export function drawnFor(draw: (room: number) => Scene, { width, height, rooms }: Width): Scene {
  const drawn = rooms.map((room) => ({ room, scene: draw(room) }));
  if (height === undefined) {
    const { room, scene } = drawn[0]!;
    const scale = width / Math.max(room, scene.width);
    return { ...scene, print: { width: scene.width * scale, height: scene.height * scale } };
  }
  const scaleOf = (scene: Scene) => Math.min(width / scene.width, height / scene.height);
  const { scene } = drawn.reduce((best, each) => (scaleOf(each.scene) > scaleOf(best.scene) ? each : best));
  const scale = scaleOf(scene);
  const sheet = { width: width / scale, height: height / scale };
  return {
    ...scene,
    ...sheet,
    marks: moved(scene.marks, (sheet.width - scene.width) / 2, (sheet.height - scene.height) / 2),
    print: { width, height },
  };
}

/** Size of the smaller text of a figure in points, as it is printed. */
export function textSize({ width, print }: Scene): number {
  return print ? (TEXT * print.width * POINTS_PER_MM) / width : TEXT * 0.75;
}
