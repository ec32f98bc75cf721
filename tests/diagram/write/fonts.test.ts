// Names that the shipped face lacks, in faces that lie in a folder of this test.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bidiFactory from "bidi-js";
import fc from "fast-check";
import { decode } from "fast-png";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { toSvg } from "../../../src/diagram/index.ts";
import { measureArimo } from "../../../src/diagram/scene/font.ts";
import { text } from "../../../src/diagram/scene/marks.ts";
import type { Scene } from "../../../src/diagram/scene/scene.ts";
import { facesIn } from "../../../src/diagram/write/fonts/character-map.ts";
import { facesFor } from "../../../src/diagram/write/fonts/machine.ts";
import { fontFiles, shippedFaces } from "../../../src/diagram/write/fonts/shipped.ts";
import { toPdf } from "../../../src/diagram/write/pdf.ts";
import { toPng } from "../../../src/diagram/write/png.ts";
import { visualRuns } from "../../../src/diagram/write/visual-runs.ts";
import { advanceWidths } from "./truetype.ts";

const FONTS = join(import.meta.dirname, "../fonts");
const HAN = "正常异心肌病神经网络名";
const ARABIC = "سليم مريض قلب عربي";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cnnc-faces-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Has `facesFor` find these files and no others. */
function offer(files: { readonly [name: string]: Uint8Array }): void {
  const data = mkdtempSync(join(folder, "data-"));
  mkdirSync(join(data, "fonts/deep"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(data, "fonts/deep", name), bytes);
  vi.stubEnv("XDG_DATA_HOME", data);
  vi.stubEnv("XDG_DATA_DIRS", join(data, "none"));
  vi.stubEnv("HOME", data);
}

const fixture = (name: string) => readFileSync(join(FONTS, name));

/** A file with several faces: a list of where each begins, then the faces, whose tables are found from the file's start. */
function collectionOf(fonts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(12 + 4 * fonts.length);
  head.write("ttcf", "latin1");
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt32BE(fonts.length, 8);
  let at = head.length;
  const moved = fonts.map((font, i) => {
    const copy = Buffer.concat([font, Buffer.alloc(-font.length & 3)]);
    head.writeUInt32BE(at, 12 + 4 * i);
    for (let table = 0; table < copy.readUInt16BE(4); table++) {
      const entry = 12 + 16 * table + 8;
      copy.writeUInt32BE(copy.readUInt32BE(entry) + at, entry);
    }
    at += copy.length;
    return copy;
  });
  return Buffer.concat([head, ...moved]);
}

function sceneOf(...contents: readonly string[]): Scene {
  const marks = contents.map((content, i) => text(content, 20, 30 * (i + 1), measureArimo, { size: 20 }));
  return { width: 900, height: 30 * (contents.length + 1), title: "names", description: "names", marks };
}

describe("the characters of a face", () => {
  test.each(["regular", "bold"] as const)("of the shipped one, %s, are those that have a width", (face) => {
    const width = advanceWidths(readFileSync(fontFiles()[face]));
    const [{ has }] = facesIn(fontFiles()[face]) as [ReturnType<typeof facesIn>[0]];
    for (let code = 0; code < 0x11000; code++)
      expect([code, has(code)]).toEqual([code, width(code) !== undefined]);
  });

  test("in a collection are each face's own, with its name", () => {
    const file = join(folder, "both.ttc");
    writeFileSync(file, collectionOf([fixture("han.ttf"), fixture("arabic.ttf")]));
    const [han, arabic] = facesIn(file);
    expect([han!.name, arabic!.name]).toEqual(["DroidSansFallback", "NotoNaskhArabic-Regular"]);
    for (const character of HAN) {
      const code = character.codePointAt(0)!;
      expect([han!.has(code), arabic!.has(code)]).toEqual([true, false]);
    }
    for (const character of ARABIC.replaceAll(" ", "")) {
      const code = character.codePointAt(0)!;
      expect([han!.has(code), arabic!.has(code)]).toEqual([false, true]);
    }
  });

  test("of a damaged file are none, or some, and it is no fault", () => {
    const whole = fixture("arabic.ttf");
    const file = join(folder, "damaged.ttf");
    const change = fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }));
    const property = fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.option(fc.integer({ min: 0, max: whole.length })),
      (changes, end) => {
        const bytes = Buffer.from(whole);
        // Half of them in the directory of tables.
        for (const [i, [at, byte]] of changes.entries()) bytes[i % 2 ? at : at % 200] = byte;
        writeFileSync(file, bytes.subarray(0, end ?? bytes.length));
        for (const { has } of facesIn(file)) for (const code of [32, 0x642, 0x1f600]) has(code);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 500 });
    expect(facesIn(join(folder, "nowhere.ttf"))).toEqual([]);
    execFileSync("mkfifo", [join(folder, "pipe.ttf")]);
    expect(facesIn(join(folder, "pipe.ttf"))).toEqual([]);
  });
});

describe("which faces are taken", () => {
  test("none where the shipped one has all, whatever lies there", () => {
    offer({ "han.ttf": fixture("han.ttf"), "arabic.ttf": fixture("arabic.ttf") });
    expect(facesFor(sceneOf("conv 3@3×3", "Ελλάς", "Жизнь", "שלום", "a\u200db"))).toEqual({
      faces: [],
      missing: [],
    });
  });

  test("those that have the characters; what none has is named once", () => {
    offer({ "han.ttf": fixture("han.ttf"), "arabic.ttf": fixture("arabic.ttf"), "no.ttf": Buffer.from("x") });
    const { faces, missing } = facesFor(sceneOf("正常 a", "前正前", "🫀", ARABIC));
    expect(faces.map(({ file }) => file.slice(file.lastIndexOf("/") + 1)).sort()).toEqual([
      "arabic.ttf",
      "han.ttf",
    ]);
    expect(missing).toEqual(["前", "🫀"]);
  });
});

describe("with faces for Chinese and Arabic", () => {
  beforeEach(() =>
    offer({ "both.ttc": collectionOf([fixture("wide.ttf"), fixture("han.ttf"), fixture("arabic.ttf")]) }),
  );

  test("a PNG has their letters, as a renderer draws them that has that face alone", async () => {
    const { Resvg } = await import("@resvg/resvg-js");
    for (const [content, file, family] of [
      [HAN, "han.ttf", "Droid Sans Fallback"],
      [ARABIC, "arabic.ttf", "Noto Naskh Arabic"],
    ] as const) {
      const scene = sceneOf(content);
      const svg = toSvg(scene);
      const { faces, missing } = facesFor(scene);
      expect(missing).toEqual([]);
      const alone = new Resvg(svg.replace(/font-family="[^"]*"/, `font-family="${family}"`), {
        fitTo: { mode: "zoom", value: 2 },
        font: { loadSystemFonts: false, fontFiles: [join(FONTS, file)] },
      });
      const wanted = decode(alone.render().asPng()).data;
      const drawn = decode(await toPng(svg, { faces })).data;
      const without = decode(await toPng(svg)).data;
      const apart = (a: typeof drawn, b: typeof drawn) => {
        let sum = 0;
        for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
        return sum / 255;
      };
      expect(drawn.some((value, i) => i % 4 === 0 && value < 128)).toBe(true);
      // Blanks are the shipped face's, which moves what stands behind them.
      if (!content.includes(" ")) expect(apart(drawn, wanted)).toBe(0);
      expect(apart(drawn, wanted)).toBeLessThan(0.8 * apart(drawn, without));
    }
  });

  test("a PDF has their letters as text, in its box, whatever stands between", async () => {
    const letters = fc.constantFrom(...HAN, ...ARABIC, ..."abcWλЖ 12() שלום");
    const word = fc
      .array(letters, { minLength: 1, maxLength: 20 })
      .map((all) => all.join("").replace(/\s+/g, " ").trim())
      .filter((content) => content !== "");
    for (const content of [
      HAN,
      ARABIC,
      `${ARABIC} ${HAN} abc`,
      ...fc.sample(word, { seed: 4, numRuns: 60 }),
    ]) {
      const scene = sceneOf(content);
      const { faces, missing } = facesFor(scene);
      expect(missing).toEqual([]);
      const bytes = await toPdf(scene, undefined, faces);
      expect(Buffer.compare(bytes, await toPdf(scene, undefined, faces))).toBe(0);
      const { items, width } = await contentOf(bytes);
      // Between letters from right to left, parentheses are each other's mirror.
      const sorted = (parts: readonly string[]) =>
        [...parts.join("").replace(/\s/g, "").replaceAll(")", "(").normalize("NFKC")].sort();
      expect(sorted(items.map(({ str }) => str))).toEqual(sorted([content]));
      const [mark] = scene.marks;
      if (mark?.type !== "text") throw new Error("no text");
      const px = width / scene.width;
      const left = Math.min(...items.map(({ transform }) => transform[4] as number)) / px;
      const right = Math.max(...items.map((item) => (item.transform[4] as number) + item.width)) / px;
      expect(left).toBeGreaterThan(mark.box.x - 0.3);
      expect(right).toBeLessThan(mark.box.x + 1.01 * mark.box.width + 0.3);
    }
  });
});

async function contentOf(bytes: Uint8Array) {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS });
  const page = await (await task.promise).getPage(1);
  const { items } = await page.getTextContent({ disableNormalization: true });
  return {
    width: page.view[2] as number,
    items: items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item] : [])),
  };
}

test("runs are in the order in which Unicode's algorithm shows them", async () => {
  const bidi = bidiFactory();
  const letters = fc.constantFrom(..."abc 123 ()-,+% שלום مرحبا λ正🫀");
  const property = fc.asyncProperty(fc.array(letters, { maxLength: 24 }), async (all) => {
    const line = all.join("");
    const runs = await visualRuns(line, (character) => /[\p{L}]/u.test(character));
    const seen = runs.map(({ text: piece }) =>
      /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(piece) ? [...piece].reverse().join("") : piece,
    );
    // The library's own reordering takes code units apart.
    const plain = line.replaceAll("🫀", "正");
    const wanted = bidi.getReorderedString(plain, bidi.getEmbeddingLevels(plain, "ltr"));
    expect(seen.join("").replaceAll("🫀", "正")).toBe(wanted);
  });
  await fc.assert(property, { seed: 2, numRuns: 500 });
});

test("the shipped faces have the same characters, so that bold needs no other fallback", () => {
  const [regular, bold] = Object.values(shippedFaces());
  for (let code = 0x20; code < 0x600; code++)
    expect([code, bold!.has(code)]).toEqual([code, regular!.has(code)]);
});
