import { type Zippable, zipSync } from "fflate";
import type { Scene } from "../../scene/scene.ts";
import { hexOf, PAPER, type Theme, themes } from "../../scene/theme.ts";
import { oneLine } from "../written.ts";
import { slideUses, steadyParts, themePart, treeOf } from "./package.ts";
import { type Frame, shapesOf } from "./shapes.ts";
import { documentOf, type Node, node } from "./xml.ts";

/** English metric units: what files of this type measure in. */
const EMU_PER_MM = 36_000;
/** A slide of 16 : 9, 13⅓ by 7½ inches. */
const SLIDE = { width: 12_192_000, height: 6_858_000 };
/** How small and how large a side of a slide may be: 1 to 56 inches. */
const SIDE = { least: 914_400, most: 51_206_400 };

/**
 * A scene as a presentation of one slide, of shapes that can be edited: as large as the slide allows, and in its middle.
 * The slide has the size of `scene.print`, or is one of 16 : 9.
 */
export function toPptx(scene: Scene, theme: Theme = themes.light): Uint8Array {
  const { print } = scene;
  const side = (mm: number) => Math.round(Math.min(SIDE.most, Math.max(SIDE.least, mm * EMU_PER_MM)));
  const slide = print ? { width: side(print.width), height: side(print.height) } : SLIDE;
  const scale = Math.min(slide.width / scene.width, slide.height / scene.height);
  const frame: Frame = {
    scale,
    left: (slide.width - scene.width * scale) / 2,
    top: (slide.height - scene.height * scale) / 2,
  };
  const { shapes, pictures } = shapesOf(scene.marks, frame, theme);
  const images = Object.fromEntries(pictures.map((png, i) => [`image${i + 1}.png`, png]));
  const parts: { readonly [path: string]: string } = {
    ...steadyParts,
    "docProps/core.xml": corePart(scene),
    "ppt/presentation.xml": presentationPart(slide),
    "ppt/theme/theme1.xml": themePart(theme),
    "ppt/slides/slide1.xml": slidePart(shapes, theme),
    "ppt/slides/_rels/slide1.xml.rels": slideUses(Object.keys(images).map((name) => `../media/${name}`)),
  };
  const encoder = new TextEncoder();
  const files: Zippable = {};
  for (const [path, text] of Object.entries(parts)) files[path] = encoder.encode(text);
  for (const [name, png] of Object.entries(images)) files[`ppt/media/${name}`] = png;
  // The first day that an archive can name, since a picture needs no date.
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}

function corePart({ title, description }: Scene): string {
  return documentOf(
    node("cp:coreProperties", {}, [
      node("dc:title", {}, oneLine(title)),
      node("dc:description", {}, oneLine(description)),
      node("dc:creator", {}, "cnnc"),
    ]),
  );
}

function presentationPart({ width, height }: { readonly width: number; readonly height: number }): string {
  return documentOf(
    node("p:presentation", {}, [
      node("p:sldMasterIdLst", {}, [node("p:sldMasterId", { id: 2 ** 31, "r:id": "rId1" })]),
      node("p:sldIdLst", {}, [node("p:sldId", { id: 256, "r:id": "rId2" })]),
      node("p:sldSz", { cx: width, cy: height }),
      node("p:notesSz", { cx: 6_858_000, cy: 9_144_000 }),
    ]),
  );
}

function slidePart(shapes: readonly Node[], theme: Theme): string {
  const paper = node("a:srgbClr", { val: hexOf(PAPER, theme).slice(1) });
  return documentOf(
    node("p:sld", {}, [
      node("p:cSld", {}, [
        node("p:bg", {}, [node("p:bgPr", {}, [node("a:solidFill", {}, [paper]), node("a:effectLst")])]),
        node("p:spTree", {}, treeOf(shapes)),
      ]),
      node("p:clrMapOvr", {}, [node("a:masterClrMapping")]),
    ]),
  );
}
