import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { forTarget } from "../../src/cli/spec/spec.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import { render } from "../../src/diagnostics/render.ts";
import { checkTable } from "../../src/report/check-table.ts";
import type { Host } from "../../src/source/host.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { findUnsupported } from "../../src/targets/tfjs/unsupported.ts";
import { compileVerified } from "../language/verified.ts";
import { annotate, readAnnotations, toExpected } from "./annotations.ts";
import { expectMended } from "./mended.ts";
import { toldFix } from "./told-fix.ts";

/** `CASES=update npx vitest run tests/cases -u` writes annotations and goldens anew; read the difference. */
const UPDATE = process.env.CASES === "update";

const FOLDER = import.meta.dirname;
const PLAIN = { bold: same, dim: same, green: same, red: same, yellow: same };

function same(text: string): string {
  return text;
}

/** Imported files are found beside the case; their annotations are no part of them. */
const HOST: Host = {
  read(path, from) {
    const name = posix.join(posix.dirname(from), path);
    try {
      return { id: name, name, text: readAnnotations(readFileSync(join(FOLDER, name), "utf8")).source };
    } catch {
      return { problem: "there is no such file" };
    }
  },
};

const cases = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn"))
  .sort();
const seen = new Set<string>();

describe("cases", () => {
  test.each(cases)("%s", async (file) => {
    const path = join(FOLDER, file);
    const name = file.replaceAll("\\", "/");
    const { source, expected } = readAnnotations(readFileSync(path, "utf8"));
    const checked = compileVerified(source, name, HOST);
    // What a target can't do is asked for by `--target`.
    const compilation = name.startsWith("export/") ? forTarget(checked, findUnsupported) : checked;
    const { diagnostics } = compilation;
    // What is wrong in an imported file stands in the golden alone.
    const own = diagnostics.filter(
      ({ span }) => compilation.source.fileAt(span.start) === compilation.source,
    );
    if (UPDATE) writeFileSync(path, annotate(new SourceFile(name, source), own));
    else {
      const found = own.map((diagnostic) => toExpected(diagnostic, compilation.source));
      expect(
        found.map((each, i) => ({ ...each, message: each.message.slice(0, expected[i]?.message.length) })),
      ).toEqual(expected);
    }
    for (const { code } of diagnostics) seen.add(code);
    const messages = diagnostics.map((diagnostic) =>
      [render(diagnostic, compilation.source), ...toldFix(diagnostic, compilation.source)].join("\n"),
    );
    expectMended(compilation, HOST);
    const tables = compilation.program.nets.map((net) => checkTable(net, compilation.source, PLAIN));
    const golden = diagnostics.length > 0 ? messages : tables;
    await expect(`${source.trimEnd()}\n\n${"─".repeat(80)}\n${golden.join("\n\n")}\n`).toMatchFileSnapshot(
      path.replace(/\.cnn$/, ".out"),
    );
  });

  test("every code of the catalogue has a case", () => {
    // It takes a thousand errors, which tests/diagnostics/shown.test.ts has.
    expect(Object.keys(catalogue).filter((code) => !seen.has(code))).toEqual(["messages_left_out"]);
  });

  test("every code of the catalogue is used by the compiler", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith("catalogue.ts"),
    );
    const text = files.map((file) => readFileSync(join("src", file), "utf8")).join("\n");
    expect(
      Object.keys(catalogue).filter((code) => !new RegExp(`"${code}"|\\b${code}: \\(`).test(text)),
    ).toEqual([]);
  });

  test("every golden belongs to a case", () => {
    const goldens = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".out"),
    );
    expect(goldens.filter((file) => !cases.includes(file.replace(/\.out$/, ".cnn")))).toEqual([]);
  });
});
