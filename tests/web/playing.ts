// The page as `cnnc play` serves it, opened in a browser.
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { root } from "../house/cnnc.ts";

/** A running `cnnc play`. */
export interface Playing {
  /** With the key, where it was given files. */
  readonly address: string;
  readonly origin: string;
  readonly key: string;
  /** Ends it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `cnnc play ARGS` at any free port. */
export function play(args: readonly string[] = []): Promise<Playing> {
  const command = [join(root, "dist/cnnc.cjs"), "play", "--port", "0", ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  return new Promise((done, fail) => {
    let told = "";
    let said = "";
    child.stderr.on("data", (part) => {
      said += part;
    });
    child.stdout.on("data", (part) => {
      told += part;
      const [address, origin, key = ""] = /^(http:\S+?)\/(?:#key=(\S+))?\n/.exec(told)
        ? (/^((http:\/\/[^/]+)\/(?:#key=(\S+))?)\n/.exec(told)!.slice(1) as string[])
        : [];
      if (address === undefined) return;
      done({
        address,
        origin: origin!,
        key,
        stop: () => {
          child.kill("SIGINT");
          return ended;
        },
      });
    });
    void ended.then((code) => fail(new Error(`cnnc play ended with ${code}: ${said}`)));
  });
}

/** What a page did that it must not. */
export interface Watched {
  readonly page: Page;
  /** Errors, breaches of the policy, and requests to other places. */
  readonly faults: readonly string[];
}

/** A new page that is watched. */
export async function watched(browser: BrowserContext, origin: string): Promise<Watched> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) faults.push(`request to ${url}`);
  });
  return { page, faults };
}

/** Puts a text in the place of what is in the editor, as a user would. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  // Chromium would give a text that takes the place of another one its style, as an attribute, which the policy forbids.
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Waits until the heading, the totals or anything else that is seen holds a text. */
export async function sees(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}
