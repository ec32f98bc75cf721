// Finds and starts the browser of this machine.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/**
 * Path of the browser: CHROMIUM_PATH, or the first of the usual names on the PATH.
 *
 * @throws Error where there is none: browser tests must not pass unseen
 */
export function findBrowser(): string {
  const named = process.env.CHROMIUM_PATH;
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  const candidates = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new Error(
    named
      ? `CHROMIUM_PATH is ${named}, which can't be run`
      : "browser tests need Chromium: run `apt-get install chromium`, or name a browser in CHROMIUM_PATH",
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the browser headless, with a profile in this folder and no traffic of its own.
 *
 * @param env variables of the browser besides those of this process
 */
export function startBrowser(
  profile: string,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    headless: true,
    env: { ...process.env, ...env },
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}
