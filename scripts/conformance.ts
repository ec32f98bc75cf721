/**
 * `npm run conformance` writes down anew what PyTorch computes (it needs `npm run python`); `npm run conformance -- webgl`
 * or `webgpu` puts every case to that backend in Chromium, and writes what fails to tests/conformance/browsers.json. On a
 * software adapter that takes twenty minutes and more, so the tests only do it for cpu and wasm.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import { startBrowser } from "../tests/browser/chromium.ts";
import { serve } from "../tests/browser/server.ts";
import { cases, nameOf, type Outcome } from "../tests/conformance/cases.ts";
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

const [backend, ...others] = process.argv.slice(2);
if (others.length > 0 || (backend !== undefined && backend !== "webgl" && backend !== "webgpu")) {
  console.error("usage: npm run conformance [-- webgl | webgpu]");
  process.exit(2);
}
if (backend === undefined) {
  const python = join(import.meta.dirname, "../.venv/bin/python");
  const found = execFileSync(python, [join(folder, "reference.py")], { maxBuffer: 2 ** 28 });
  await writeFileAtomic(join(folder, "reference.json"), found);
} else {
  const failing = await inBrowser(backend);
  const before = JSON.parse(await readFile(RECORD, "utf8").catch(() => "{}")) as BrowserRecord;
  const record = { ...before, [backend]: { cases: cases.length, failing } };
  await writeFileAtomic(RECORD, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`${backend}: ${cases.length - Object.keys(failing).length} of ${cases.length} cases pass`);
}

async function inBrowser(name: "webgl" | "webgpu"): Promise<{ [name: string]: Outcome }> {
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
    await page.goto(server.origin);
    await page.addScriptTag({ url: `${server.origin}/page/page.js` });
    const started = await page.evaluate(
      (each) => (globalThis as unknown as { conformance: Conformance }).conformance.start(each),
      name,
    );
    if (!started) throw new Error(`this Chromium has no ${name}`);
    const failing: { [name: string]: Outcome } = {};
    for (const [i, each] of cases.entries()) {
      const outcome = await page.evaluate(
        (at) => (globalThis as unknown as { conformance: Conformance }).conformance.outcome(at),
        i,
      );
      if (Object.keys(outcome).length > 0) failing[nameOf(each)] = outcome;
      if (i % 20 === 19) console.error(`${i + 1} of ${cases.length}, ${Object.keys(failing).length} fail`);
    }
    return failing;
  } finally {
    await browser.close();
    await server.close();
    await rm(bundle, { recursive: true, force: true });
  }
}
