import fc from "fast-check";
import { drawArithmetic, drawMaps, drawNeurons, drawnFor, views, widths } from "../../src/diagram/index.ts";
import {
  flatMarks,
  type ImageMark,
  type Mark,
  type PathMark,
  type Scene,
  type TextMark,
} from "../../src/diagram/scene/scene.ts";
import { netNamed, nets } from "./nets.ts";

/** A scene of these marks, or of a line for each text. */
export function sceneOf(content: readonly (Mark | string)[], title = "a scene"): Scene {
  const marks = content.map((mark, i) => (typeof mark === "string" ? line(mark, 20 * (i + 1)) : mark));
  return { width: 400, height: 300, title, description: title, marks };
}

function line(text: string, y: number): TextMark {
  const box = { x: 10, y: y - 11, width: 380, height: 14 };
  return { type: "text", text, x: 10, y, size: 12, bold: false, anchor: "start", fill: "ink", box };
}

/** Texts of a scene as files hold them: without control characters. */
export function textsOf(scene: Scene): TextMark[] {
  return flatMarks(scene.marks).flatMap((mark) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in a file
    mark.type === "text" ? [{ ...mark, text: mark.text.replace(/[\u0000-\u001f]/g, "") }] : [],
  );
}

/** Any text: of all scripts, of code units that are none, of control characters and of markup. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    "",
    " ",
    "\n",
    "a\nb\tc",
    "</a:t>",
    "]]>",
    "<![CDATA[",
    "&#0;",
    "\\)",
    "%%EOF",
    "שלום",
    "مرحبا",
    "fi",
  ),
);

const square = (from: number, to: number) => [
  { x: from, y: from },
  { x: to, y: from },
  { x: to, y: to },
  { x: from, y: to },
];

/** A square with a square hole. */
export const ring: PathMark = {
  type: "path",
  points: square(10, 90),
  holes: [square(30, 70)],
  closed: true,
  fill: "ink",
};

/** A red cell beside a blue one. */
export const cells: ImageMark = {
  type: "image",
  x: 200,
  y: 100,
  width: 100,
  height: 50,
  columns: 2,
  rows: 1,
  values: [1, 0, 0, 0, 0, 1],
};

/** Scenes of every form that files are written of, with their names. */
export const scenes: readonly (readonly [string, Scene])[] = [
  ...nets.map((net) => [`maps of ${net.name}`, drawMaps(net)] as const),
  ["graph", views.graph.draw(netNamed("inception"))],
  ["neurons", drawNeurons(netNamed("risk"))],
  ["arithmetic", drawArithmetic(netNamed("lenet5"))],
  ["a column", drawnFor((room) => drawMaps(netNamed("lenet5"), { width: room }), widths.column)],
  ["a slide", drawnFor((room) => drawMaps(netNamed("lenet5"), { width: room }), widths.slide)],
];
