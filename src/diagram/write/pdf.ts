import { zlibSync } from "fflate";
import PDFDocument from "pdfkit";
import { flatMarks, type ImageMark, type Scene, type TextMark } from "../scene/scene.ts";
import { type Colour, hexOf, PAPER, type Theme, themes } from "../scene/theme.ts";
import { POINTS_PER_MM } from "../scene/width.ts";
import { dataUri } from "./bitmap.ts";
import { fontFiles } from "./font-files.ts";
import { outlineOf } from "./outline.ts";
import { oneLine, rounded } from "./written.ts";

/** Of a px of CSS, which is 1/96 inch. */
const POINTS_PER_PX = 0.75;

/** Longest side of a page in its own units, which are points where nothing else is said. */
const LONGEST = 14_400;

/** A scene as a PDF of one page: vectors, and live text in the shipped font, which is embedded. Node only. */
export async function toPdf(scene: Scene, theme: Theme = themes.light): Promise<Uint8Array> {
  const sheet = sheetOf(scene);
  // Where a page is longer than pages can be, its units are larger.
  const unit = Math.max(1, Math.ceil(Math.max(sheet.width, sheet.height) / LONGEST));
  const size: [number, number] = [rounded(sheet.width / unit), rounded(sheet.height / unit)];
  const document = new SteadyDocument({ ...documentOptions(scene), size });
  if (unit > 1) (document.page.dictionary.data as { UserUnit?: number }).UserUnit = unit;
  // The library asks for a date; a picture needs none.
  delete document.info.CreationDate;
  const parts: Uint8Array[] = [];
  document.on("data", (part: Uint8Array) => parts.push(part));
  const written = new Promise((done, fail) => document.on("end", done).on("error", fail));
  document.scale(document.page.width / scene.width).miterLimit(4);
  document.rect(0, 0, scene.width, scene.height).fill(theme[PAPER]);
  const faces = fontFiles();
  for (const mark of flatMarks(scene.marks)) {
    if (mark.type === "text") {
      document.font(mark.bold ? faces.bold : faces.regular).fillColor(hexOf(mark.fill, theme));
      write(document, mark);
    } else if (mark.type === "image") {
      const [width, height] = [rounded(mark.width), rounded(mark.height)];
      document.image(dataUri(mark, theme), rounded(mark.x), rounded(mark.y), { width, height });
    } else paint(document, mark, theme);
  }
  document.end();
  await written;
  return Buffer.concat(parts);
}

/** Size of the page in points. */
function sheetOf({ width, height, print }: Scene): { readonly width: number; readonly height: number } {
  const [unit, sheet] = print ? [POINTS_PER_MM, print] : [POINTS_PER_PX, { width, height }];
  return { width: sheet.width * unit, height: sheet.height * unit };
}

function documentOptions({ title, description }: Scene): PDFKit.PDFDocumentOptions {
  return {
    margin: 0,
    compress: false,
    pdfVersion: "1.7",
    lang: "en",
    displayTitle: true,
    font: fontFiles().regular,
    info: {
      Title: oneLine(title),
      Subject: oneLine(description),
      Creator: "cnnc",
      CreationDate: new Date(0),
    },
  };
}

type Shape = Exclude<ReturnType<typeof flatMarks>[number], TextMark | ImageMark>;

function paint(document: PDFKit.PDFDocument, mark: Shape, theme: Theme): void {
  if (mark.fill === undefined && mark.stroke === undefined) return;
  const { opacity, strokeWidth = 1 } = mark;
  const rule = mark.type === "path" && mark.holes?.length ? "even-odd" : "non-zero";
  const hex = (colour: Colour) => hexOf(colour, theme);
  if (opacity !== undefined) document.save().opacity(rounded(opacity));
  trace(document, mark);
  if (mark.stroke !== undefined) document.lineWidth(rounded(strokeWidth));
  if (mark.fill === undefined) document.stroke(hex(mark.stroke!));
  else if (mark.stroke === undefined) document.fill(hex(mark.fill), rule);
  else document.fillAndStroke(hex(mark.fill), hex(mark.stroke), rule);
  if (opacity !== undefined) document.restore();
}

function trace(document: PDFKit.PDFDocument, mark: Shape): void {
  if (mark.type === "path") document.path(outlineOf(mark));
  else if (mark.type === "circle") document.circle(rounded(mark.x), rounded(mark.y), rounded(mark.r));
  else {
    const box = [rounded(mark.x), rounded(mark.y), rounded(mark.width), rounded(mark.height)] as const;
    if (mark.radius) document.roundedRect(...box, mark.radius);
    else document.rect(...box);
  }
}

/** Parts of a text's width that lie left of its anchor. */
const BEFORE = { start: 0, middle: 0.5, end: 1 };

function write(document: PDFKit.PDFDocument, { text, x, y, size, anchor }: TextMark): void {
  const line = oneLine(text);
  // As wide as it comes out, which kerning makes less than what it was measured as.
  const before = BEFORE[anchor] * document.fontSize(rounded(size)).widthOfString(line);
  document.text(line, rounded(x) - before, rounded(y), { lineBreak: false, baseline: "alphabetic" });
}

/** What the library's types leave out of a stream: its parts until it is written, and its dictionary. */
interface Stream {
  buffer: Uint8Array[];
  readonly data: { Filter?: string };
  finalize(): void;
}

/** A document whose bytes depend on the picture alone. */
class SteadyDocument extends PDFDocument {
  /** Streams are not compressed by the machine's zlib, of which no two versions need agree. */
  override ref(data: object): PDFKit.PDFKitReference {
    const reference = super.ref(data);
    const stream = reference as unknown as Stream;
    const finalize = stream.finalize.bind(stream);
    stream.finalize = () => {
      if (stream.buffer.length > 0 && !stream.data.Filter) {
        stream.buffer = [zlibSync(Buffer.concat(stream.buffer))];
        stream.data.Filter = "FlateDecode";
      }
      finalize();
    };
    return reference;
  }

  /** No second copy of title and description: the library puts them into XML as they are. */
  override endMetadata(): void {}
}
