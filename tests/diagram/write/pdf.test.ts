// What other readers find in our PDF: pdf.js its text and shapes, zlib its streams.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { getDocument, OPS, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { drawMaps, drawNeurons, themes } from "../../../src/diagram/index.ts";
import { type Box, flatMarks, type Mark, type TextMark } from "../../../src/diagram/scene/scene.ts";
import { fontFiles } from "../../../src/diagram/write/fonts/shipped.ts";
import { toPdf } from "../../../src/diagram/write/pdf.ts";
import { netNamed } from "../nets.ts";
import { anyText, cells, ring, sceneOf, scenes, textsOf } from "../scenes.ts";

async function opened(bytes: Uint8Array) {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS })
    .promise;
  expect(document.numPages).toBe(1);
  return { document, page: await document.getPage(1) };
}

/** Pieces of text as pdf.js finds them, without the blanks that it puts between. */
async function piecesOf(bytes: Uint8Array) {
  const { page } = await opened(bytes);
  const { items } = await page.getTextContent({ disableNormalization: true });
  return items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item] : []));
}

const lenet = drawMaps(netNamed("lenet5"));

describe.each(scenes)("%s", (_, scene) => {
  test("every text is live, and stands where the drawing has it", async () => {
    const { page } = await opened(await toPdf(scene));
    const [, , width, height] = page.view as [number, number, number, number];
    const [unit, sheet] = scene.print ? [72 / 25.4, scene.print] : [0.75, scene];
    expect(width).toBeCloseTo(sheet.width * unit, 1);
    expect(height).toBeCloseTo(sheet.height * unit, 1);
    const scale = width / scene.width;
    const pieces = await piecesOf(await toPdf(scene));
    const texts = textsOf(scene);
    // Texts side by side are one piece, as they are for a reader who searches.
    const stood = pieces.map(({ str }) => {
      const own = [texts.shift()!];
      while (wordsOf(own).length < str.trim().length) own.push(texts.shift()!);
      expect(str.trim()).toBe(wordsOf(own));
      return own;
    });
    expect(texts).toEqual([]);
    stood.forEach((own, i) => {
      const piece = pieces[i]!;
      const [first, last] = [own[0]!, own.at(-1)!];
      const [, , , tall, left, base] = piece.transform as [number, number, number, number, number, number];
      const near = (found: number, wanted: number) =>
        expect(Math.abs(found - wanted * scale), piece.str).toBeLessThan(0.5);
      if (own.length === 1)
        near(left + piece.width * { start: 0, middle: 0.5, end: 1 }[first.anchor], first.x);
      else {
        near(left, first.box.x);
        near(left + piece.width, last.box.x + last.box.width);
      }
      near(height - base, first.y);
      expect(tall).toBeCloseTo(first.size * scale, 2);
    });
  });
});

const wordsOf = (texts: readonly TextMark[]) => texts.map(({ text }) => text).join(" ");

/** Boxes of the paths that are painted, in px of the drawing. */
async function pathsOf(bytes: Uint8Array): Promise<Box[]> {
  const { page } = await opened(bytes);
  const { fnArray, argsArray } = await page.getOperatorList();
  return fnArray.flatMap((operator, i) => {
    if (operator !== OPS.constructPath) return [];
    const [left, top, right, bottom] = argsArray[i][2] as [number, number, number, number];
    return [{ x: left, y: top, width: right - left, height: bottom - top }];
  });
}

function boxOf(mark: Exclude<Mark, { type: "group" | "text" }>): Box {
  if (mark.type === "rect" || mark.type === "image") return mark;
  if (mark.type === "circle")
    return { x: mark.x - mark.r, y: mark.y - mark.r, width: 2 * mark.r, height: 2 * mark.r };
  const [xs, ys] = [mark.points.map(({ x }) => x), mark.points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

test("every shape covers what it covers in the drawing, on a paper of its size", async () => {
  for (const scene of [lenet, drawMaps(netNamed("tangled")), drawNeurons(netNamed("risk"))]) {
    const paper = { x: 0, y: 0, width: scene.width, height: scene.height };
    const shapes = flatMarks(scene.marks).filter((mark) => mark.type !== "text");
    const drawn = [paper, ...shapes.map(boxOf)];
    const found = await pathsOf(await toPdf(scene));
    expect(found).toHaveLength(drawn.length);
    drawn.forEach((box, i) => {
      for (const side of ["x", "y", "width", "height"] as const)
        expect(Math.abs(found[i]![side] - box[side]), `${i} ${side}`).toBeLessThan(0.03);
    });
  }
});

/** Objects of a PDF: the dictionary, and the stream where there is one. */
function objectsOf(bytes: Uint8Array): { readonly dictionary: string; readonly stream?: Buffer }[] {
  const file = Buffer.from(bytes);
  const text = file.toString("latin1");
  return [...text.matchAll(/\d+ 0 obj\n(<<[\s\S]*?>>)\n(?:stream\n|endobj)/g)].map((match) => {
    const [whole, dictionary] = match;
    if (!whole.endsWith("stream\n")) return { dictionary: dictionary! };
    const start = match.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary!)![1]);
    return { dictionary: dictionary!, stream: inflateSync(file.subarray(start, start + length)) };
  });
}

/** What TrueType fonts begin with. */
const FONTS = ["true", "\0\x01\0\0"];

test("both faces are embedded as parts of themselves, with the characters that they stand for", async () => {
  const objects = objectsOf(await toPdf(lenet));
  expect(objects.filter(({ dictionary }) => dictionary.includes("/FontFile2 "))).toHaveLength(2);
  expect(objects.filter(({ dictionary }) => dictionary.includes("/ToUnicode "))).toHaveLength(2);
  const fonts = objects.flatMap(({ stream }) =>
    stream && FONTS.includes(stream.toString("latin1", 0, 4)) ? [stream] : [],
  );
  expect(fonts).toHaveLength(2);
  const whole = readFileSync(fontFiles().regular).length;
  for (const font of fonts) expect(font.length).toBeLessThan(whole / 4);
});

test("a bold face that nothing uses is left out", async () => {
  const objects = objectsOf(await toPdf(sceneOf(["not bold"])));
  expect(objects.filter(({ dictionary }) => dictionary.includes("/FontFile2 "))).toHaveLength(1);
});

test("title and description are in the document's information, and no date is", async () => {
  const bytes = await toPdf(lenet);
  const { document } = await opened(bytes);
  const { info } = await document.getMetadata();
  expect(info).toMatchObject({ Title: lenet.title, Subject: lenet.description, Language: "en" });
  expect(Buffer.from(bytes).toString("latin1")).not.toMatch(/Date|D:\d{4}/);
});

test.each(Object.entries(themes))("%s: the paper and all text have the theme's colours", async (_, theme) => {
  const { page } = await opened(await toPdf(lenet, theme));
  const { fnArray, argsArray } = await page.getOperatorList();
  const colours = fnArray.flatMap((operator, i) =>
    operator === OPS.setFillRGBColor ? [argsArray[i][0]] : [],
  );
  expect(colours[0]).toBe(theme.paper);
  expect(colours).toEqual(expect.arrayContaining([theme.ink, theme.secondary, theme.convolution]));
});

test("opacity is that of the mark, and of no other", async () => {
  const box = { type: "rect", x: 1, y: 1, width: 5, height: 5, fill: "ink" } as const;
  const { page } = await opened(await toPdf(sceneOf([{ ...box, opacity: 0.25 }, box])));
  const { fnArray, argsArray } = await page.getOperatorList();
  const states = fnArray.flatMap((operator, i) => (operator === OPS.setGState ? [argsArray[i][0]] : []));
  expect(states).toEqual([
    expect.arrayContaining([
      ["ca", 0.25],
      ["CA", 0.25],
    ]),
  ]);
  const [set, last] = [fnArray.indexOf(OPS.setGState), fnArray.lastIndexOf(OPS.constructPath)];
  expect(fnArray.slice(set, last)).toContain(OPS.restore);
});

test("a hole is not painted, and cells of an image have their colours and place", async () => {
  const { page } = await opened(await toPdf(sceneOf([ring, cells])));
  const { fnArray, argsArray } = await page.getOperatorList();
  const painted = fnArray.flatMap((operator, i) => (operator === OPS.constructPath ? [argsArray[i][0]] : []));
  expect(painted).toEqual([OPS.fill, OPS.eoFill]);
  const at = fnArray.indexOf(OPS.paintImageXObject);
  const [name] = argsArray[at];
  // From the unit square with y up to px of the drawing, in which y runs down.
  const place = fnArray.lastIndexOf(OPS.transform, at);
  expect([...argsArray[place]].map((value: number) => Math.round(1000 * value) / 1000)).toEqual([
    100, 0, 0, -50, 200, 150,
  ]);
  const { width, data } = await new Promise<{ width: number; data: Uint8Array }>((done) =>
    page.objs.get(name, done),
  );
  const channels = data.length / (width * (width / 2));
  const cell = (x: number, y: number) => [...data.subarray(channels * (y * width + x)).subarray(0, 3)];
  expect(cell(0, 0)).toEqual([255, 0, 0]);
  expect(cell(width - 1, 0)).toEqual([0, 0, 255]);
});

test("the same picture is the same bytes", async () => {
  const once = await toPdf(lenet);
  expect(Buffer.compare(once, await toPdf(drawMaps(netNamed("lenet5"))))).toBe(0);
  expect(Buffer.compare(once, await toPdf(lenet, themes.dark))).not.toBe(0);
});

test("no text breaks it: what the face lacks is a box", async () => {
  const bad = String.raw`(\) ( \\ <</Type>> endstream endobj %`;
  const [piece] = await piecesOf(await toPdf(sceneOf([bad])));
  expect(piece!.str).toBe(bad);
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const { document } = await opened(await toPdf(sceneOf([text, "after"], text)));
      expect((await document.getMetadata()).info).toHaveProperty("Creator", "cnnc");
    }),
    { numRuns: 40 },
  );
  expect((await piecesOf(await toPdf(sceneOf(["漢字\ud800\u0000 𝔘\n", "after"])))).at(-1)!.str).toBe("after");
});

test("a page longer than 14 400 units has larger units, and the size in points that the drawing asks for", async () => {
  const property = fc.asyncProperty(
    fc.double({ min: 10, max: 5e5, noNaN: true }),
    fc.double({ min: 10, max: 5e5, noNaN: true }),
    async (width, height) => {
      const bytes = await toPdf({ ...sceneOf(["words"]), width, height });
      const { page } = await opened(bytes);
      const [, , right, top] = page.view as [number, number, number, number];
      expect(Math.max(right, top)).toBeLessThanOrEqual(14_400);
      const unit = Number(/\/UserUnit (\d+)/.exec(Buffer.from(bytes).toString("latin1"))?.[1] ?? 1);
      expect(page.userUnit).toBe(unit);
      // Sizes are kept to two decimals of a unit.
      expect(Math.abs(right * unit - 0.75 * width)).toBeLessThan(0.006 * unit);
      expect(Math.abs(top * unit - 0.75 * height)).toBeLessThan(0.006 * unit);
    },
  );
  await fc.assert(property, { seed: 2, numRuns: 40 });
});
