import type { Node } from "../../ir/net.ts";
import type { Box, Mark, Point } from "../scene/scene.ts";
import { type Colours, palette } from "../scene/theme.ts";
import { familyOf } from "../stages/stages.ts";

/** The form of one stage, drawn with its left edge at x = 0 and its middle at y = 0; sizes in px. */
export interface Body {
  readonly form: "maps" | "column" | "glyph" | "box";
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Where arrows end and start, and above and below what texts are centred. */
  readonly core: { readonly left: number; readonly right: number; readonly centre: number };
  /** Middle of the upper edge, where arcs leave. */
  readonly crest: number;
  /** Face on which kernels slide: height and width of a map, or length of a signal. */
  readonly front?: Box;
  /** Of a signal: top and height of the strip that shows one output of a kernel. */
  readonly strip?: { readonly y: number; readonly height: number };
  /** Middles of the neurons, from the top; those that are left out are not in it. */
  readonly neurons: readonly Point[];
  /** True where every neuron of a column is drawn. */
  readonly whole: boolean;
  readonly marks: readonly Mark[];
}

/** Fill and outline of a part of a stage. */
export const outline = (colours: Colours) => ({
  fill: colours.fill,
  stroke: colours.stroke,
  strokeWidth: 0.9,
});

/** A band for every layer that folded into the stage, from the bottom of `box` upwards. */
export function bands(folded: readonly Node[], box: Box, height: number): Mark[] {
  return folded.map((node, place) => {
    const family = familyOf(node);
    return {
      type: "rect",
      x: box.x,
      y: box.y + box.height - (place + 1) * height,
      width: box.width,
      height,
      fill: palette[family].fill,
      stroke: palette[family].stroke,
      strokeWidth: 0.5,
      className: `band ${family}`,
    };
  });
}

/** How many of `count` equal parts are drawn: all of a few, else more for each power of ten, with a gap between. */
export function shown(count: number, all: number): { head: number; tail: number } {
  if (count <= all) return { head: count, tail: 0 };
  const each = Math.min(5, 2 + Math.floor(Math.log10(count)));
  return { head: each, tail: each };
}

/** Three dots for what is left out, around a point. */
export function dots(x: number, y: number, colours: Colours): Mark[] {
  return [-4, 0, 4].map((dy) => ({
    type: "circle",
    x,
    y: y + dy,
    r: 1,
    fill: colours.stroke,
    className: "elided",
  }));
}
