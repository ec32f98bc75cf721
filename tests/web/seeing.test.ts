// What the page shows of a spec is what the command line prints and draws.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readSpec } from "../../src/cli/spec/spec.ts";
import { tableOf } from "../../src/report/check-table.ts";
import type { Drawing, Wish } from "../../web/worker/messages.ts";
import { see } from "../../web/worker/seeing.ts";
import { written } from "../../web/worker/writing.ts";
import { cnnc, root, specs } from "../house/cnnc.ts";

const folder = mkdtempSync(join(tmpdir(), "cnnc-seeing-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAIN: Drawing = { expand: [], theme: "light" };

function wishFor(spec: string, more: Partial<Wish> = {}): Wish {
  const name = basename(spec);
  // What it may import stands beside it.
  const files = specs
    .filter((each) => dirname(each) === dirname(spec))
    .map((each) => ({ name: basename(each), text: readFileSync(join(root, each), "utf8") }));
  return { files, main: name, sizes: {}, drawing: PLAIN, ...more };
}

describe("every net of every spec has the rows, the claims and the messages of `cnnc check`", () => {
  test.each(specs)("%s", (spec) => {
    const { program, diagnostics } = readSpec(join(root, spec));
    for (const net of program.nets) {
      const seen = see(wishFor(spec, { net: net.name }));
      expect(seen.found.map(({ code, message }) => [code, message])).toEqual(
        diagnostics.map(({ code, message }) => [code, message]),
      );
      expect(seen.net!.rows.map(({ cells }) => cells)).toEqual(tableOf(net).rows);
      expect(seen.net!.claims.map(({ state }) => state !== "fails")).toEqual(
        net.claims.map(({ holds }) => holds),
      );
      expect("svg" in seen.net!.picture).toBe(true);
    }
  });
});

describe("pictures have the bytes of `cnnc draw`", () => {
  test.each([
    ["specs/zoo/resnet.cnn", "resnet50", { view: "graph" }],
    ["specs/zoo/resnet.cnn", "resnet18", { view: "maps", depth: 1, theme: "dark" }],
    ["specs/zoo/densenet.cnn", "densenet121", { view: "graph", depth: 0, width: "page" }],
    ["specs/zoo/unet.cnn", undefined, { view: "maps", width: "column", theme: "print" }],
    ["specs/figures/risk.cnn", undefined, { width: "slide" }],
    ["specs/zoo/lenet5.cnn", "lenet5", { view: "arithmetic" }],
  ] as const)("%s %s %o", async (spec, net, drawing: Partial<Drawing>) => {
    const wish = wishFor(spec, { net, drawing: { ...PLAIN, ...drawing } });
    const file = join(folder, "drawn.svg");
    const options = Object.entries(drawing).flatMap(([option, value]) => [`--${option}`, String(value)]);
    const { code, stderr } = await cnnc([
      "draw",
      spec,
      ...(net ? ["--net", net] : []),
      ...options,
      "-o",
      file,
    ]);
    expect(code, stderr).toBe(0);
    const bytes = await written(wish, "svg");
    expect(Buffer.compare(bytes, readFileSync(file))).toBe(0);
  });
});

test("whatever is written, the page has an answer whose places lie in the text", () => {
  const words = [
    "net",
    "n",
    "{",
    "}",
    "input",
    "image",
    "8x8x1",
    "H",
    "x",
    "W",
    "conv",
    "2@3",
    "=>",
    "36",
    "weights",
    ",",
    "\n",
    "repeat",
    "3",
    '"',
    "block",
    "expect",
  ];
  const text = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...words) }, fc.string()), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, fc.nat(300), (parts, size) => {
      const spec = parts.join(" ");
      const seen = see({
        files: [{ name: "a.cnn", text: spec }],
        main: "a.cnn",
        sizes: { H: size },
        drawing: PLAIN,
      });
      for (const { at } of seen.found) {
        expect(at.from).toBeGreaterThanOrEqual(0);
        expect(at.to).toBeGreaterThanOrEqual(at.from);
        expect(at.to).toBeLessThanOrEqual(spec.length);
      }
    }),
  );
});
