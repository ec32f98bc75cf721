import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokens } from "../../grammar/tokens.ts";
import { render } from "../../src/diagnostics/render.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { checkTable } from "../../src/report/check-table.ts";
import { readAnnotations } from "../cases/annotations.ts";
import { specText } from "./generate.ts";
import { compileVerified, specs } from "./verified.ts";

const same = (text: string) => text;
const plain = { bold: same, dim: same, green: same, red: same };

/** What holds for any text at all: it compiles to something, and all that is said about it can be shown. */
function holds(text: string): void {
  const { source, program, diagnostics } = compileVerified(text);
  let before = 0;
  for (const diagnostic of diagnostics) {
    for (const span of [diagnostic.span, ...diagnostic.labels.map((label) => label.span)]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(text.length);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
    }
    expect(diagnostic.span.start).toBeGreaterThanOrEqual(before);
    before = diagnostic.span.start;
    expect(diagnostic.message).not.toMatch(/undefined|NaN|\[object|Infinity/);
    expect(diagnostic.help ?? "").not.toMatch(/undefined|NaN|\[object/);
    const rendered = render(diagnostic, source);
    expect(rendered).toContain(diagnostic.code);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there.
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
  for (const net of program.nets) checkTable(net, source, plain);
  JSON.stringify(checkJson({ source, program, diagnostics }, program.nets));
}

const folder = "tests/cases";
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn") && !/deep|many_operators|endless|exponential/.test(file))
  .map((file) => readAnnotations(readFileSync(join(folder, file), "utf8")).source);
const seeds = [...specs().map(({ text }) => text), ...fixtures];

/** Words, numbers, signs, spaces and comments of a text. */
function pieces(text: string): string[] {
  return text.match(/#[^\n]*|"[^"\n]*"|[\p{L}_][\p{L}\d_]*|\d+|\s+|./gsu) ?? [];
}

const words = tokens.flatMap((type) => (typeof type.PATTERN === "string" ? [type.PATTERN] : []));
const word = fc.constantFrom(
  ...words,
  "conv",
  "dense",
  "add",
  "head",
  "28x28x1",
  "3",
  "1e999",
  "0",
  '"',
  "#",
  "\n",
  "in",
  "skip",
  "1/0",
  "-",
  "==",
  "<",
  "inside",
  "channels",
  "width",
  "min(",
  "k = 3",
  "[3, 5]",
  "else {",
  'use b from "b.cnn"',
);
const noise = fc.constantFrom(
  "\u0000",
  "\ufffd",
  "\u202e",
  "\ufeff",
  "\r",
  "\t",
  "é",
  "𝒳",
  "\ud800",
  "·",
  "×",
  "µ",
  "\u0007",
  "\u2028",
  "'",
  ":",
  "\\",
);

type Edit = (parts: string[], at: number, other: number) => void;
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constant<Edit>((parts, at) => parts.splice(at, 1)),
  fc.constant<Edit>((parts, at) => parts.splice(at, 0, parts[at] ?? "")),
  fc.constant<Edit>((parts, at, other) => {
    [parts[at], parts[other]] = [parts[other] ?? "", parts[at] ?? ""];
  }),
  word.map<Edit>((text) => (parts, at) => parts.splice(at, 0, " ", text, " ")),
  word.map<Edit>((text) => (parts, at) => parts.splice(at, 1, text)),
  noise.map<Edit>((text) => (parts, at) => parts.splice(at, 0, text)),
  fc.constant<Edit>((parts, at) => parts.splice(at)),
  fc.constant<Edit>((parts, at, other) => parts.splice(Math.min(at, other), Math.abs(at - other))),
);

const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(edit, fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, edits]) => {
    const parts = pieces(text);
    for (const [apply, at, other] of edits) apply(parts, at % (parts.length + 1), other % (parts.length + 1));
    return parts.join("");
  });

describe("any text compiles to something that can be shown", () => {
  test("specs and cases with a few changes", () => {
    fc.assert(fc.property(mutated, holds), { seed: 11, numRuns: 8000 });
  });

  test("generated nets", () => {
    fc.assert(fc.property(specText, holds), { seed: 12, numRuns: 500 });
  });

  test("generated nets with a few changes", () => {
    const changed = fc.tuple(specText, word, fc.nat()).map(([text, text2, at]) => {
      const parts = pieces(text);
      parts.splice(at % parts.length, 1, text2);
      return parts.join("");
    });
    fc.assert(fc.property(changed, holds), { seed: 13, numRuns: 1500 });
  });

  test("noise", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, noise), { maxLength: 40 }).map((parts) => parts.join(" ")),
        holds,
      ),
      { seed: 14, numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), holds), { seed: 15, numRuns: 500 });
  });

  test("a spec that is cut anywhere", () => {
    const { text } = specs().find(({ file }) => file.includes("nought"))!;
    for (let end = 0; end <= text.length; end++) holds(text.slice(0, end));
  });
});

test("compiling is a function of the text alone", () => {
  const { text, file } = specs()[0]!;
  const first = JSON.stringify(compileVerified(text, file).program);
  compileVerified("net broken { (", "b.cnn");
  expect(JSON.stringify(compileVerified(text, file).program)).toBe(first);
});
