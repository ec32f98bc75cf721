import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileText } from "../../src/compile.ts";
import { render } from "../../src/diagnostics/render.ts";
import { vocabulary } from "../../src/layers/registry.ts";
import { formatted } from "../format/formatted.ts";

/** The fenced blocks of a Markdown file in the language that is named behind the fence. */
function blocks(file: string, language: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1]!,
  );
}

describe("examples in the documentation", () => {
  const pages = readdirSync("docs").filter((name) => name.endsWith(".md"));
  const examples = pages.flatMap((page) =>
    blocks(`docs/${page}`, "cnn").map((text, i) => ({ page, i, text })),
  );

  it("are there", () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)("$page, example $i compiles", ({ page, text }) => {
    const { diagnostics, source } = compileText(text, page);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map((diagnostic) => render(diagnostic, source))).toEqual([]);
  });

  it.each(examples)("$page, example $i is formatted", ({ text }) => {
    expect(formatted(text)).toBe(text);
  });

  it("README's spec stands in specs/ as it is printed", () => {
    const spec = readFileSync("specs/figures/nought_or_cross.cnn", "utf8");
    const [text] = blocks("README.md", "cnn");
    expect(formatted(text!)).toBe(text);
    for (const part of text!.trim().split("\n\n")) expect(spec).toContain(part);
  });

  it("the language page names every layer", () => {
    const page = readFileSync("docs/language.md", "utf8");
    for (const kind of Object.keys(vocabulary)) expect(page).toContain(`\`${kind}`);
  });

  it("the commands page names every option of the command line", () => {
    const page = readFileSync("docs/commands.md", "utf8");
    const options = readFileSync("src/cli/main.ts", "utf8").matchAll(/ption\("(?:-\w, )?(--[\w-]+)/g);
    const names = [...options].map((match) => match[1]!).filter((name) => name !== "--output");
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(page, name).toContain(name);
  });
});
