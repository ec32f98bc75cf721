import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSpec } from "../../src/cli/spec/spec.ts";
import { compileText } from "../../src/compile.ts";
import { render } from "../../src/diagnostics/render.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { importsOf, runHost } from "../../src/runs/run-imports.ts";
import type { Host } from "../../src/source/host.ts";
import { compileVerified } from "./verified.ts";

/** Files in memory. */
function files(texts: { readonly [name: string]: string }): Host {
  return {
    read(path, from) {
      const id = posix.join(posix.dirname(from), path);
      const text = Object.hasOwn(texts, id) ? texts[id] : undefined;
      return text === undefined ? { problem: "there is no such file" } : { id, name: id, text };
    },
  };
}

test("a file that two others import is read once", () => {
  const read: string[] = [];
  const host = files({
    "a.cnn": 'use c from "c.cnn"\nblock a { c }',
    "b.cnn": 'use c from "./c.cnn"\nblock b { c }',
    "c.cnn": "block c { dense 2 }",
  });
  const counting: Host = {
    read(path, from) {
      read.push(path);
      return host.read(path, from);
    },
  };
  const { source, diagnostics, program } = compileVerified(
    'use a from "a.cnn"\nuse b from "b.cnn"\nnet n { input { x }, a, b, expect 10 weights }',
    "n.cnn",
    counting,
  );
  expect(diagnostics).toEqual([]);
  expect(source.imports.map((file) => file.name)).toEqual(["a.cnn", "c.cnn", "b.cnn"]);
  expect(read).toEqual(["a.cnn", "c.cnn", "b.cnn", "./c.cnn"]);
  expect(program.imports?.map(({ file }) => file)).toEqual(["a.cnn", "c.cnn", "b.cnn"]);
});

test("a chain of a thousand files is refused, and the rest is still told", () => {
  const host: Host = {
    read: (path) => ({
      id: path,
      name: path,
      text: `use b from "${Number.parseInt(path, 10) + 1}.cnn"\nblock b { relu }`,
    }),
  };
  const { diagnostics } = compileVerified('use b from "1.cnn"\nnet n { input { x }, convv }', "n.cnn", host);
  expect(diagnostics.map(({ code }) => code)).toContain("import_unreadable");
  expect(diagnostics[0]!.code).toBe("name_unknown_layer");
});

test("places in an imported file are told by its name", () => {
  const host = files({ "parts/b.cnn": "# one\nblock b {\n  dense 0 }" });
  const compilation = compileText('use b from "parts/b.cnn"\nnet n { input { x }, b }', "n.cnn", { host });
  const json = JSON.parse(JSON.stringify(checkJson(compilation, compilation.program.nets)));
  expect(json.diagnostics[0].span).toMatchObject({ file: "parts/b.cnn", line: 3, column: 9, start: 24 });
  expect(json.diagnostics[0].labels[0].span).toMatchObject({ line: 2, column: 22 });
  expect(json.diagnostics[0].labels[0].span.file).toBeUndefined();
});

test("any imported text compiles to something that can be shown", () => {
  const seed =
    'use a from "x.cnn"\nblock a(f) { conv f@3 }\ntask t = classify { p, q }\nnet n { input { x }, a(1), head t }';
  const pieces = seed.match(/\w+|\s+|./gs)!;
  const broken = fc
    .tuple(
      fc.nat(),
      fc.nat(),
      fc.constantFrom("", "}", "use", '"', "from", "\u0000", "@", "head t", "n", ","),
    )
    .map(([at, count, text]) => pieces.toSpliced(at % pieces.length, count % 3, text).join(""));
  fc.assert(
    fc.property(broken, broken, (main, other) => {
      const host = files({ "x.cnn": other });
      const { source, diagnostics } = compileVerified(main, "main.cnn", host);
      for (const diagnostic of diagnostics) {
        expect(render(diagnostic, source)).toContain(diagnostic.code);
        expect(diagnostic.message).not.toMatch(/undefined|NaN|\[object/);
      }
    }),
    { seed: 3, numRuns: 1500 },
  );
});

describe("files on disk", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const net = (path: string) => `use b from "${path}"\nnet n { input { x }, b }`;
  const messages = (name: string) => readSpec(join(folder, name)).diagnostics.map(({ message }) => message);

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "cnnc-imports-")));
    write("project/package.json", "{}");
    write("project/blocks/b.cnn", 'use c from "deep/c.cnn"\nblock b { c, dense 2 }');
    write("project/blocks/deep/c.cnn", "block c { dense 3 }");
    write("project/nets/n.cnn", net("../blocks/b.cnn"));
    write("outside/b.cnn", "block b { relu }");
    write("alone/b.cnn", "block b { relu }");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("are found from the file that imports, anywhere in the project", () => {
    const { diagnostics, program } = readSpec(join(folder, "project/nets/n.cnn"));
    expect(diagnostics).toEqual([]);
    expect(program.nets[0]!.totals.weights).toBe(2 * 3 + 4 * 2);
  });

  test("a run keeps them, and needs nothing else", () => {
    const { source, program } = readSpec(join(folder, "project/nets/n.cnn"));
    const kept = importsOf(source)!;
    expect(kept.spec).toBe("nets/n.cnn");
    expect(Object.keys(kept.files)).toEqual(["blocks/b.cnn", "blocks/deep/c.cnn"]);
    const again = compileText(source.text, `runs/n/${kept.spec}`, { host: runHost(kept, "runs/n") });
    expect(again.diagnostics).toEqual([]);
    expect(again.program.nets).toEqual(program.nets);
    expect(importsOf(readSpec(join(folder, "alone/b.cnn")).source)).toBeUndefined();
  });

  test.each([
    ["../../outside/b.cnn", "it lies outside of the project, which is project"],
    ["link.cnn", "it lies outside of the project, which is project"],
    ["/etc/passwd", "a path is relative to the file that imports"],
    ["..\\\\blocks\\\\b.cnn", "a path is relative to the file that imports"],
    ["../package.json", "a spec's name ends with `.cnn`"],
    ["missing.cnn", "no such file"],
    ["folder.cnn", "folder"],
  ])("%s is refused", (path, message) => {
    rmSync(join(folder, "project/nets/link.cnn"), { force: true });
    symlinkSync(join(folder, "outside/b.cnn"), join(folder, "project/nets/link.cnn"));
    mkdirSync(join(folder, "project/nets/folder.cnn"), { recursive: true });
    write("project/nets/refused.cnn", net(path));
    expect(messages("project/nets/refused.cnn")).toEqual([expect.stringContaining(message)]);
  });

  test("without a project, files stay below the spec's own folder", () => {
    write("alone/below/c.cnn", "block b { relu }");
    write("alone/n.cnn", net("below/c.cnn"));
    write("alone/below/m.cnn", net("../b.cnn"));
    expect(messages("alone/n.cnn")).toEqual([]);
    expect(messages("alone/below/m.cnn")).toEqual([expect.stringContaining("outside of the project")]);
  });

  test("a file that imports itself through a link is a cycle", () => {
    write("project/nets/me.cnn", 'use b from "mirror.cnn"\nnet n { input { x }, b }');
    rmSync(join(folder, "project/nets/mirror.cnn"), { force: true });
    symlinkSync(join(folder, "project/nets/me.cnn"), join(folder, "project/nets/mirror.cnn"));
    expect(messages("project/nets/me.cnn")).toEqual(["a file can't import itself"]);
  });
});
