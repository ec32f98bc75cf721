// What the page promises, in Chromium on this machine, served by `cnnc play`.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { startBrowser } from "../tests/browser/chromium.ts";
import { fragmentOf } from "../web/share/link.ts";
import { median } from "./measure.ts";
import { type Row, told } from "./rows.ts";

/** Nets whose spec is written in, with the bar for the 95th percentile in ms. */
const NETS = [
  { file: "lenet5", net: "lenet5", most: 16 },
  { file: "resnet", net: "resnet50", most: 50 },
  { file: "densenet", net: "densenet201", most: 100 },
] as const;
const KEYS = 60;
const OPENINGS = 5;

export async function pageRows(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "cnnc-bench-page-"));
  const { origin, stop } = await played();
  const browser = await startBrowser(join(folder, "profile"));
  try {
    const rows = [await sizeRow(browser, origin), await openingRow(browser, origin)];
    for (const each of NETS) rows.push(await typingRow(browser, origin, each));
    return rows;
  } finally {
    await browser.close();
    stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function played(): Promise<{ readonly origin: string; stop(): void }> {
  const child = spawn(process.execPath, ["dist/cnnc.cjs", "play", "--port", "0"]);
  return new Promise((done, fail) => {
    child.once("exit", (code) => fail(new Error(`cnnc play ended with ${code}`)));
    child.stdout.once("data", (part) => {
      const origin = String(part).trim();
      done({ origin, stop: () => child.kill("SIGINT") });
    });
  });
}

const specOf = (file: string) => readFile(`specs/zoo/${file}.cnn`, "utf8");

function linkTo(origin: string, file: string, net: string, text: string): string {
  const name = `${file}.cnn`;
  return origin + fragmentOf({ files: [{ name, text }], main: name, net, depth: 1 });
}

/** What is loaded to write and see, gzipped. */
async function sizeRow(browser: BrowserContext, origin: string): Promise<Row> {
  const asked: string[] = [];
  const page = await browser.newPage();
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(origin);
  await page.locator(".stage-area [data-nodes]").first().waitFor();
  await page.close();
  const files = new Set(asked.map((path) => (path === "/" ? "index.html" : path.slice(1))));
  // What the worker begins with, which the page is not told of.
  for (const name of await readdir("dist/web/assets")) {
    if (!name.includes("worker")) continue;
    files.add(`assets/${name}`);
    const code = await readFile(`dist/web/assets/${name}`, "utf8");
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      files.add(`assets/${imported}`);
  }
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join("dist/web", file)), { level: 9 }).length;
  return row(
    "loaded to write and see, gzipped",
    `${(bytes / 1000).toFixed(0)} kB`,
    "≤ 350 kB",
    bytes <= 350_000,
  );
}

/** From opening a link to the picture, with nothing cached. */
async function openingRow(browser: BrowserContext, origin: string): Promise<Row> {
  const times: number[] = [];
  const link = linkTo(origin, "resnet", "resnet50", await specOf("resnet"));
  for (let i = 0; i < OPENINGS; i++) {
    const page = await browser.newPage();
    const session = await browser.newCDPSession(page);
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const began = performance.now();
    await page.goto(link, { waitUntil: "commit" });
    await page.locator('.stage-area [id^="resnet50-"]').first().waitFor({ state: "attached" });
    times.push(performance.now() - began);
    await page.close();
  }
  const time = median(times);
  return row(
    "a link to ResNet-50, folded, to its picture",
    `${Math.round(time)} ms`,
    "≤ 1500 ms",
    time <= 1500,
  );
}

/** From a keystroke to messages, table and picture of the new text. */
async function typingRow(
  browser: BrowserContext,
  origin: string,
  { file, net, most }: (typeof NETS)[number],
): Promise<Row> {
  const page = await browser.newPage();
  await page.goto(linkTo(origin, file, net, probed(await specOf(file), net)));
  await page.locator(".about h2").filter({ hasText: net }).waitFor();
  const times = await typed(page);
  await page.close();
  const sorted = times.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)]!;
  const said = `${p95.toFixed(1)} ms (median ${median(sorted).toFixed(1)})`;
  return row(`a keystroke in ${net} to all that follows, p95`, said, `≤ ${most} ms`, p95 <= most);
}

/** Puts a layer first in the net whose number stands on the first line, so that every key changes all counts. */
function probed(text: string, net: string): string {
  const begin = new RegExp(`(net ${net} \\{\\s*input image [^\\s,]+(?: from \\S+ to \\S+)?)`);
  return `block probe() { conv 3@1 }\n${text.replace(begin, "$1, probe()")}`;
}

/** Types behind the number of the first line, and takes it back; gives the ms from each key to its picture and table. */
async function typed(page: Page): Promise<number[]> {
  // The compiler of this file names functions by a helper of its own.
  await page.evaluate("globalThis.__name = (named) => named");
  await page.locator(".cm-line").first().click();
  await page.keyboard.press("Home");
  for (let i = 0; i < "block probe() { conv 3".length; i++) await page.keyboard.press("ArrowRight");
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    let began = 0;
    const drawn = () =>
      document.querySelector(".stage-area > g")!.innerHTML.length +
      document.querySelector(".table")!.textContent!;
    let before = drawn();
    addEventListener(
      "keydown",
      () => {
        began = performance.now();
      },
      { capture: true },
    );
    new MutationObserver(() => {
      const now = drawn();
      if (began === 0 || now === before) return;
      times.push(performance.now() - began);
      before = now;
      began = 0;
    }).observe(document.querySelector(".see")!, { subtree: true, childList: true, characterData: true });
  });
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(i % 2 === 0 ? "1" : "Backspace");
    await page.waitForFunction(
      (count) => (globalThis as never as { times: number[] }).times.length > count,
      i,
      { polling: 20 },
    );
  }
  return page.evaluate(() => (globalThis as never as { times: number[] }).times.slice(10));
}

function row(work: string, measured: string, bar: string, holds: boolean): Row {
  return told({ work, measured, ratio: holds ? "holds" : "missed", bar });
}
