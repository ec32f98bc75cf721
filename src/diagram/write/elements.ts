import { FONT_FAMILY } from "../scene/font.ts";
import type { Mark, Scene } from "../scene/scene.ts";
import { type Colour, cssOf, PAPER, type Theme } from "../scene/theme.ts";
import { dataUri } from "./bitmap.ts";
import { outlineOf } from "./outline.ts";
import { printable, rounded } from "./written.ts";

type Attributes = { readonly [name: string]: string | number | undefined };

/** An element of SVG: what is undefined among its attributes is absent. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly text?: string;
  /** Elements that come first in it. */
  readonly first?: readonly SvgElement[];
  /** What it holds besides: elements are made one by one, since a large net has many. */
  readonly marks?: readonly Mark[];
}

/** A scene as SVG has it: live text, a title and a description, a group with an id for every layer. */
export function svgOf({ width, height, print, title, description, marks }: Scene, theme: Theme): SvgElement {
  return {
    name: "svg",
    attributes: {
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width: print ? `${rounded(print.width)}mm` : width,
      height: print ? `${rounded(print.height)}mm` : height,
      "font-family": FONT_FAMILY,
      role: "img",
    },
    first: [
      { name: "title", attributes: {}, text: title },
      { name: "desc", attributes: {}, text: description },
      { name: "rect", attributes: { class: "paper", width, height, fill: theme[PAPER] } },
    ],
    marks,
  };
}

/** A mark as SVG has it. */
export function elementOf(mark: Mark, theme: Theme): SvgElement {
  const css = (colour: Colour | undefined) => (colour === undefined ? undefined : cssOf(colour, theme));
  switch (mark.type) {
    case "group": {
      const attributes: { [name: string]: string | undefined } = {
        id: mark.id && idOf(mark.id),
        class: mark.className,
      };
      for (const name in mark.data) attributes[`data-${name}`] = mark.data[name];
      const title = mark.title ? [{ name: "title", attributes: {}, text: mark.title }] : [];
      return { name: "g", attributes, first: title, marks: mark.children };
    }
    case "text":
      return {
        name: "text",
        attributes: {
          class: mark.className,
          x: mark.x,
          y: mark.y,
          "font-size": mark.size,
          "font-weight": mark.bold ? 700 : undefined,
          "text-anchor": mark.anchor === "start" ? undefined : mark.anchor,
          ...fitted(mark.box.width),
          fill: css(mark.fill),
        },
        text: mark.text,
      };
    case "image": {
      const { x, y, width, height, className } = mark;
      return {
        name: "image",
        attributes: {
          class: className,
          ...{ x, y, width, height },
          preserveAspectRatio: "none",
          // The old word for `pixelated`, which every renderer knows.
          "image-rendering": "optimizeSpeed",
          href: dataUri(mark, theme),
        },
      };
    }
    default: {
      const stroke = css(mark.stroke);
      const paint = {
        class: mark.className,
        fill: css(mark.fill) ?? "none",
        stroke,
        "stroke-width": stroke === undefined ? undefined : mark.strokeWidth,
        opacity: mark.opacity,
      };
      if (mark.type === "path") {
        const rule = mark.holes && mark.holes.length > 0 ? "evenodd" : undefined;
        return { name: "path", attributes: { d: outlineOf(mark), "fill-rule": rule, ...paint } };
      }
      const { x, y } = mark;
      if (mark.type === "circle")
        return { name: "circle", attributes: { cx: x, cy: y, r: mark.r, ...paint } };
      const { width, height, radius } = mark;
      return { name: "rect", attributes: { x, y, width, height, rx: radius, ...paint } };
    }
  }
}

/** As wide as the scene has it, whatever face a reader's machine puts in the place of ours. */
function fitted(width: number): Attributes {
  return width > 0 ? { textLength: width, lengthAdjust: "spacingAndGlyphs" } : {};
}

/** An attribute or a text as it is written: numbers to two decimals, and nothing that XML can't hold even escaped. */
export function written(value: string | number): string {
  return typeof value === "number" ? String(rounded(value)) : printable(value);
}

/** An id has no white space; whatever else a name holds stays. */
function idOf(name: string): string {
  return name.replace(/\s+/g, "_");
}
