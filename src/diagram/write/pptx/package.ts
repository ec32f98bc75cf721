import type { ColourName, Theme } from "../../scene/theme.ts";
import { documentOf, type Node, node } from "./xml.ts";

const OFFICE = "http://schemas.openxmlformats.org";
const RELATED = "officeDocument/2006/relationships";
const KIND = "application/vnd.openxmlformats-officedocument";

/** The face of the same widths as the shipped one that presentations can count on. */
export const FACE = "Arial";

/** A part that names others: their kinds and paths, which get the ids rId1, rId2, … */
function relationships(others: readonly (readonly [kind: string, path: string])[]): string {
  const rows = others.map(([kind, path], i) =>
    node("Relationship", { Id: `rId${i + 1}`, Type: `${OFFICE}/${kind}`, Target: path }),
  );
  return documentOf(node("Relationships", { xmlns: `${OFFICE}/package/2006/relationships` }, rows));
}

/** The parts that a slide uses: its layout as rId1, then the pictures. */
export function slideUses(pictures: readonly string[]): string {
  return relationships([
    [`${RELATED}/slideLayout`, "../slideLayouts/slideLayout1.xml"],
    ...pictures.map((path) => [`${RELATED}/image`, path] as const),
  ]);
}

function contentTypes(kinds: { readonly [path: string]: string }): string {
  const byExtension = {
    rels: "application/vnd.openxmlformats-package.relationships+xml",
    xml: "application/xml",
    png: "image/png",
  };
  const rows = [
    ...Object.entries(byExtension).map(([Extension, ContentType]) =>
      node("Default", { Extension, ContentType }),
    ),
    ...Object.entries(kinds).map(([path, kind]) =>
      node("Override", { PartName: `/${path}`, ContentType: `${kind}+xml` }),
    ),
  ];
  return documentOf(node("Types", { xmlns: `${OFFICE}/package/2006/content-types` }, rows));
}

const emptyTree = node("p:cSld", {}, [node("p:spTree", {}, treeOf([]))]);

/** What a tree of shapes holds. */
export function treeOf(shapes: readonly Node[]): readonly Node[] {
  const head = [node("p:cNvPr", { id: 1, name: "" }), node("p:cNvGrpSpPr"), node("p:nvPr")];
  return [node("p:nvGrpSpPr", {}, head), node("p:grpSpPr"), ...shapes];
}

const master = node("p:sldMaster", {}, [
  emptyTree,
  node("p:clrMap", {
    bg1: "lt1",
    tx1: "dk1",
    bg2: "lt2",
    tx2: "dk2",
    accent1: "accent1",
    accent2: "accent2",
    accent3: "accent3",
    accent4: "accent4",
    accent5: "accent5",
    accent6: "accent6",
    hlink: "hlink",
    folHlink: "folHlink",
  }),
  node("p:sldLayoutIdLst", {}, [node("p:sldLayoutId", { id: 2 ** 31 + 1, "r:id": "rId1" })]),
  node("p:txStyles", {}, [node("p:titleStyle"), node("p:bodyStyle"), node("p:otherStyle")]),
]);

const layout = node("p:sldLayout", { type: "blank", preserve: 1 }, [
  emptyTree,
  node("p:clrMapOvr", {}, [node("a:masterClrMapping")]),
]);

/** The parts of every presentation, by their path. */
export const steadyParts: { readonly [path: string]: string } = {
  "[Content_Types].xml": contentTypes({
    "ppt/presentation.xml": `${KIND}.presentationml.presentation.main`,
    "ppt/slideMasters/slideMaster1.xml": `${KIND}.presentationml.slideMaster`,
    "ppt/slideLayouts/slideLayout1.xml": `${KIND}.presentationml.slideLayout`,
    "ppt/slides/slide1.xml": `${KIND}.presentationml.slide`,
    "ppt/presProps.xml": `${KIND}.presentationml.presProps`,
    "ppt/viewProps.xml": `${KIND}.presentationml.viewProps`,
    "ppt/theme/theme1.xml": `${KIND}.theme`,
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
  }),
  "_rels/.rels": relationships([
    [`${RELATED}/officeDocument`, "ppt/presentation.xml"],
    ["package/2006/relationships/metadata/core-properties", "docProps/core.xml"],
  ]),
  "ppt/_rels/presentation.xml.rels": relationships([
    [`${RELATED}/slideMaster`, "slideMasters/slideMaster1.xml"],
    [`${RELATED}/slide`, "slides/slide1.xml"],
    [`${RELATED}/theme`, "theme/theme1.xml"],
    [`${RELATED}/presProps`, "presProps.xml"],
    [`${RELATED}/viewProps`, "viewProps.xml"],
  ]),
  "ppt/presProps.xml": documentOf(node("p:presentationPr")),
  "ppt/viewProps.xml": documentOf(node("p:viewPr")),
  "ppt/slideMasters/slideMaster1.xml": documentOf(master),
  "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships([
    [`${RELATED}/slideLayout`, "../slideLayouts/slideLayout1.xml"],
    [`${RELATED}/theme`, "../theme/theme1.xml"],
  ]),
  "ppt/slideLayouts/slideLayout1.xml": documentOf(layout),
  "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relationships([
    [`${RELATED}/slideMaster`, "../slideMasters/slideMaster1.xml"],
  ]),
};

/** Which of our colours a presentation offers for what is added to it: text, paper, and those of the layers. */
const offered: { readonly [name: string]: ColourName } = {
  dk1: "ink",
  lt1: "paper",
  dk2: "secondary",
  lt2: "grid",
  accent1: "convolution",
  accent2: "pooling",
  accent3: "dense",
  accent4: "head",
  accent5: "activation",
  accent6: "recurrent",
  hlink: "inhibits",
  folHlink: "head edge",
};

const plain = node("a:solidFill", {}, [node("a:schemeClr", { val: "phClr" })]);
const thrice = (each: Node) => [each, each, each];

/** The part with the colours and the face for what is added to the slide. */
export function themePart(theme: Theme): string {
  const colours = Object.entries(offered).map(([name, colour]) =>
    node(`a:${name}`, {}, [node("a:srgbClr", { val: theme[colour].slice(1) })]),
  );
  const faces = [
    node("a:latin", { typeface: FACE }),
    node("a:ea", { typeface: "" }),
    node("a:cs", { typeface: "" }),
  ];
  const formats = node("a:fmtScheme", { name: "cnnc" }, [
    node("a:fillStyleLst", {}, thrice(plain)),
    node("a:lnStyleLst", {}, thrice(node("a:ln", { w: 9525 }, [plain]))),
    node("a:effectStyleLst", {}, thrice(node("a:effectStyle", {}, [node("a:effectLst")]))),
    node("a:bgFillStyleLst", {}, thrice(plain)),
  ]);
  return documentOf(
    node("a:theme", { name: "cnnc" }, [
      node("a:themeElements", {}, [
        node("a:clrScheme", { name: "cnnc" }, colours),
        node("a:fontScheme", { name: "cnnc" }, [
          node("a:majorFont", {}, faces),
          node("a:minorFont", {}, faces),
        ]),
        formats,
      ]),
    ]),
  );
}
