/**
 * `npm run conformance` writes down anew what PyTorch computes (it needs `npm run python`); `npm run conformance -- webgl`
 * or `webgpu` puts every case to that backend in Chromium, and writes what fails to tests/conformance/browsers.json. On a
 * software adapter that takes ten minutes and more, so the tests only do it for cpu and wasm. `-- webgl "avgpool 2"` tries
 * the cases with that text in their names, prints what becomes of each, and writes nothing.
 */

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { writeOutput } from "../src/host/output.ts";
import { startBrowser } from "../tests/browser/chromium.ts";
import { serve } from "../tests/browser/server.ts";
import { type Case, cases, nameOf, type Outcome } from "../tests/conformance/cases.ts";
import type { Conformance } from "../tests/conformance/page.ts";

const folder = join(import.meta.dirname, "../tests/conformance");
const RECORD = join(folder, "browsers.json");

/** By backend, what became of the cases that don't pass, and of how many. */
export interface BrowserRecord {
  readonly [backend: string]: {
    readonly cases: number;
    readonly failing: { readonly [name: string]: Outcome };
  };
}

const [backend, text, ...others] = process.argv.slice(2);
if (others.length > 0 || (backend !== undefined && backend !== "webgl" && backend !== "webgpu")) {
  console.error("usage: npm run conformance [-- webgl | webgpu [TEXT]]");
  process.exit(2);
}
if (backend === undefined) {
  const python = join(import.meta.dirname, "../.venv/bin/python");
  const found = execFileSync(python, [join(folder, "reference.py")], { maxBuffer: 2 ** 28 });
  await writeOutput(join(folder, "reference.json"), found);
} else if (text === undefined) {
  const failing: { [name: string]: Outcome } = {};
  await inBrowser(backend, cases, (name, outcome, at) => {
    if (Object.keys(outcome).length > 0) failing[name] = outcome;
    if (at % 20 === 19) console.error(`${at + 1} of ${cases.length}, ${Object.keys(failing).length} fail`);
  });
  const before = JSON.parse(await readFile(RECORD, "utf8").catch(() => "{}")) as BrowserRecord;
  const record = { ...before, [backend]: { cases: cases.length, failing } };
  await writeOutput(RECORD, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`${backend}: ${cases.length - Object.keys(failing).length} of ${cases.length} cases pass`);
} else {
  const some = cases.filter((each) => nameOf(each).includes(text));
  if (some.length === 0) throw new Error(`no case has "${text}" in its name`);
  await inBrowser(backend, some, (name, outcome) => console.log(`${name}: ${told(outcome)}`));
}

function told(outcome: Outcome): string {
  const faults = Object.entries(outcome).map(([what, fault]) => `${what}: ${fault}`);
  return faults.length === 0 ? "passes" : faults.join("; ");
}

/** Puts cases to a backend in Chromium, one after the other. */
async function inBrowser(
  name: "webgl" | "webgpu",
  some: readonly Case[],
  became: (name: string, outcome: Outcome, at: number) => void,
): Promise<void> {
  const bundle = await mkdtemp(join(tmpdir(), "cnnc-conformance-"));
  const server = await serve({ page: bundle });
  const browser = await startBrowser(join(bundle, "profile"), [
    "--enable-unsafe-swiftshader",
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
  ]);
  try {
    await build({
      entryPoints: [join(folder, "page.ts")],
      outfile: join(bundle, "page.js"),
      bundle: true,
      format: "iife",
      logLevel: "error",
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    // Where a shader does not compile, the console says why.
    page.on("console", (message) => console.error(message.text()));
    await page.goto(server.origin);
    await page.addScriptTag({ url: `${server.origin}/page/page.js` });
    const started = await page.evaluate(
      (each) => (globalThis as unknown as { conformance: Conformance }).conformance.start(each),
      name,
    );
    if (!started) throw new Error(`this Chromium has no ${name}`);
    for (const [at, each] of some.entries()) {
      const outcome = await page.evaluate(
        (index) => (globalThis as unknown as { conformance: Conformance }).conformance.outcome(index),
        cases.indexOf(each),
      );
      became(nameOf(each), outcome, at);
    }
  } finally {
    await browser.close();
    await server.close();
    await rm(bundle, { recursive: true, force: true });
  }
}
