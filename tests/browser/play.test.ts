// `cnnc play FILE`: the page saves to the disk, notices what changes there, and nobody else gets at it.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cnnc } from "../house/cnnc.ts";
import { type Playing, play, sees, watched, write } from "../web/playing.ts";
import { startBrowser } from "./chromium.ts";

const SPEC = 'use pair from "parts.cnn"\n\nnet mine {\n  input image 8x8x1\n  pair(2)\n}\n';
const PARTS = "block pair(n) { conv n@3, relu }\n";

let folder: string;
let spec: string;
let server: Playing;
let browser: BrowserContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-play-"));
  await mkdir(join(folder, "work"));
  spec = join(folder, "work/mine.cnn");
  await writeFile(spec, SPEC);
  await writeFile(join(folder, "work/parts.cnn"), PARTS);
  await writeFile(join(folder, "work/other.cnn"), "# not of this project\n");
  await writeFile(join(folder, "secret.cnn"), "# secret\n");
  await symlink(join(folder, "secret.cnn"), join(folder, "work/link.cnn"));
  server = await play([spec]);
  browser = await startBrowser(join(folder, "profile"));
});
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

test("a file is opened with what it imports, saved when asked, and read anew when it changes outside", async () => {
  const { page, faults } = await watched(browser, server.origin);
  await page.goto(server.address);
  await sees(page, ".about h2", "mine");
  await sees(page, ".summary", "20 weights");
  expect(page.url()).not.toContain("key");
  expect(await page.locator(".tab").count()).toBe(2);

  await write(page, SPEC.replace("pair(2)", "pair(4)"));
  await sees(page, ".summary", "40 weights");
  await page.locator(".tab.is-active .dot").waitFor();
  expect(await readFile(spec, "utf8")).toBe(SPEC);
  await page.keyboard.press("ControlOrMeta+s");
  await sees(page, ".notice", "mine.cnn is saved");
  expect(await readFile(spec, "utf8")).toBe(SPEC.replace("pair(2)", "pair(4)"));

  await writeFile(spec, SPEC.replace("pair(2)", "pair(6)"));
  await sees(page, ".summary", "60 weights");
  await sees(page, ".notice", "mine.cnn changed outside");

  await write(page, SPEC.replace("pair(2)", "pair(8)"));
  await writeFile(spec, SPEC.replace("pair(2)", "pair(10)"));
  await sees(page, ".notice.failed", "changed here and outside");
  await sees(page, ".summary", "80 weights");
  await page.getByRole("button", { name: "take the one of the disk" }).click();
  await sees(page, ".summary", "100 weights");
  await page.close();
  expect(faults).toEqual([]);
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request with headers that no browser would let a page send; gives status and body. */
function ask({ path = "/", method = "GET", headers = {}, body }: Asked): Promise<[number, string]> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => done([response.statusCode!, text]));
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

describe("nobody else gets at it", () => {
  const keyed = () => ({ "x-cnnc-key": server.key });
  const put = (name: string, text = "net x { input image 8x8x1, relu }\n", stamp?: string) =>
    ask({ path: "/api/file", method: "PUT", headers: keyed(), body: JSON.stringify({ name, text, stamp }) });

  test("the project needs the key, and our own name and page", async () => {
    expect((await ask({ path: "/api/project", headers: keyed() }))[0]).toBe(200);
    const refused: Readonly<Record<string, string>>[] = [
      {},
      { "x-cnnc-key": "wrong" },
      { ...keyed(), host: "evil.example" },
      { ...keyed(), origin: "http://evil.example" },
      { ...keyed(), origin: "null" },
      { ...keyed(), "sec-fetch-site": "cross-site" },
    ];
    for (const headers of refused) {
      const [status, text] = await ask({ path: "/api/project", headers });
      expect(status, JSON.stringify(headers)).toBe(403);
      expect(text).not.toContain("net mine");
    }
    expect((await ask({ headers: { host: "evil.example" } }))[0]).toBe(403);
  });

  test("nothing but the page and the project is served", async () => {
    for (const path of [
      "/../package.json",
      "/..%2fpackage.json",
      "/%2e%2e/cnnc.cjs",
      "/cnnc.cjs",
      "/assets/",
      "/%",
    ])
      expect([400, 404], path).toContain((await ask({ path }))[0]);
    expect((await ask({ method: "POST" }))[0]).toBe(405);
    const [, project] = await ask({ path: "/api/project", headers: keyed() });
    expect(JSON.parse(project).files.map(({ name }: { name: string }) => name)).toEqual([
      "mine.cnn",
      "parts.cnn",
    ]);
  });

  test("nothing outside of the project is written, nor what the page doesn't know", async () => {
    for (const name of [
      "../new.cnn",
      "/tmp/new.cnn",
      "../secret.cnn",
      "link.cnn",
      "x.txt",
      "no/folder/x.cnn",
    ])
      expect((await put(name))[0], name).toBe(403);
    expect((await put("other.cnn"))[0]).toBe(403);
    expect((await put("mine.cnn"))[0]).toBe(409);
    expect((await put("new.cnn"))[0]).toBe(200);
    expect(await readFile(join(folder, "work/new.cnn"), "utf8")).toContain("net x");
    expect(await readFile(join(folder, "secret.cnn"), "utf8")).toBe("# secret\n");
    for (const body of ["", "null", "[]", '{"name":1}'])
      expect((await ask({ path: "/api/file", method: "PUT", headers: keyed(), body }))[0], body).toBe(400);
  });
});

test("what can't be played is told", async () => {
  const missing = await cnnc(["play", join(folder, "none.cnn")]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("there is no such file or folder");
  const taken = await cnnc(["play", "--port", new URL(server.origin).port]);
  expect(taken.code).toBe(2);
  expect(taken.stderr).toMatch(/port \d+ is taken/);
});
