import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SpecParser } from "../../grammar/parser.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import { layers } from "../../src/layers/registry.ts";

const page = (name: string) => readFileSync(`docs/${name}.md`, "utf8");
const headings = (text: string, level: string) =>
  [...text.matchAll(new RegExp(`^${level} (.+)$`, "gm"))].map((match) => match[1]!);

test("every message stands in the reference, with an example where a case has it", () => {
  const goldens = readdirSync("tests/cases", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".out"))
    .map((file) => readFileSync(`tests/cases/${file}`, "utf8"))
    .join("\n");
  const text = page("messages");
  expect(headings(text, "###").sort()).toEqual(Object.keys(catalogue).sort());
  for (const section of text.split(/^### /m).slice(1)) {
    const code = section.slice(0, section.indexOf("\n"));
    if (goldens.includes(`\nerror[${code}]: `)) expect(section).toContain(`\nerror[${code}]: `);
  }
});

test("every layer stands in the reference, with a picture and nothing besides", () => {
  const text = page("layers");
  const kinds = Object.keys(layers);
  expect(headings(text, "##")).toEqual(kinds);
  expect(readdirSync("docs/pictures/layers").sort()).toEqual(kinds.map((kind) => `${kind}.svg`).sort());
  for (const { kind, summary, parameters } of Object.values(layers)) {
    const [section] = text.split(`\n## ${kind}\n`)[1]!.split("\n## ");
    expect(section).toContain(summary);
    for (const { doc } of Object.values(parameters)) expect(section).toContain(doc);
  }
});

test("every rule of the parser stands in the grammar, in its order, and every rule that it uses", () => {
  const [, rules] = /```ebnf\n([\s\S]*?)```/.exec(page("grammar"))!;
  const names = [...rules!.matchAll(/^(\w+)\s+?=/gm)].map((match) => match[1]!);
  expect(names).toEqual(Object.keys(new SpecParser({ validate: false }).getGAstProductions()));
  const used = rules!.replace(/"[^"]*"/g, "").match(/\b[a-z]\w*/g)!;
  expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([]);
});

test("the references can be reached from README and the language page", () => {
  const pages = [readFileSync("README.md", "utf8"), page("language")].join("\n");
  for (const name of ["layers.md", "messages.md", "grammar.md"]) expect(pages).toContain(name);
});
