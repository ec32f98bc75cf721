import { zlibSync } from "fflate";
import PDFDocument from "pdfkit";
import { isMeasured } from "../scene/font.ts";
import { flatMarks, type ImageMark, type Scene, type TextMark } from "../scene/scene.ts";
import { type Colour, hexOf, PAPER, type Theme, themes } from "../scene/theme.ts";
import { POINTS_PER_MM } from "../scene/width.ts";
import { dataUri } from "./bitmap.ts";
import { outlineOf } from "./outline.ts";
import { visualRuns } from "./visual-runs.ts";
import { oneLine, rounded } from "./written.ts";

/** Of a px of CSS, which is 1/96 inch. */
const POINTS_PER_PX = 0.75;

/** Longest side of a page in its own units, which are points where nothing else is said. */
const LONGEST = 14_400;

/** A face, and where it is: the path of its file, or its bytes. */
export interface PdfFace {
  readonly file: string | Uint8Array;
  /** Its PostScript name, where its file holds several. */
  readonly name?: string;
  has(codePoint: number): boolean;
}

/** What texts are set in: both weights of the shipped font, and faces for what it lacks. */
export interface PdfFonts {
  readonly regular: PdfFace;
  readonly bold: PdfFace;
  readonly others: readonly PdfFace[];
}

/** A scene as a PDF of one page: vectors, and live text in the given fonts, which are embedded. */
export async function pdfOf(scene: Scene, theme: Theme = themes.light, fonts: PdfFonts): Promise<Uint8Array> {
  const sheet = sheetOf(scene);
  // Where a page is longer than pages can be, its units are larger.
  const unit = Math.max(1, Math.ceil(Math.max(sheet.width, sheet.height) / LONGEST));
  const size: [number, number] = [rounded(sheet.width / unit), rounded(sheet.height / unit)];
  const document = new SteadyDocument({ ...documentOptions(scene, fonts), size });
  const faces = new Faces(document);
  if (unit > 1) (document.page.dictionary.data as { UserUnit?: number }).UserUnit = unit;
  // The library asks for a date; a picture needs none.
  delete document.info.CreationDate;
  const parts: Uint8Array[] = [];
  document.on("data", (part: Uint8Array) => parts.push(part));
  const written = new Promise((done, fail) => document.on("end", done).on("error", fail));
  document.scale(document.page.width / scene.width).miterLimit(4);
  document.rect(0, 0, scene.width, scene.height).fill(theme[PAPER]);
  for (const mark of flatMarks(scene.marks)) {
    if (mark.type === "text") {
      const own = mark.bold ? fonts.bold : fonts.regular;
      faces.use(own).fillColor(hexOf(mark.fill, theme));
      if ([...oneLine(mark.text)].every(isMeasured)) write(document, mark);
      else await writeRuns(document, mark, [own, ...fonts.others], faces);
    } else if (mark.type === "image") {
      const [width, height] = [rounded(mark.width), rounded(mark.height)];
      document.image(dataUri(mark, theme), rounded(mark.x), rounded(mark.y), { width, height });
    } else paint(document, mark, theme);
  }
  document.end();
  await written;
  return concatenated(parts);
}

/** Fonts by names of our own, so that one that comes as bytes is embedded once. */
class Faces {
  private readonly names = new Map<PdfFace, string>();
  private readonly document: PDFKit.PDFDocument;

  constructor(document: PDFKit.PDFDocument) {
    this.document = document;
  }

  /** Sets what follows in a face. */
  use(face: PdfFace): PDFKit.PDFDocument {
    const { file, name } = face;
    if (typeof file === "string")
      return name === undefined ? this.document.font(file) : this.document.font(file, name);
    let own = this.names.get(face);
    if (own === undefined) {
      own = `face ${this.names.size}`;
      this.names.set(face, own);
      this.document.registerFont(own, file as never, name);
    }
    return this.document.font(own);
  }
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Size of the page in points. */
function sheetOf({ width, height, print }: Scene): { readonly width: number; readonly height: number } {
  const [unit, sheet] = print ? [POINTS_PER_MM, print] : [POINTS_PER_PX, { width, height }];
  return { width: sheet.width * unit, height: sheet.height * unit };
}

function documentOptions({ title, description }: Scene, { regular }: PdfFonts): PDFKit.PDFDocumentOptions {
  return {
    margin: 0,
    compress: false,
    pdfVersion: "1.7",
    lang: "en",
    displayTitle: true,
    font: regular.file as string,
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

/**
 * Writes a text that may need several faces, or run from right to left: piece by piece in the order in which it is seen, and
 * narrower where it would not fit its box.
 */
async function writeRuns(
  document: PDFKit.PDFDocument,
  { text, x, y, size, anchor, box }: TextMark,
  choices: readonly PdfFace[],
  faces: Faces,
): Promise<void> {
  const choose = (character: string, before: PdfFace | undefined): PdfFace => {
    const code = character.codePointAt(0)!;
    // A sign on a letter, or a space, goes with what stands before it.
    if (before && /[\p{M}\p{White_Space}]/u.test(character) && before.has(code)) return before;
    return choices.find((face) => face.has(code)) ?? choices[0]!;
  };
  document.fontSize(rounded(size));
  // With features of its own, a text is shaped as a whole and not word by word.
  const shaping: PDFKit.Mixins.TextOptions = { lineBreak: false, baseline: "alphabetic", features: [] };
  const runs = (await visualRuns(oneLine(text), choose)).map((run) => ({
    ...run,
    width: faces.use(run.face).widthOfString(run.text, shaping),
  }));
  const wide = runs.reduce((sum, { width }) => sum + width, 0);
  const squeeze = wide > box.width ? box.width / wide : 1;
  document.save();
  document.translate(rounded(x) - BEFORE[anchor] * wide * squeeze, 0).scale(squeeze, 1);
  let left = 0;
  for (const { text: piece, face, width } of runs) {
    faces.use(face).text(piece, left, rounded(y), shaping);
    left += width;
  }
  document.restore();
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
        stream.buffer = [zlibSync(concatenated(stream.buffer))];
        stream.data.Filter = "FlateDecode";
      }
      finalize();
    };
    return reference;
  }

  /** No second copy of title and description: the library puts them into XML as they are. */
  override endMetadata(): void {}
}
