// The page in the other engine that Debian has, driven over WebDriver BiDi.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Playing, play } from "../web/playing.ts";

let folder: string;
let browser: Browser;
let server: Playing;

/** Path of the browser: FIREFOX_PATH, or that of Debian's package. */
function findFirefox(): string {
  const path = process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr";
  if (existsSync(path)) return path;
  throw new Error(
    "tests of the page need Firefox: run `apt-get install firefox-esr`, or name one in FIREFOX_PATH",
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-firefox-"));
  server = await play();
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: findFirefox(),
    headless: true,
    userDataDir: folder,
    protocolTimeout: 300_000,
  });
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("a spec is written and seen, a fault is told, and a link brings it back", async () => {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  const shows = (selector: string, text: string) =>
    page.waitForFunction(
      (where, what) =>
        [...document.querySelectorAll(where)].some((found) => found.textContent?.includes(what)),
      { timeout: 120_000 },
      selector,
      text,
    );
  await page.goto(server.address);
  await shows(".about h2", "nought_or_cross");
  await (await page.waitForSelector(">>> .cm-content"))!.click();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("net small {\ninput image 8x8x1\nconv 2@3");
  await shows(".about h2", "small");
  await shows(".summary", "20 weights");
  await page.waitForSelector('.stage-area [data-nodes="conv_1"]');
  await page.keyboard.type("\ncovn 3");
  await shows(".message.error", "covn");
  await shows(".summary", "at least 20 weights");
  await (await page.waitForSelector("::-p-xpath(//button[text()='Share'])"))!.click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>(".copied input")?.value !== "");
  const link = await page.$eval(".copied input", (field) => (field as HTMLInputElement).value);
  await page.goto("about:blank");
  await page.goto(link);
  await shows(".summary", "at least 20 weights");
  expect(faults).toEqual([]);
});
