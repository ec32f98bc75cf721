import { type Selection, select } from "d3";
import type { Scene } from "../scene/scene.ts";
import { type Theme, themes } from "../scene/theme.ts";
import { elementOf, type SvgElement, svgOf, written } from "./elements.ts";
import { escaped } from "./written.ts";

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
    if (value !== undefined)
      tag += ` ${key}="${typeof value === "number" ? written(value) : escaped(value, "attribute")}"`;
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
