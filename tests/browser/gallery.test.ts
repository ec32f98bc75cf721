// The gallery of a stranger's files, as a browser opens it.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cnnc } from "../house/cnnc.ts";
import { startBrowser } from "./chromium.ts";

const SPEC = "# <b onclick=alert(1)>\u001b[31m\u202e.\nnet n { input image 4x4x1, conv 2@3 }\n";

const HOSTILE = [
  "javascript:document.title='taken';void(0)",
  "data:text,<script>document.title='taken'",
  "a#b",
  "a%25b",
  "a%2e%2e",
  "a?b=c",
  "\"onload='alert(1)",
  "<img src=x onerror=alert(1)>",
  "&quot;&#34;",
  "back\\slash",
  "..",
  "...",
  ".hidden",
  " spaces around ",
  "C:",
  "con",
  "two\nlines\u001b]0;taken\u0007",
  "\u202eexe",
  "名前 ёλ🫀",
  // Of one name for machines that don't tell capitals, or ways to write é, apart.
  ...["Twin", "twin", "TWIN", "caf\u00e9", "cafe\u0301", "a_b", "a b", "twin-2"],
  "x".repeat(240),
];

/** Any name that a file can have here. */
const anyName = fc
  .oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), fc.string({ unit: "binary" }))
  .map((name) => name.replace(/[/\0]|\p{Cs}/gu, ""))
  .filter((name) => Buffer.byteLength(name) <= 250);

const names = new Set([...HOSTILE, ...fc.sample(anyName, { seed: 3, numRuns: 60 })]);

let folder: string;
let browser: BrowserContext;
let page: Page;
let out: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-gallery-"));
  out = join(folder, "out");
  await mkdir(join(folder, "specs"));
  for (const name of names) await writeFile(join(folder, "specs", `${name}.cnn`), SPEC);
  const { code, stderr } = await cnnc(["gallery", join(folder, "specs"), "-o", out]);
  expect(code, stderr).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach a terminal
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  browser = await startBrowser(join(folder, "profile"));
  page = await browser.newPage();
  await page.goto(pathToFileURL(join(out, "index.html")).href);
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test("every address is one of a file beside the page, and no two nets share a picture", async () => {
  const addresses = await page.evaluate(() => [
    ...[...document.querySelectorAll("main a")].map((link) => (link as HTMLAnchorElement).href),
    ...[...document.images].map((image) => image.src),
  ]);
  const files = new Set(
    addresses.map((address) => {
      const { protocol, search, hash } = new URL(address);
      expect([protocol, search, hash], address).toEqual(["file:", "", ""]);
      const file = fileURLToPath(address);
      expect(dirname(file)).toBe(out);
      expect(existsSync(file), file).toBe(true);
      return basename(file);
    }),
  );
  // The picture that is shown, the graph and the arithmetic.
  expect(files.size).toBe(3 * names.size);
  const written = await readdir(out);
  expect(new Set(written.map((file) => file.normalize("NFC").toUpperCase())).size).toBe(written.length);
  expect(new Set(written)).toEqual(new Set([...files, "index.html"]));
  for (const file of written) expect(file).toMatch(/^[^.\s][^\p{C}\s"*/:<>?\\|]*$/u);
});

test("every picture is loaded, every link within the page leads to its net, and no script runs", async () => {
  const sizes = await page.evaluate(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    return Promise.all(
      images.map(async (image) => {
        await image.decode();
        return image.naturalWidth;
      }),
    );
  });
  expect(sizes).toHaveLength(names.size);
  for (const size of sizes) expect(size).toBeGreaterThan(0);
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll("nav a")]
      .map((link) => {
        location.hash = (link as HTMLAnchorElement).hash;
        return document.querySelector(":target")?.tagName;
      })
      .filter((target) => target !== "SECTION"),
  );
  expect(lost).toEqual([]);
  for (const link of await page.locator("main section > a").all()) {
    const address = await link.evaluate((element) => (element as HTMLAnchorElement).href);
    if (!/taken/.test(address)) continue;
    await link.click();
    expect(page.url()).toBe(address);
    await page.goBack();
    expect(await page.title()).toBe("Networks");
  }
});

test("nothing of a name or a spec is markup, and control characters are gone", async () => {
  const found = await page.evaluate(() => ({
    scripts: document.querySelectorAll("script, iframe, object, embed, base").length,
    handlers: [...document.querySelectorAll("*")].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith("on")),
    ).length,
    bold: document.querySelectorAll("b").length,
    text: document.body.textContent!,
  }));
  expect(found).toMatchObject({ scripts: 0, handlers: 0, bold: 0 });
  expect(found.text).toContain("<b onclick=alert(1)>·[31m·.");
  expect(found.text).toContain("<img src=x onerror=alert(1)>");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be on the page
  expect(found.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
});
