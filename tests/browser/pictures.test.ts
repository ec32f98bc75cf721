// Pictures in a browser whose machine has other fonts than ours.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toSvg } from "../../src/diagram/index.ts";
import { measureArimo } from "../../src/diagram/scene/font.ts";
import { text } from "../../src/diagram/scene/marks.ts";
import type { Scene } from "../../src/diagram/scene/scene.ts";
import { root } from "../house/cnnc.ts";
import { startBrowser } from "./chromium.ts";

const FONTS = join(root, "tests/diagram/fonts");
const PICTURES = ["tests/diagram/gallery", "docs/pictures", "docs/pictures/figures", "docs/pictures/layers"];

/** A text as a browser shows it: what the picture says of it, and where it comes out. */
interface Shown {
  readonly content: string;
  /** Left edge and width by the picture's own attributes. */
  readonly said: readonly [left: number, width: number];
  readonly box: readonly [left: number, width: number];
  readonly y: number;
  readonly size: number;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-fonts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A browser on a machine that has these fonts and no others. */
async function browserWith(name: string, fonts: readonly string[]): Promise<BrowserContext> {
  const at = join(folder, name);
  await mkdir(join(at, "fonts"), { recursive: true });
  for (const font of fonts) await copyFile(join(FONTS, font), join(at, "fonts", font));
  const settings = join(at, "fonts.conf");
  await writeFile(
    settings,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${at}/fonts</dir><cachedir>${at}/cache</cachedir></fontconfig>`,
  );
  return startBrowser(join(at, "profile"), [], { FONTCONFIG_FILE: settings });
}

/** The texts of a picture as the browser shows it; large, since it rounds the boxes of letters to whole pixels. */
async function shown(page: Page, svg: string): Promise<Shown[]> {
  await page.setContent(`<style>svg { width: 8000px; height: auto }</style>${svg}`);
  return page.evaluate(() =>
    [...document.querySelectorAll("svg text")].map((element) => {
      const label = element as SVGTextElement;
      const number = (name: string) => Number(label.getAttribute(name));
      const width = number("textLength");
      const before = { start: 0, middle: 0.5, end: 1 }[label.getAttribute("text-anchor") ?? "start"]!;
      const box = label.getBBox();
      return {
        content: label.textContent!,
        said: [number("x") - before * width, width] as const,
        box: [box.x, box.width] as const,
        y: number("y"),
        size: number("font-size"),
      };
    }),
  );
}

/** Texts that come out wider than the picture says, by more than 1 % and what a letter reaches beyond its place. */
function wider(texts: readonly Shown[]): string[] {
  return texts
    .filter(({ said, box, size }) => {
      const room = 0.01 * said[1] + 0.05 * size;
      return box[0] < said[0] - room || box[0] + box[1] > said[0] + said[1] + room;
    })
    .map(({ content, said, box }) => `"${content}": ${box} in place of ${said}`);
}

/** Pairs that meet: as wide as they come out, and as high as the face's letters are. */
function meeting(texts: readonly Shown[]): string[] {
  return texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter(
        (b) =>
          a.y - 0.78 * a.size < b.y + 0.22 * b.size &&
          b.y - 0.78 * b.size < a.y + 0.22 * a.size &&
          a.box[0] < b.box[0] + b.box[1] - 0.5 &&
          b.box[0] < a.box[0] + a.box[1] - 0.5,
      )
      .map((b) => `"${a.content}" and "${b.content}"`),
  );
}

describe.each([
  ["a face that is wider than any", ["wide.ttf"]],
  ["faces of other scripts alone", ["han.ttf", "arabic.ttf"]],
])("with %s", (name, fonts) => {
  let browser: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await browserWith(name.replaceAll(" ", "-"), fonts);
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());

  test.each(PICTURES)("the texts of every picture in %s stay where they are laid out", async (place) => {
    const files = (await readdir(join(root, place))).filter((file) => file.endsWith(".svg"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const texts = await shown(page, await readFile(join(root, place, file), "utf8"));
      expect(texts.length, file).toBeGreaterThan(0);
      expect(wider(texts), file).toEqual([]);
      expect(meeting(texts), file).toEqual([]);
    }
  });

  test("and so do names of any script, plain and bold, at each anchor", async () => {
    const word = fc
      .array(fc.constantFrom(..."abcWiïλЖ 正常心سليم שלום ไทย 한국 🫀é"), { minLength: 1, maxLength: 24 })
      .map((letters) => letters.join("").trim())
      .filter((content) => measureArimo(content, 1, false) > 0);
    const label = fc.record({
      content: word,
      size: fc.constantFrom(9, 11, 18),
      bold: fc.boolean(),
      anchor: fc.constantFrom("start" as const, "middle" as const, "end" as const),
    });
    const labels = fc.sample(label, { seed: 5, numRuns: 300 });
    const marks = labels.map(({ content, size, bold, anchor }, i) =>
      text(content, 500, 30 * (i + 1), measureArimo, { size, bold, anchor }),
    );
    const scene: Scene = { width: 1000, height: 9100, title: "labels", description: "labels", marks };
    const texts = await shown(page, toSvg(scene));
    expect(texts).toHaveLength(300);
    expect(wider(texts)).toEqual([]);
    for (const [i, { said }] of texts.entries()) {
      const { box } = marks[i]!;
      expect([said[0], said[1]]).toEqual([expect.closeTo(box.x, 1), expect.closeTo(box.width, 1)]);
    }
  });
});
