import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenize } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import { compileText } from "../../src/compile.ts";
import { programJson } from "../../src/ir/json.ts";
import { layers } from "../../src/layers/registry.ts";
import { specText } from "../language/generate.ts";
import { specs } from "../language/verified.ts";
import { formatted } from "./formatted.ts";

const SEED = 20_261;

/** Words, numbers, text, signs and ends of lines; how many empty lines follow each other does not count. */
function meaning(text: string): string[] {
  const images = tokenize(text).tokens.map(({ tokenType, image }) =>
    tokenType === t.NewLine ? "\n" : image,
  );
  while (images[0] === "\n") images.shift();
  while (images.at(-1) === "\n") images.pop();
  return images.filter((image, i) => image !== "\n" || images[i - 1] !== "\n");
}

function comments(text: string): string[] {
  return tokenize(text).comments.map(({ image }) => image.trimEnd());
}

/** The program as JSON without places; a claim quotes the source, spaces included. */
function program(text: string): string {
  const { program, diagnostics } = compileText(text);
  const codes = diagnostics.map(({ code }) => code);
  return JSON.stringify({ ...programJson(program), codes }, (key, value: unknown) => {
    if (key === "span") return undefined;
    return key === "text" && typeof value === "string" ? value.replace(/\s/g, "") : value;
  });
}

/** What formatting keeps; returns the form, or undefined where the text has a syntax error. */
function keeps(text: string): string | undefined {
  const form = formatted(text);
  if (form === undefined) return undefined;
  expect(meaning(form)).toEqual(meaning(text));
  expect(comments(form)).toEqual(comments(text));
  expect(formatted(form), form).toBe(form);
  const [after, before] = [program(form), program(text)];
  // Some have a hundred thousand layers; what differs is looked for only where something does.
  if (after !== before) expect(JSON.parse(after)).toEqual(JSON.parse(before));
  expect(form).not.toMatch(/[ \t]\n|\n\n\n|^\n|\n\n$|\r/);
  return form;
}

const all: readonly string[] = [
  ...specs().map(({ text }) => text),
  ...specs("tests/cases").map(({ text }) => text),
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) =>
      [...readFileSync(`docs/${name}`, "utf8").matchAll(/^```cnn\n([\s\S]*?)^```$/gm)].map(
        (match) => match[1]!,
      ),
    ),
  ...Object.values(layers).flatMap(({ examples }) => examples),
];
/** Short enough to be compiled hundreds of times. */
const sound = all.filter((text) => text.length < 5000 && formatted(text) !== undefined);

/** A text with the white space between its tokens changed by `change`. */
function respaced(text: string, change: (space: string, before: string, after: string) => string): string {
  const { tokens, comments } = tokenize(text);
  const parts = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset);
  let result = "";
  let at = 0;
  let before = "";
  for (const { image, startOffset } of parts) {
    result += change(text.slice(at, startOffset), before, image) + image;
    at = startOffset + image.length;
    before = image;
  }
  return result;
}

/** Draws from a list of numbers over and over, so that one seed gives one text. */
function drawer(numbers: readonly number[]): (count: number) => number {
  let i = 0;
  return (count) => numbers[i++ % numbers.length]! % count;
}

const numbers = fc.array(fc.nat(1000), { minLength: 7, maxLength: 40 });
const parameters = { seed: SEED, numRuns: 300 };

describe("formatting keeps tokens, comments and program, and what is formatted", () => {
  test("there is enough to try it on", () => {
    expect(sound.length).toBeGreaterThan(150);
  });

  test("of every spec, case and example", () => {
    for (const text of all) keeps(text);
  });

  test("of generated nets", () => {
    fc.assert(
      fc.property(specText, (text) => {
        expect(keeps(text)).toBeDefined();
      }),
      // Some are very large.
      { seed: SEED, numRuns: 100 },
    );
  });

  test("where spaces are wider or narrower, to the same form", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sound), numbers, (text, drawn) => {
        // A comment that stands right below another is moved with it.
        fc.pre(!/^[^\n]*\S[^\n]*#[^\n]*\n\s+#/m.test(text));
        const draw = drawer(drawn);
        const wide = respaced(text, (space, before) =>
          space !== "" || before === "" || before === "\n" ? [" ", "  ", "\t", " \t  "][draw(4)]! : "",
        );
        expect(formatted(wide)).toBe(formatted(text));
      }),
      parameters,
    );
  });

  test("where spaces come and go, lines end in other places and comments stand anywhere", () => {
    let tried = 0;
    fc.assert(
      fc.property(fc.constantFrom(...sound), numbers, (text, drawn) => {
        const draw = drawer(drawn);
        const mutated = respaced(text, (space, before, after) => {
          const choice = draw(60);
          if (choice < 12) return "";
          if (choice < 24) return " ";
          if (choice < 26 && after !== "\n") return `${space} # note ${draw(9)}\n${" ".repeat(draw(30))}`;
          if (choice < 28 && ["{", "|", ","].includes(before)) return "\r\n\n\t";
          if (choice < 30) return `${space}\n\n\n  `;
          return space;
        });
        if (keeps(mutated) !== undefined) tried++;
      }),
      { seed: SEED, numRuns: 1200 },
    );
    expect(tried).toBeGreaterThan(150);
  });
});

// What takes more than linear time would run into the test's limit here.
test("long texts of every kind come out about as long", () => {
  const texts: ((n: number) => string)[] = [
    (n) => `net a {\n input { x }\n${" relu # c\n".repeat(n)}}`,
    (n) => `net a { input { x }${", relu".repeat(n)} }`,
    (n) => `kernel k = [ ${"1 2 -3\n".repeat(n)} ]`,
    (n) => `kernel ${"k".repeat(n)} = [ ${"1\n".repeat(n)} ]`,
    (n) => `net a {\n input { x }\n dense ${"1".repeat(n)} => 1\n${" relu => 1 # c\n".repeat(n)}}`,
    (n) => `net a {\n input image 1${"x1".repeat(n)} }`,
    (n) => "net a { input { x } }\n".repeat(n),
    (n) => `net a { input { x } }${"# c\n\n".repeat(n)}`,
  ];
  for (const text of texts) {
    const lengths = [5000, 10_000, 20_000].map((n) => formatted(text(n))!.length);
    expect(lengths[1]! / lengths[0]!, text(1)).toBeLessThan(2.1);
    expect(lengths[2]! / lengths[1]!, text(1)).toBeLessThan(2.1);
  }
});
