import { measureArimo } from "../../scene/font.ts";
import type {
  Box,
  CircleMark,
  GroupMark,
  ImageMark,
  Mark,
  Paint,
  PathMark,
  Point,
  RectMark,
  TextMark,
} from "../../scene/scene.ts";
import { type Colour, hexOf, type Theme } from "../../scene/theme.ts";
import { pngOf } from "../bitmap.ts";
import { oneLine } from "../written.ts";
import { freeform } from "./freeform.ts";
import { FACE } from "./package.ts";
import { type Node, node } from "./xml.ts";

/** Where px lie on a slide, in EMU. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** EMU for each px. */
  readonly scale: number;
}

/** A shape and what it covers in EMU. */
interface Placed {
  readonly shape: Node;
  readonly box: Box;
}

/** Parts of the font size from a line's top to its baseline, and to its end. */
const LINE = { ascent: 0.905, height: 1.117 };
const EMU_PER_POINT = 12_700;
/** Size of text in 1/100 point: the least and the most that a file can say. */
const SIZE = { least: 100, most: 400_000 };

/**
 * Marks as shapes of a slide, those of a group as a group, and the pictures that they show, as PNG. Names say which layer a
 * shape belongs to.
 */
export function shapesOf(marks: readonly Mark[], frame: Frame, theme: Theme) {
  const painter = new Painter(frame, theme);
  const shapes = marks.flatMap((mark) => painter.placed(mark)).map(({ shape }) => shape);
  return { shapes, pictures: painter.pictures as readonly Uint8Array[] };
}

class Painter {
  readonly pictures: Uint8Array[] = [];
  /** The tree of shapes is 1. */
  private lastId = 1;

  constructor(
    private readonly frame: Frame,
    private readonly theme: Theme,
  ) {}

  /** The shape of a mark; none for a group of nothing. */
  placed(mark: Mark, layer?: string): Placed[] {
    if (mark.type === "group") return this.group(mark, layer);
    const kind = mark.className ?? mark.type;
    const name = layer === undefined ? kind : `${layer}: ${kind}`;
    if (mark.type === "text") return [this.text(mark, name)];
    if (mark.type === "path") return [this.path(mark, name)];
    if (mark.type === "image") return [this.picture(mark, name)];
    return [this.box(mark, name)];
  }

  private group(mark: GroupMark, layer: string | undefined): Placed[] {
    const name = oneLine(mark.id ?? mark.title ?? layer ?? mark.className);
    const properties = this.named(name, mark.title);
    const children = mark.children.flatMap((child) => this.placed(child, name));
    if (children.length === 0) return [];
    const box = around(children.map((child) => child.box));
    const inside = [
      node("a:chOff", { x: box.x, y: box.y }),
      node("a:chExt", { cx: box.width, cy: box.height }),
    ];
    const shape = node("p:grpSp", {}, [
      node("p:nvGrpSpPr", {}, [properties, node("p:cNvGrpSpPr"), node("p:nvPr")]),
      node("p:grpSpPr", {}, [placement(box, {}, inside)]),
      ...children.map((child) => child.shape),
    ]);
    return [{ shape, box }];
  }

  private box(mark: RectMark | CircleMark, name: string): Placed {
    const box = this.onSlide(mark.type === "rect" ? mark : around([square(mark)]));
    return { shape: this.shape(name, [placement(box), presetOf(mark), ...this.painted(mark)]), box };
  }

  private path(mark: PathMark, name: string): Placed {
    const at = (point: Point) => this.at(point);
    const points = mark.points.map(at);
    const box = around(points.map((point) => ({ ...point, width: 0, height: 0 })));
    const straight = points.length === 2 && !mark.smooth && !mark.closed && mark.fill === undefined;
    if (!straight) {
      const form = freeform(mark, at, box);
      return { shape: this.shape(name, [placement(box), form, ...this.painted(mark)]), box };
    }
    const [from, to] = points as [Point, Point];
    const flips = { flipH: to.x < from.x ? 1 : undefined, flipV: to.y < from.y ? 1 : undefined };
    const shape = node("p:cxnSp", {}, [
      node("p:nvCxnSpPr", {}, [this.named(name), node("p:cNvCxnSpPr"), node("p:nvPr")]),
      node("p:spPr", {}, [placement(box, flips), preset("line"), ...this.painted(mark)]),
    ]);
    return { shape, box };
  }

  private picture(mark: ImageMark, name: string): Placed {
    const box = this.onSlide(mark);
    this.pictures.push(pngOf(mark, this.theme));
    // The first part that a slide names is its layout.
    const embed = `rId${this.pictures.length + 1}`;
    const shape = node("p:pic", {}, [
      node("p:nvPicPr", {}, [this.named(name), node("p:cNvPicPr"), node("p:nvPr")]),
      node("p:blipFill", {}, [
        node("a:blip", { "r:embed": embed }),
        node("a:stretch", {}, [node("a:fillRect")]),
      ]),
      node("p:spPr", {}, [placement(box), preset("rect")]),
    ]);
    return { shape, box };
  }

  private text(mark: TextMark, name: string): Placed {
    const { size, x, y, anchor, bold } = mark;
    const line = oneLine(mark.text);
    const width = measureArimo(line, size, bold);
    const left = x - { start: 0, middle: width / 2, end: width }[anchor];
    const box = this.onSlide({ x: left, y: y - LINE.ascent * size, width, height: LINE.height * size });
    const points = (size * this.frame.scale) / EMU_PER_POINT;
    const sz = Math.min(SIZE.most, Math.max(SIZE.least, Math.round(100 * points)));
    const run = node("a:r", {}, [
      node("a:rPr", { lang: "en-GB", sz, b: bold ? 1 : 0, noProof: 1 }, [
        node("a:solidFill", {}, [this.colour(mark.fill)]),
        node("a:latin", { typeface: FACE }),
        node("a:cs", { typeface: FACE }),
      ]),
      node("a:t", {}, line),
    ]);
    const algn = { start: "l", middle: "ctr", end: "r" }[anchor];
    const none = { lIns: 0, tIns: 0, rIns: 0, bIns: 0 };
    // In the middle of its height: programs disagree on how far apart lines are.
    const body = node("p:txBody", {}, [
      node("a:bodyPr", { wrap: "none", ...none, anchor: "ctr" }, [node("a:noAutofit")]),
      node("a:p", {}, [node("a:pPr", { algn }), run]),
    ]);
    const properties = [placement(box), preset("rect"), node("a:noFill")];
    return { shape: this.shape(name, properties, body), box };
  }

  private shape(name: string, properties: readonly Node[], body?: Node): Node {
    return node("p:sp", {}, [
      node("p:nvSpPr", {}, [
        this.named(name),
        node("p:cNvSpPr", { txBox: body ? 1 : undefined }),
        node("p:nvPr"),
      ]),
      node("p:spPr", {}, properties),
      ...(body ? [body] : []),
    ]);
  }

  private named(name: string, description?: string): Node {
    return node("p:cNvPr", { id: ++this.lastId, name, descr: description && oneLine(description) });
  }

  /** Fill and outline of a mark. */
  private painted({ fill, stroke, strokeWidth = 1, opacity }: Paint): Node[] {
    const filled = (colour: Colour) => node("a:solidFill", {}, [this.colour(colour, opacity)]);
    const inside = fill === undefined ? node("a:noFill") : filled(fill);
    if (stroke === undefined) return [inside];
    const w = Math.round(strokeWidth * this.frame.scale);
    return [inside, node("a:ln", { w }, [filled(stroke), node("a:miter", { lim: 400_000 })])];
  }

  private colour(colour: Colour, opacity?: number): Node {
    const seen = opacity === undefined ? [] : [node("a:alpha", { val: Math.round(100_000 * opacity) })];
    return node("a:srgbClr", { val: hexOf(colour, this.theme).slice(1) }, seen);
  }

  private at({ x, y }: Point): Point {
    const { left, top, scale } = this.frame;
    return { x: Math.round(left + x * scale), y: Math.round(top + y * scale) };
  }

  private onSlide({ x, y, width, height }: Box): Box {
    const [from, to] = [this.at({ x, y }), this.at({ x: x + width, y: y + height })];
    return { ...from, width: to.x - from.x, height: to.y - from.y };
  }
}

function square({ x, y, r }: CircleMark): Box {
  return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
}

/** The smallest box around some. */
function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function placement(
  { x, y, width, height }: Box,
  flips: Node["attributes"] = {},
  more: readonly Node[] = [],
): Node {
  return node("a:xfrm", flips, [node("a:off", { x, y }), node("a:ext", { cx: width, cy: height }), ...more]);
}

function preset(prst: string, guides: readonly Node[] = []): Node {
  return node("a:prstGeom", { prst }, [node("a:avLst", {}, guides)]);
}

function presetOf(mark: RectMark | CircleMark): Node {
  if (mark.type === "circle") return preset("ellipse");
  if (!mark.radius) return preset("rect");
  const share = Math.min(0.5, mark.radius / Math.min(mark.width, mark.height));
  return preset("roundRect", [node("a:gd", { name: "adj", fmla: `val ${Math.round(100_000 * share)}` })]);
}
