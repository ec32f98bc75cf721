import { type ILexingError, type IRecognitionException, type IToken, tokenMatcher } from "chevrotain";
import { tokenize } from "../../../grammar/lexer.ts";
import { endOf, SpecParser } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { type Help, write } from "../../diagnostics/fix.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { Broken, Declaration, Tree } from "../../ir/ast.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { balance, nest, spanOf, step } from "./brackets.ts";
import { reportCharacters } from "./characters.ts";
import { readFlat } from "./deep.ts";
import { asComment, asUse, withoutLine } from "./fixes.ts";
import { reportSyntax } from "./messages.ts";
import { withoutStatement } from "./repair.ts";

const WORDS = t.declarationWords.map((type) => type.PATTERN as Declaration["type"]);

/** How people would begin an import. */
const IMPORTS = ["import", "include", "from", "require"];

/** UTF-16 units of one file. Its tree takes a hundred times as much memory. */
const MAX_LENGTH = 16 * 2 ** 20;

let parser: SpecParser | undefined;

/**
 * Text → tree. Every declaration is read on its own, so that an error in one leaves the others; names of those that
 * could not be read are kept, so that later phases do not miss them.
 */
export function parse(source: SourceFile, sink: Sink): Tree {
  if (reportUnreadable(source, sink)) return { declarations: [], broken: [] };
  const { tokens, errors } = tokenize(source.text);
  if (source.base > 0) {
    for (const token of tokens) token.startOffset += source.base;
    for (const error of errors) error.offset += source.base;
  }
  const chunks = cut(tokens, source.base);
  if (chunks.length === 0) {
    if (errors.length > 0) reportCharacters(errors[0]!, source, sink);
    else {
      sink.error("syntax_empty_file", { start: source.base, end: source.base }, "the file holds no net", {
        help: "begin with `net NAME { input image 28x28x1, … }`",
      });
    }
    return { declarations: [], broken: [] };
  }
  const declarations: Declaration[] = [];
  const broken: Broken[] = [];
  let nextError = 0;
  for (const [i, chunk] of chunks.entries()) {
    const end = chunks[i + 1]?.[0]?.startOffset ?? Number.POSITIVE_INFINITY;
    const from = nextError;
    while (errors[nextError] && errors[nextError]!.offset < end) nextError++;
    const declaration = read(chunk, errors.slice(from, nextError), source, sink);
    if (declaration) declarations.push(declaration);
    else for (const name of remains(chunk)) broken.push(name);
  }
  return { declarations, broken };
}

/** Tokens that are read again, all in all, since a statement of a declaration could not be. */
const MAX_AGAIN = 400_000;

/** Faults that are looked for in one declaration. */
const MAX_FAULTS = 32;

/**
 * One declaration; undefined where an error in it was reported, and all that stands behind it is uncertain. A statement that
 * can't be read is reported and left out, and the others are read.
 */
function read(
  chunk: readonly IToken[],
  errors: readonly ILexingError[],
  source: SourceFile,
  sink: Sink,
): Declaration | undefined {
  const first = chunk[0]!;
  if (!t.declarationWords.includes(first.tokenType)) {
    if (errors[0]) reportCharacters(errors[0], source, sink);
    else reportOutside(chunk, source, sink);
    return undefined;
  }
  if (reportInexact(chunk, sink)) return undefined;
  const rounds = Math.min(MAX_FAULTS, Math.ceil(MAX_AGAIN / chunk.length));
  const attempt = new Attempt(source, sink);
  let tokens: readonly IToken[] | undefined = chunk;
  let left = rounds;
  for (const error of errors) {
    const at: number = tokens.findIndex((token) => token.startOffset >= error.offset);
    if (tokens[at - 1]?.tokenType === t.Broken) continue;
    reportCharacters(error, source, sink);
    tokens = at < 0 || --left < 0 ? undefined : withoutStatement(tokens, at);
    if (!tokens) return undefined;
  }
  for (; left >= 0; left--) {
    const found = attempt.read(tokens);
    if (typeof found !== "number") return found;
    tokens = withoutStatement(tokens, found);
    if (!tokens) return undefined;
  }
  return undefined;
}

/** Reads a declaration until there is nothing wrong in it that was not reported. */
class Attempt {
  private readonly source: SourceFile;
  private readonly sink: Sink;
  /** Signs that were reported in a grid: a habit of writing is one message. */
  private readonly inGrids = new Set<string>();

  constructor(source: SourceFile, sink: Sink) {
    this.source = source;
    this.sink = sink;
  }

  /** The declaration; the place of a fault that was reported; or undefined where it leaves no place to go on from. */
  read(tokens: readonly IToken[]): Declaration | number | undefined {
    const { source, sink } = this;
    parser ??= new SpecParser({ validate: false });
    const reader = parser;
    const balanced = balance(tokens, source, sink, (bracket) => {
      const { fault } = readFlat(tokens, reader);
      if (!fault || !(fault.token.startOffset < bracket.startOffset)) return false;
      reportSyntax(fault, tokens, source, sink);
      return true;
    });
    if (typeof balanced !== "object") return balanced;
    const { declaration, fault } = readFlat(balanced, reader);
    if (!fault) return declaration;
    const at = tokens.indexOf(fault.token);
    if (!this.follows(fault, tokens, at)) reportSyntax(fault, balanced, source, sink);
    return at < 0 || fault.name === "NotAllInputParsedException" ? undefined : at;
  }

  /** Whether a fault is due to one that was reported. */
  private follows({ token, context }: IRecognitionException, tokens: readonly IToken[], at: number): boolean {
    if (token.tokenType === t.Broken || tokens[at - 1]?.tokenType === t.Broken) return true;
    if (!context.ruleStack.includes("grid")) return false;
    return this.inGrids.size === this.inGrids.add(token.tokenType.name).size;
  }
}

/** What stands outside of any declaration. */
function reportOutside(chunk: readonly IToken[], source: SourceFile, sink: Sink): void {
  const first = chunk[0]!;
  const { tokenType: type } = first;
  const comment = type === t.Slash && (chunk[1]?.tokenType === t.Slash || chunk[1]?.tokenType === t.Star);
  const word = nearest(first.image, WORDS);
  const message =
    step(first) < 0
      ? `this \`${first.image}\` closes nothing`
      : `\`${excerpt(first.image)}\` begins no declaration`;
  const help: Help = comment
    ? { text: "a comment starts with `#`", fix: asComment(first.startOffset, source) }
    : step(first) < 0
      ? {
          text: "leave it away; a bracket more than was opened ends the declaration before",
          fix: chunk.length === 1 ? withoutLine(first, source, true) : undefined,
        }
      : IMPORTS.includes(first.image)
        ? { text: 'write `use residual, stage from "blocks.cnn"`', fix: asUse(chunk) }
        : word && tokenMatcher(first, t.AnyName)
          ? { text: `did you mean \`${word}\`?`, fix: write(word, spanOf(first)) }
          : "a spec is made of `net`, `block`, `kernel`, `task`, `data` and `train`; layers stand between the braces of a net: is a `}` too many before this?";
  sink.error("syntax_unexpected", spanOf(first), message, { help });
}

/** Kind and name of a declaration that could not be read, as far as they can be told. */
function remains(chunk: readonly IToken[]): Broken[] {
  const [word, name] = chunk as [IToken, IToken?];
  if (word.tokenType === t.TrainWord) return [];
  if (word.tokenType === t.UseWord) {
    const names = chunk.slice(1).filter((token) => tokenMatcher(token, t.Identifier));
    return names.map((token) => ({ type: undefined, name: token.image }));
  }
  const at = t.declarationWords.indexOf(word.tokenType);
  const named = name && tokenMatcher(name, t.AnyName) ? [name] : [];
  if (at >= 0) return [{ type: WORDS[at], name: named[0]?.image ?? "" }];
  // `kernal edge = …`, or `edge = …` without its word.
  const names = tokenMatcher(word, t.AnyName) ? [word, ...named] : named;
  return names.map((each) => ({ type: undefined, name: each.image }));
}

/** True where the text can't be a spec at all. */
function reportUnreadable(source: SourceFile, sink: Sink): boolean {
  if (source.text.length > MAX_LENGTH) {
    sink.error(
      "syntax_too_large",
      { start: source.base, end: source.base + 1 },
      `the file has ${millions(source.text.length)} million characters, and a spec has at most ${millions(MAX_LENGTH)}`,
      { help: "numbers that were learned don't belong into a spec; nets may stand in files of their own" },
    );
    return true;
  }
  // U+FFFD stands for bytes that are not UTF-8.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes of files that are no text.
  const place = source.text.search(/[\u0000\uFFFD]/);
  if (place < 0) return false;
  const at = source.base + place;
  sink.error(
    "syntax_not_text",
    { start: at, end: at + 1 },
    "this is not a text file: here stands a byte that no text has",
    {
      help: "save the spec as plain text in UTF-8",
    },
  );
  return true;
}

/** Cuts before each declaration word at the start of a line, outside of brackets or at the left margin. */
function cut(tokens: readonly IToken[], base: number): IToken[][] {
  const chunks: IToken[][] = [];
  let chunk: IToken[] = [];
  const open: IToken[] = [];
  let lineStart = base;
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    const startsLine = !before || before.tokenType === t.NewLine;
    if (startsLine) lineStart = before ? endOf(before) : base;
    const atMargin = startsLine && token.startOffset === lineStart;
    const declares = t.declarationWords.includes(token.tokenType);
    const begins = declares && (open.length === 0 ? startsLine : atMargin && headFollows(tokens, i));
    if ((begins || (open.length === 0 && startsLine && isOver(chunk, token))) && chunk.length > 0) {
      chunks.push(chunk);
      chunk = [];
      open.length = 0;
    }
    if (token.tokenType === t.NewLine && chunk.length === 0) continue;
    nest(token, open);
    chunk.push(token);
  }
  if (chunk.length > 0) chunks.push(chunk);
  for (const each of chunks) while (each.at(-1)?.tokenType === t.NewLine) each.pop();
  return chunks;
}

/** Whether a declaration is complete at the end of a line, so that something else follows. */
function isOver(chunk: readonly IToken[], next: IToken): boolean {
  if (next.tokenType === t.NewLine || next.tokenType === t.LeftBrace) return false;
  const last = chunk.findLast((token) => token.tokenType !== t.NewLine);
  const first = chunk[0]?.tokenType;
  return (
    last !== undefined &&
    (step(last) < 0 || first === t.DataWord || first === t.TrainWord || first === t.UseWord)
  );
}

/** Whether a declaration's first three words stand here: inside of brackets, `net` may be a name as well. */
function headFollows(tokens: readonly IToken[], i: number): boolean {
  const [name, third] = [tokens[i + 1], tokens[i + 2]];
  if (!name || !third || !tokenMatcher(name, t.Identifier)) return false;
  if (tokens[i]!.tokenType === t.UseWord) return [t.Comma, t.From].includes(third.tokenType);
  return [t.Equals, t.LeftBrace, t.LeftParen, t.On].includes(third.tokenType);
}

function millions(count: number): string {
  return (count / 2 ** 20).toFixed(1).replace(/\.0$/, "");
}

/** A number of more is beyond all others, or has places that nobody asked for. */
const MAX_DIGITS = 400;

/** Reports a whole number that no double is equal to: it would silently become another one. */
function reportInexact(chunk: readonly IToken[], sink: Sink): boolean {
  // Names of classes may be digits.
  if (chunk[0]!.tokenType === t.TaskWord) return false;
  for (const token of chunk) {
    const { length } = token.image;
    if (token.tokenType !== t.NumberLiteral || length < 16 || length > MAX_DIGITS) continue;
    const written = token.image.replaceAll("_", "");
    if (!/^\d{16,}$/.test(written)) continue;
    const read = Number(written);
    if (!Number.isFinite(read) || BigInt(written) === BigInt(read)) continue;
    sink.error(
      "number_inexact",
      spanOf(token),
      `\`${excerpt(token.image)}\` is beyond 2^53, up to which whole numbers are exact`,
      { help: "the nearest number that can be told apart is another one" },
    );
    return true;
  }
  return false;
}

/** Something that may hold anything, made short enough for a message. */
function excerpt(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
