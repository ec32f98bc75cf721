import { type Selection, select } from "d3";
import { elementOf, type SvgElement, svgOf, written } from "./elements.ts";
import type { Scene } from "./scene.ts";
import { type Theme, themes } from "./theme.ts";

const SVG = "http://www.w3.org/2000/svg";

/** A scene as an SVG document. */
export function toSvg(scene: Scene, theme: Theme = themes.light): string {
  const { attributes, ...svg } = svgOf(scene, theme);
  const parts: string[] = [];
  write({ ...svg, attributes: { ...attributes, xmlns: SVG } }, theme, parts);
  return `${parts.join("")}\n`;
}

/** Adds an element as text. Written straight, since a document of a large net would take ten times as long. */
function write({ name, attributes, text, first, marks }: SvgElement, theme: Theme, parts: string[]): void {
  let tag = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) tag += ` ${key}="${escaped(value, "attribute")}"`;
  }
  if (text !== undefined) {
    parts.push(`${tag}>${escaped(text, "text")}</${name}>`);
    return;
  }
  if (!first?.length && !marks?.length) {
    parts.push(`${tag}/>`);
    return;
  }
  parts.push(`${tag}>`);
  for (const each of first ?? []) write(each, theme, parts);
  for (const mark of marks ?? []) write(elementOf(mark, theme), theme, parts);
  parts.push(`</${name}>`);
}

/** What most texts and attributes are made of. */
const PLAIN = /^[ !#-%'-;=?-~\u00b7\u00d7\u2013\u2212]*$/;

/** An attribute or a text as a document has it. */
function escaped(value: string | number, place: "attribute" | "text"): string {
  if (typeof value === "number") return written(value);
  if (PLAIN.test(value)) return value;
  const plain = written(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (place === "text") return plain.replaceAll("\r", "&#xd;");
  return plain
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#x9;")
    .replaceAll("\n", "&#xa;")
    .replaceAll("\r", "&#xd;");
}

type Parent = Selection<Element, unknown, null, undefined>;

/** Paints a scene into an empty `svg` element of a browser's document. */
export function paintInto(svg: Element, scene: Scene, theme: Theme = themes.light): void {
  paint(select(svg), svgOf(scene, theme), theme);
}

function paint(parent: Parent, { attributes, text, first = [], marks = [] }: SvgElement, theme: Theme): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) parent.attr(key, written(value));
  }
  if (text !== undefined) parent.text(written(text));
  const add = (element: SvgElement) =>
    paint(parent.append(element.name) as unknown as Parent, element, theme);
  for (const each of first) add(each);
  for (const mark of marks) add(elementOf(mark, theme));
}
