import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SpecParser } from "../../grammar/parser.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import { fileCatalogue } from "../../src/diagnostics/file-catalogue.ts";
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
  expect(headings(text, "###").sort()).toEqual(Object.keys({ ...catalogue, ...fileCatalogue }).sort());
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

test("every rule has a railroad diagram with the words that are written in it", () => {
  const productions = new SpecParser({ validate: false }).getGAstProductions();
  const drawn = headings(page("grammar"), "###");
  expect([...drawn].sort()).toEqual(Object.keys(productions).sort());
  expect(readdirSync("docs/pictures/grammar").sort()).toEqual(drawn.map((rule) => `${rule}.svg`).sort());
  const [, ebnf] = /```ebnf\n([\s\S]*?)```/.exec(page("grammar"))!;
  for (const rule of ebnf!.split(/ ;$/m)) {
    const name = /^\s*(\w+)/.exec(rule)?.[1];
    if (name === undefined) continue;
    const svg = readFileSync(`docs/pictures/grammar/${name}.svg`, "utf8");
    for (const [, word] of rule.matchAll(/"([a-z]+)"/g)) expect(svg).toContain(`>${word}</text>`);
  }
});
