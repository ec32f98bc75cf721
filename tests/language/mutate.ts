import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { tokens } from "../../grammar/tokens.ts";
import { readAnnotations } from "../cases/annotations.ts";
import { specText } from "./generate.ts";
import { soundText } from "./sound.ts";
import { specs } from "./verified.ts";

const folder = "tests/cases";
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn") && !/deep|many_operators|endless|exponential/.test(file))
  .sort()
  .map((file) => readAnnotations(readFileSync(join(folder, file), "utf8")).source);
const seeds = [...specs().map(({ text }) => text), ...fixtures];
const seed = fc.constantFrom(...seeds);

/** Words, numbers, signs, spaces and comments of a text. */
function pieces(text: string): string[] {
  return text.match(/#[^\n]*|"[^"\n]*"|[\p{L}_][\p{L}\d_]*|\d+|\s+|./gsu) ?? [];
}

const words = tokens.flatMap((type) => (typeof type.PATTERN === "string" ? [type.PATTERN] : []));
export const word = fc.constantFrom(
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
export const noise = fc.constantFrom(
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

/** Specs and cases with a few changes. */
export const mutated = fc
  .tuple(seed, fc.array(fc.tuple(edit, fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) => {
    const parts = pieces(text);
    for (const [apply, at, other] of edits) apply(parts, at % (parts.length + 1), other % (parts.length + 1));
    return parts.join("");
  });

/** Generated nets with one word changed. */
export const changed = fc.tuple(fc.oneof(specText, soundText), word, fc.nat()).map(([text, other, at]) => {
  const parts = pieces(text);
  parts.splice(at % parts.length, 1, other);
  return parts.join("");
});

/** Pieces of specs and cases that follow each other. */
export const spliced = fc
  .tuple(seed, seed, fc.nat(), fc.nat())
  .map(([a, b, at, from]) => a.slice(0, at % (a.length + 1)) + b.slice(from % (b.length + 1)));

/** Words and noise in any order. */
export const babble = fc.array(fc.oneof(word, noise), { maxLength: 40 }).map((parts) => parts.join(" "));

/** Specs and cases with a few bytes changed, put in or cut away, read as a file is. */
export const bytes = fc
  .tuple(
    seed,
    fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2)), { minLength: 1, maxLength: 6 }),
    fc.option(fc.nat()),
  )
  .map(([text, changes, cut]) => {
    let data = [...Buffer.from(text)];
    for (const [at, byte, drop] of changes) data.splice(at % (data.length + 1), drop, byte);
    if (cut !== null) data = data.slice(0, cut % (data.length + 1));
    return Buffer.from(data).toString("utf8");
  });

/** Specs and cases that end anywhere. */
export const truncated = fc.tuple(seed, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
