import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { tokenize } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";
import { layers } from "../../src/layers/registry.ts";
import { specs } from "../language/verified.ts";

const FILE = "grammar/cnnc.tmLanguage.json";
let grammar: textmate.IGrammar;

beforeAll(async () => {
  const { buffer } = new Uint8Array(
    readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm")),
  );
  await oniguruma.loadWASM(buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(FILE, "utf8"), FILE),
  });
  grammar = (await registry.loadGrammar("source.cnn"))!;
});

/** The innermost scope of every character of a text, as an editor would colour it. */
function scopes(text: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens)
      for (let i = startIndex; i < Math.min(endIndex, line.length); i++)
        found.push(scopes.length > 1 ? scopes.at(-1) : undefined);
    found.push(undefined);
  }
  return found;
}

/** Each piece of a line with the scope that it gets, spaces left out. */
function coloured(line: string): string[] {
  const all = scopes(line);
  const pieces: { text: string; scope: string | undefined }[] = [];
  [...line].forEach((character, i) => {
    const last = pieces.at(-1);
    const { tokens } = tokenize(line);
    const begins = tokens.some(({ startOffset }) => startOffset === i);
    if (last && last.scope === all[i] && !begins) last.text += character;
    else pieces.push({ text: character, scope: all[i] });
  });
  return pieces
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, scope }) => `${text.trim()} ${scope?.replace(".cnn", "") ?? "-"}`);
}

test("a line of each sort", () => {
  expect(coloured("net digits { # ten")).toEqual([
    "net storage.type",
    "digits entity.name.type",
    "{ punctuation.bracket",
    "# ten comment.line.number-sign",
  ]);
  expect(coloured("  input image 28x28x1 from -0.42 to 2.82")).toEqual([
    "input keyword.control",
    "image keyword.other",
    "28 constant.numeric",
    "x keyword.operator.size",
    "28 constant.numeric",
    "x keyword.operator.size",
    "1 constant.numeric",
    "from keyword.other",
    "- keyword.operator",
    "0.42 constant.numeric",
    "to keyword.other",
    "2.82 constant.numeric",
  ]);
  expect(coloured('  conv 6@5 no bias as größe => H x 24 x 6, 61_706 weights "p. \\"1\\""')).toEqual([
    "conv support.function",
    "6 constant.numeric",
    "@ keyword.operator",
    "5 constant.numeric",
    "no keyword.control",
    "bias variable.other",
    "as keyword.control",
    "größe variable.other",
    "=> keyword.operator",
    "H variable.other",
    "x keyword.operator.size",
    "24 constant.numeric",
    "x keyword.operator.size",
    "6 constant.numeric",
    ", punctuation.separator",
    "61_706 constant.numeric",
    "weights variable.other",
    '"p. string.quoted.double',
    '\\" constant.character.escape',
    "1 string.quoted.double",
    '\\" constant.character.escape',
    '" string.quoted.double',
  ]);
  expect(coloured("  convnet, αconv, conv2d, x")).toEqual([
    "convnet variable.other",
    ", punctuation.separator",
    "αconv variable.other",
    ", punctuation.separator",
    "conv2d variable.other",
    ", punctuation.separator",
    "x variable.other",
  ]);
});

test.each([...specs(), ...specs("tests/cases/sound")])(
  "$file: every token has a colour of its kind",
  ({ text }) => {
    const plain = text.replace(/\uFEFF/g, " ").replace(/\r/g, "");
    const all = scopes(plain);
    const { tokens, comments } = tokenize(plain);
    for (const { image, startOffset } of comments)
      expect(new Set(all.slice(startOffset, startOffset + image.length))).toEqual(
        new Set(["comment.line.number-sign.cnn"]),
      );
    for (const { image, startOffset, tokenType } of tokens) {
      if (tokenType === t.NewLine) continue;
      const [scope, ...others] = new Set(all.slice(startOffset, startOffset + image.length));
      expect(scope, `${image} at ${startOffset}`).toBeDefined();
      if (tokenType !== t.Text) expect(others, image).toEqual([]);
      if (tokenType === t.NumberLiteral) expect(scope, image).toBe("constant.numeric.cnn");
      else if (tokenType === t.Text) expect(scope).toMatch(/^string/);
      else if (tokenType === t.By) expect(scope).toBe("keyword.operator.size.cnn");
      else if (tokenType === t.Identifier)
        expect(scope, image).toMatch(
          Object.hasOwn(layers, image) || image === "head" ? /function|entity|variable/ : /entity|variable/,
        );
      else if (/^[{}()[\],;|=@*/%^+-]/.test(image)) expect(scope, image).toMatch(/punctuation|operator/);
    }
  },
);
