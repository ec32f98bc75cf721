// The page: a spec is written, seen and shared.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cnnc, root } from "../house/cnnc.ts";
import { type Playing, play, sees, type Watched, watched, write } from "../web/playing.ts";
import { startBrowser } from "./chromium.ts";

const axe = join(root, "node_modules/axe-core/axe.min.js");

let folder: string;
let browser: BrowserContext;
let server: Playing;
let seen: Watched;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-page-"));
  server = await play();
  browser = await startBrowser(join(folder, "profile"));
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  seen = await watched(browser, server.origin);
  page = seen.page;
  // What an earlier test left.
  const session = await browser.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: server.origin, storageTypes: "all" });
  await page.goto(server.address);
  await page.locator(".about h2").waitFor();
});
afterEach(async () => {
  await page.close();
  expect(seen.faults).toEqual([]);
});

const SMALL = "net small {\n  input image 8x8x1\n  conv 2@3 => 8x8x2, 20 weights\n}\n";

describe("writing", () => {
  test("what is written is counted, drawn and proved", async () => {
    await write(page, SMALL);
    await sees(page, ".about h2", "small");
    await sees(page, ".summary", "20 weights");
    await sees(page, ".claims .holds", "conv 2@3 => 20 weights");
    await page.locator('.stage-area [data-nodes="conv_1"]').waitFor();
    expect(await page.locator(".table tbody tr").count()).toBe(2);
    await sees(page, ".table tbody", "2·3·3·1 + 2");
  });

  test("a fault is told with its place and its help, and what holds is drawn and counted", async () => {
    await write(page, `${SMALL.replace("\n}", "\n  relu\n  covn 4@3\n}")}`);
    await sees(page, ".message.error", "line 5");
    await sees(page, ".summary", "at least 20 weights");
    await page.locator('.stage-area [data-nodes~="relu_1"]').waitFor();
    await page.locator(".message .ways > button").first().click();
    await sees(page, ".summary", "96 weights");
    expect(await page.locator(".cm-content").innerText()).toContain("conv 4@3");
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+z");
    await sees(page, ".message.error", "line 5");
  });

  test("a claim that is false is told beside its line, in the list and as a message", async () => {
    await write(page, SMALL.replace("20", "21"));
    await sees(page, ".claims .fails", "it is 20");
    await page.locator(".cm-gutters .mark.fails").waitFor();
    await sees(page, ".message.error", "20");
  });

  test("files have tabs, what was written is there after a reload, and can be undone then", async () => {
    await write(page, SMALL);
    await page.locator(".top-bar summary", { hasText: "File" }).click();
    await page.getByRole("button", { name: "New", exact: true }).click();
    await sees(page, ".tab.is-active", "first.cnn");
    await sees(page, ".about h2", "first");
    await page.getByRole("button", { name: "nought_or_cross.cnn", exact: true }).click();
    await sees(page, ".about h2", "small");
    await page.reload();
    await sees(page, ".about h2", "small");
    expect(await page.locator(".tab").count()).toBe(2);
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+z");
    await sees(page, ".about h2", "nought_or_cross");
  });

  test("an example is opened with what it imports", async () => {
    await page.locator(".top-bar summary", { hasText: "Examples" }).click();
    await page.getByRole("button", { name: "chexnet" }).click();
    await sees(page, ".about h2", "chexnet");
    await sees(page, ".tabs", "densenet.cnn");
    expect(await page.locator(".message.error").count()).toBe(0);
  });

  test("while suggestions are open Enter ends the line, and Tab takes the first", async () => {
    await write(page, SMALL);
    await sees(page, ".about h2", "small");
    await page.locator(".cm-line", { hasText: "conv 2@3" }).click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("relu");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("batchn");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "batchnorm" }).waitFor();
    await page.keyboard.press("Tab");
    await sees(page, ".table", "batchnorm");
  });

  test("the language service completes a word, and tells of what the pointer rests on", async () => {
    await write(page, SMALL);
    await sees(page, ".about h2", "small");
    await page.locator(".cm-line", { hasText: "conv 2@3" }).click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => {
        await page.keyboard.type("b");
        await page.keyboard.press("Control+Space");
        const offered = await page.locator(".cm-tooltip-autocomplete li").allInnerTexts();
        if (offered.length === 0) await page.keyboard.press("Backspace");
        return offered.join(" ");
      })
      .toContain("batchnorm");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Backspace");
    await page.locator(".cm-line", { hasText: "conv 2@3" }).hover({ position: { x: 30, y: 8 } });
    await sees(page, ".told", "kernel");
  });

  test("what is no spec is refused, and the page goes on", async () => {
    const chooser = page.locator('input[type="file"]');
    await chooser.setInputFiles({
      name: "x.cnn",
      mimeType: "text/plain",
      buffer: Buffer.from([0xff, 0xd8, 0]),
    });
    await sees(page, ".notice", "x.cnn: it is not a text in UTF-8");
    await chooser.setInputFiles({
      name: "big.cnn",
      mimeType: "text/plain",
      buffer: Buffer.alloc(20_000_000, 32),
    });
    await sees(page, ".notice", "big.cnn: it has 20 MB");
    await chooser.setInputFiles({ name: "good.cnn", mimeType: "text/plain", buffer: Buffer.from(SMALL) });
    await sees(page, ".about h2", "small");
  });
});

describe("seeing", () => {
  test("a layer in the picture, its line and its row are pointed at together", async () => {
    await write(page, SMALL);
    const drawn = page.locator('.stage-area [data-nodes="conv_1"]');
    await drawn.hover();
    await page.locator('.table tr.is-pointed[data-id="conv_1"]').waitFor();
    await sees(page, ".cm-line.pointed", "conv 2@3");
    await page.locator('.table tr[data-id="input_1"]').hover();
    await page.locator('.stage-area [data-nodes="input_1"].is-pointed').waitFor();
    await sees(page, ".cm-line.pointed", "input image");
    await page.locator(".cm-line", { hasText: "conv 2@3" }).click();
    await page.locator('.table tr.is-chosen[data-id="conv_1"]').waitFor();
    await page.locator('.stage-area [data-nodes="conv_1"].is-chosen').waitFor();
  });

  test("a slider for an open size changes all that follows", async () => {
    await write(page, "net open {\n  input image H x W x 1\n  conv 2@3, maxpool 2\n}\n");
    const slider = page.getByRole("slider", { name: "H" });
    await slider.focus();
    const before = await page.locator(".table tbody").innerText();
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".table tbody").innerText()).not.toBe(before);
    const height = await page.locator(".size output").first().innerText();
    await sees(page, ".table tbody", `${height}×`);
  });

  test("the picture is zoomed and moved by keys", async () => {
    await write(page, SMALL);
    await page.locator('.stage-area [data-nodes="conv_1"]').waitFor();
    const stage = page.locator(".stage-area");
    const scene = page.locator(".stage-area > g");
    await stage.focus();
    const before = await scene.getAttribute("transform");
    await page.keyboard.press("+");
    const zoomed = await scene.getAttribute("transform");
    expect(zoomed).not.toBe(before);
    await page.keyboard.press("ArrowLeft");
    expect(await scene.getAttribute("transform")).not.toBe(zoomed);
    await page.keyboard.press("0");
    expect(await scene.getAttribute("transform")).toBe(before);
  });

  test.each([
    ["SVG", "svg"],
    ["PDF", "pdf"],
    ["PowerPoint", "pptx"],
  ])("an export as %s has the bytes of the command line's", async (words, type) => {
    await page.getByLabel("Made for").selectOption("");
    await page.locator(".top-bar summary", { hasText: "Export" }).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: words }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(`nought_or_cross.${type}`);
    const file = join(folder, `drawn.${type}`);
    const { code, stderr } = await cnnc(["draw", "specs/figures/nought_or_cross.cnn", "-o", file]);
    expect(code, stderr).toBe(0);
    expect(Buffer.compare(await readFile(await download.path()), await readFile(file))).toBe(0);
  });

  test("an export as PNG is a bitmap of twice the size", async () => {
    await page.locator(".top-bar summary", { hasText: "Export" }).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "PNG" }).click();
    const png = await readFile(await (await coming).path());
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThan(600);
  });
});

describe("sharing", () => {
  test("a link opens what was seen, and leaves what another had open", async () => {
    await write(page, SMALL);
    await sees(page, ".about h2", "small");
    await page.getByRole("button", { name: "graph" }).click();
    await page.locator('.segments button[aria-pressed="true"]', { hasText: "graph" }).waitFor();
    await page.getByRole("button", { name: "Share" }).click();
    const link = await filled(page, "Link");
    const other = await watched(browser, server.origin);
    await other.page.goto(link);
    await sees(other.page, ".about h2", "small");
    await other.page.locator('.segments button[aria-pressed="true"]', { hasText: "graph" }).waitFor();
    expect(other.page.url()).not.toContain("#");
    await other.page.close();
    expect(other.faults).toEqual([]);
  });

  test("a frame shows the net alone, with a way to the whole", async () => {
    await write(page, SMALL);
    await sees(page, ".about h2", "small");
    await page.getByRole("button", { name: "Share" }).click();
    const frame = await filled(page, "Frame");
    const [, source] = /src="([^"]+)"/.exec(frame) as unknown as [string, string];
    await page.goto(source);
    await page.reload();
    await sees(page, ".about h2", "small");
    expect(await page.locator(".editor").count()).toBe(0);
    expect(await page.locator(".whole a").getAttribute("href")).toContain("#spec1=");
  });

  test("whatever stands in a fragment, the page opens and says what is wrong", async () => {
    const hostile = fc.oneof(
      fc.base64String().map((code) => `#spec1=${code}`),
      fc.string().map((text) => `#spec1=${encodeURIComponent(text)}`),
      fc.constantFrom("#spec1=", "#spec2=abc", "#spec1=<script>", `#spec1=${"A".repeat(100_000)}`),
    );
    for (const fragment of fc.sample(hostile, { numRuns: 12, seed: 5 })) {
      await page.goto("about:blank");
      await page.goto(`${server.origin}/${fragment}`);
      await sees(page, ".notice.failed", "This link can't be opened");
      await sees(page, ".about h2", "nought_or_cross");
    }
  });
});

describe("for everyone", () => {
  const audit = async () => {
    await page.evaluate(await readFile(axe, "utf8"));
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as never as { axe: { run(): Promise<{ violations: object[] }> } }
      ).axe.run();
      return violations.map((each) => {
        const { id, nodes } = each as { id: string; nodes: { html: string }[] };
        return `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`;
      });
    });
    expect(found).toEqual([]);
  };

  test.each(["light", "dark"] as const)(
    "axe finds nothing in %s colours, with faults, menus and dialogs",
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await audit();
      await write(
        page,
        `${SMALL.replace("20", "21")}net b { input image H x W x 1, covn 3 }\nnet c { input image H x W x 1, conv 2@3 }\n`,
      );
      await sees(page, ".message.error", "line 5");
      await audit();
      await page.getByRole("button", { name: "c", exact: true }).click();
      await sees(page, ".about h2", "c");
      await page.locator(".top-bar summary", { hasText: "Export" }).click();
      await audit();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Share" }).click();
      await audit();
    },
  );

  test("axe finds nothing on a phone, and nothing reaches beyond its edge", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const side of ["Write", "See"]) {
      await page.locator(".side-switch button", { hasText: side }).click();
      await audit();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }
  });
});

/** What stands in a field, once something does. */
async function filled(page: Page, label: string): Promise<string> {
  await expect.poll(() => page.getByLabel(label).inputValue()).not.toBe("");
  return page.getByLabel(label).inputValue();
}
