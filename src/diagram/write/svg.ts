/**
 * A scene as SVG: live text, a title and a description, a group with an id for every layer. Each kind of mark is one line of text
 * that is written straight, since a large net has thousands: by way of elements or a document it takes ten times as long.
 */
import { FONT_FAMILY } from "../scene/font.ts";
import type { GroupMark, ImageMark, Mark, Paint, PathMark, Scene, TextMark } from "../scene/scene.ts";
import { cssOf, PAPER, type Theme, themes } from "../scene/theme.ts";
import { dataUri } from "./bitmap.ts";
import { outlineOf } from "./outline.ts";
import { escaped, rounded } from "./written.ts";

/** A scene as an SVG document. */
export function toSvg(scene: Scene, theme: Theme = themes.light): string {
  const { width, height, print, title, description, marks } = scene;
  const size = print
    ? `width="${rounded(print.width)}mm" height="${rounded(print.height)}mm"`
    : `width="${rounded(width)}" height="${rounded(height)}"`;
  const pieces = [
    `<svg viewBox="0 0 ${rounded(width)} ${rounded(height)}" ${size} font-family="${FONT_FAMILY}" role="img"`,
    ' xmlns="http://www.w3.org/2000/svg">',
    `<title>${escaped(title, "text")}</title><desc>${escaped(description, "text")}</desc>`,
    `<rect class="paper" width="${rounded(width)}" height="${rounded(height)}" fill="${theme[PAPER]}"/>`,
  ];
  for (const mark of marks) write(mark, theme, pieces);
  pieces.push("</svg>\n");
  return pieces.join("");
}

function write(mark: Mark, theme: Theme, pieces: string[]): void {
  switch (mark.type) {
    case "group":
      if (mark.children.length === 0 && !mark.title) {
        pieces.push(`${groupTag(mark)}/>`);
        return;
      }
      pieces.push(`${groupTag(mark)}>`);
      if (mark.title) pieces.push(`<title>${escaped(mark.title, "text")}</title>`);
      for (const child of mark.children) write(child, theme, pieces);
      pieces.push("</g>");
      return;
    case "rect": {
      const { x, y, width, height, radius } = mark;
      const corner = radius === undefined ? "" : ` rx="${rounded(radius)}"`;
      pieces.push(`<rect ${boxed(x, y, width, height)}${corner}${painted(mark, theme)}/>`);
      return;
    }
    case "path":
      pieces.push(pathTag(mark, theme));
      return;
    case "text":
      pieces.push(textTag(mark, theme));
      return;
    case "circle":
      pieces.push(
        `<circle cx="${rounded(mark.x)}" cy="${rounded(mark.y)}" r="${rounded(mark.r)}"${painted(mark, theme)}/>`,
      );
      return;
    case "image":
      pieces.push(imageTag(mark, theme));
  }
}

function groupTag({ id, className, data }: GroupMark): string {
  let tag = "<g";
  // An id has no white space; whatever else a name holds stays.
  if (id) tag += ` id="${escaped(id.replace(/\s+/g, "_"), "attribute")}"`;
  tag += ` class="${className}"`;
  for (const name in data) tag += ` data-${name}="${escaped(data[name]!, "attribute")}"`;
  return tag;
}

function pathTag(mark: PathMark, theme: Theme): string {
  const rule = mark.holes && mark.holes.length > 0 ? ' fill-rule="evenodd"' : "";
  return `<path d="${outlineOf(mark)}"${rule}${painted(mark, theme)}/>`;
}

function textTag(mark: TextMark, theme: Theme): string {
  const { className, x, y, size, bold, anchor, box, fill, text } = mark;
  const weight = bold ? ' font-weight="700"' : "";
  const side = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  // As wide as the scene has it, whatever face a reader's machine puts in the place of ours.
  const width = box.width > 0 ? ` textLength="${rounded(box.width)}" lengthAdjust="spacingAndGlyphs"` : "";
  const place = `${classed(className)} x="${rounded(x)}" y="${rounded(y)}" font-size="${rounded(size)}"`;
  return `<text${place}${weight}${side}${width} fill="${cssOf(fill, theme)}">${escaped(text, "text")}</text>`;
}

function imageTag(mark: ImageMark, theme: Theme): string {
  const { className, x, y, width, height } = mark;
  const place = `${classed(className)} ${boxed(x, y, width, height)}`;
  // `optimizeSpeed` is the old word for `pixelated`, which every renderer knows.
  const look = 'preserveAspectRatio="none" image-rendering="optimizeSpeed"';
  return `<image${place} ${look} href="${dataUri(mark, theme)}"/>`;
}

function boxed(x: number, y: number, width: number, height: number): string {
  return `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"`;
}

function classed(className: string | undefined): string {
  return className === undefined ? "" : ` class="${className}"`;
}

/** How a mark is painted. */
function painted({ className, fill, stroke, strokeWidth, opacity }: Paint, theme: Theme): string {
  let paint = `${classed(className)} fill="${fill === undefined ? "none" : cssOf(fill, theme)}"`;
  if (stroke !== undefined) paint += ` stroke="${cssOf(stroke, theme)}"`;
  if (stroke !== undefined && strokeWidth !== undefined) paint += ` stroke-width="${rounded(strokeWidth)}"`;
  return opacity === undefined ? paint : `${paint} opacity="${rounded(opacity)}"`;
}
