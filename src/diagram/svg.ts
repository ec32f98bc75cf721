import { DOMImplementation, XMLSerializer } from "@xmldom/xmldom";
import { curveBumpX, pathRound, type Selection, select } from "d3";
import { FONT_FAMILY } from "./font.ts";
import type { Mark, PathMark, Point, Scene } from "./scene.ts";
import { type Colour, cssOf, PAPER, type Theme, themes } from "./theme.ts";

type Parent<E extends Element = Element> = Selection<E, unknown, null, undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** A scene as an SVG document: live text, a title and a description, a group with an id for every layer. */
export function toSvg(scene: Scene, theme: Theme = themes.light): string {
  const document = new DOMImplementation().createDocument(SVG, "svg", null);
  // d3 asks no more of a document than xmldom has.
  paintInto(document.documentElement as unknown as Element, scene, theme);
  return `${new XMLSerializer().serializeToString(document)}\n`;
}

/** Paints a scene into an empty `svg` element of any document, a browser's too. */
export function paintInto(svg: Element, scene: Scene, theme: Theme = themes.light): void {
  const root: Parent = select(svg);
  const { width, height, print } = scene;
  attributes(root, {
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
    width: print ? `${rounded(print.width)}mm` : width,
    height: print ? `${rounded(print.height)}mm` : height,
    "font-family": FONT_FAMILY,
    role: "img",
  });
  root.append("title").text(printable(scene.title));
  root.append("desc").text(printable(scene.description));
  attributes(root.append("rect"), { class: "paper", width, height, fill: theme[PAPER] });
  for (const mark of scene.marks) append(root, mark, theme);
}

function append<E extends Element>(parent: Parent<E>, mark: Mark, theme: Theme): void {
  const css = (colour: Colour | undefined) => (colour === undefined ? undefined : cssOf(colour, theme));
  if (mark.type === "group") {
    const group = parent.append("g");
    attributes(group, { id: mark.id && idOf(mark.id), class: mark.className });
    for (const [name, value] of Object.entries(mark.data ?? {})) group.attr(`data-${name}`, printable(value));
    if (mark.title) group.append("title").text(printable(mark.title));
    for (const child of mark.children) append(group, child, theme);
    return;
  }
  if (mark.type === "text") {
    attributes(parent.append("text"), {
      class: mark.className,
      x: mark.x,
      y: mark.y,
      "font-size": mark.size,
      "font-weight": mark.bold ? 700 : undefined,
      "text-anchor": mark.anchor === "start" ? undefined : mark.anchor,
      fill: css(mark.fill),
    }).text(printable(mark.text));
    return;
  }
  const paint = {
    class: mark.className,
    fill: css(mark.fill) ?? "none",
    stroke: css(mark.stroke),
    "stroke-width": mark.stroke === undefined ? undefined : mark.strokeWidth,
    opacity: mark.opacity,
  };
  if (mark.type === "rect") {
    const { x, y, width, height, radius } = mark;
    attributes(parent.append("rect"), { x, y, width, height, rx: radius, ...paint });
  } else if (mark.type === "circle") {
    attributes(parent.append("circle"), { cx: mark.x, cy: mark.y, r: mark.r, ...paint });
  } else {
    attributes(parent.append("path"), { d: outlineOf(mark), ...paint });
  }
}

/** Straight pieces, or a smooth line; a corner gets a smaller radius where a piece is too short for it. */
function outlineOf(mark: PathMark): string {
  const { points, corner = 0, closed, smooth } = mark;
  const pen = pathRound(2);
  if (smooth) {
    const curve = curveBumpX(pen as unknown as CanvasRenderingContext2D);
    curve.lineStart();
    for (const { x, y } of points) curve.point(x, y);
    curve.lineEnd();
    return pen.toString();
  }
  points.forEach((point, i) => {
    const next = points[i + 1];
    const previous = points[i - 1];
    if (!previous) pen.moveTo(point.x, point.y);
    else if (!next || corner === 0) pen.lineTo(point.x, point.y);
    else {
      const radius = Math.min(corner, distance(previous, point) / 2, distance(point, next) / 2);
      pen.arcTo(point.x, point.y, next.x, next.y, radius);
    }
  });
  if (closed) pen.closePath();
  return pen.toString();
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

type Attributes = { readonly [name: string]: string | number | undefined };

/** Sets what is not undefined, in the order given; numbers to two decimals, so that output is stable. */
function attributes<E extends Element>(selection: Parent<E>, values: Attributes): Parent<E> {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    selection.attr(name, typeof value === "number" ? String(rounded(value)) : printable(value));
  }
  return selection;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Without what XML can't hold even escaped. */
function printable(content: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
  return content.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "");
}

/** An id has no white space; whatever else a name holds stays. */
function idOf(name: string): string {
  return name.replace(/\s+/g, "_");
}
