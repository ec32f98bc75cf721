import { type IToken, Lexer, type TokenType, tokenMatcher } from "chevrotain";
import { endOf, SpecParser } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { Declaration, Tree } from "../../ir/ast.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { reportSyntax } from "./messages.ts";

/** Brackets may stand in each other this deep; people stay below ten. */
export const MAX_DEPTH = 256;

/** Operators one after the other in one expression. */
const MAX_OPERATORS = 256;

const OPENING = new Map([
  [t.LeftBrace, t.RightBrace],
  [t.LeftSquare, t.RightSquare],
  [t.LeftParen, t.RightParen],
]);
const CLOSING = new Set(OPENING.values());

let lexer: Lexer | undefined;
let parser: SpecParser | undefined;

/**
 * Text → tree. Every declaration is parsed on its own, so that an error in one leaves the others; where any error was
 * reported, the tree is not whole and later phases have nothing to add.
 */
export function parse(source: SourceFile, sink: Sink): Tree {
  if (reportUnreadable(source, sink)) return { declarations: [] };
  lexer ??= new Lexer(t.tokens, { ensureOptimizations: true, skipValidations: true, positionTracking: "onlyOffset" });
  const { tokens, errors } = lexer.tokenize(source.text);
  for (const error of errors) {
    const written = source.text.slice(error.offset, error.offset + error.length);
    const span = { start: error.offset, end: error.offset + error.length };
    if (written.startsWith('"')) {
      sink.error("syntax_unclosed", { start: span.start, end: span.start + 1 }, "this text has no closing quotation mark", {
        help: 'put `"` at its end, on the same line',
      });
    } else {
      sink.error("syntax_unexpected_character", span, `\`${excerpt(written)}\` has no meaning here`, {
        help: written.startsWith("//") ? "a comment starts with `#`" : undefined,
      });
    }
  }
  if (tokens.every((token) => token.tokenType === t.NewLine)) {
    if (errors.length === 0) {
      sink.error("syntax_empty_file", { start: 0, end: 0 }, "the file holds no net", {
        help: "begin with `net NAME { input image 28x28x1, … }`",
      });
    }
    return { declarations: [] };
  }
  if (errors.length > 0) return { declarations: [] };

  parser ??= new SpecParser({ validate: false });
  const declarations: Declaration[] = [];
  for (const chunk of cut(tokens)) {
    const first = chunk[0]!;
    if (!t.declarationWords.includes(first.tokenType)) {
      const word = nearest(first.image, t.declarationWords.map((type) => type.PATTERN as string));
      sink.error("syntax_unexpected", spanOf(first), `a spec has no \`${excerpt(first.image)}\` outside of a net`, {
        help: word
          ? `did you mean \`${word}\`?`
          : "on the outside stand `net`, `block`, `kernel`, `task`, `data` and `train`",
      });
      continue;
    }
    const balanced = balance(chunk, sink);
    if (!balanced) continue;
    parser.input = balanced;
    const declaration = parser.declaration();
    const error = parser.errors[0];
    if (error) reportSyntax(error, balanced, source, sink);
    else declarations.push(declaration);
  }
  return { declarations };
}

/** True where the text can't be a spec at all. */
function reportUnreadable(source: SourceFile, sink: Sink): boolean {
  // U+FFFD stands for bytes that are not UTF-8.
  const at = source.text.search(/[\u0000\uFFFD]/);
  if (at < 0) return false;
  sink.error("syntax_not_text", { start: at, end: at + 1 }, "this is not a text file: here stands a byte that no text has", {
    help: "save the spec as plain text in UTF-8",
  });
  return true;
}

/** Cuts before each declaration word at the start of a line, outside of brackets or at the left margin. */
function cut(tokens: readonly IToken[]): IToken[][] {
  const chunks: IToken[][] = [];
  let chunk: IToken[] = [];
  let depth = 0;
  let lineStart = 0;
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    const startsLine = !before || before.tokenType === t.NewLine;
    if (startsLine) lineStart = before ? endOf(before) : 0;
    const declares = t.declarationWords.includes(token.tokenType);
    const atMargin = startsLine && token.startOffset === lineStart;
    if (declares && (depth === 0 ? startsLine : atMargin && nameFollows(tokens, i)) && chunk.length > 0) {
      chunks.push(chunk);
      chunk = [];
      depth = 0;
    }
    if (token.tokenType === t.NewLine && chunk.length === 0) continue;
    if (OPENING.has(token.tokenType)) depth++;
    else if (CLOSING.has(token.tokenType)) depth = Math.max(0, depth - 1);
    chunk.push(token);
  }
  if (chunk.length > 0) chunks.push(chunk);
  for (const each of chunks) while (each.at(-1)?.tokenType === t.NewLine) each.pop();
  return chunks;
}

function nameFollows(tokens: readonly IToken[], i: number): boolean {
  const next = tokens[i + 1];
  return next !== undefined && tokenMatcher(next, t.Identifier);
}

/** The chunk without line breaks inside parentheses, or undefined where brackets don't match or go too deep. */
function balance(chunk: readonly IToken[], sink: Sink): IToken[] | undefined {
  const open: IToken[] = [];
  const kept: IToken[] = [];
  let operators = 0;
  for (const token of chunk) {
    const type = token.tokenType;
    if (type === t.NewLine || type === t.Comma) operators = 0;
    else if (type === t.Plus || type === t.Minus || type === t.Star || type === t.Slash || type === t.Percent) {
      const inGrid = open.at(-1)?.tokenType === t.LeftSquare;
      if (!inGrid && ++operators > MAX_OPERATORS) {
        sink.error("syntax_too_deep", spanOf(token), `an expression has at most ${MAX_OPERATORS} operators`);
        return undefined;
      }
    }
    if (OPENING.has(type)) {
      open.push(token);
      if (open.length > MAX_DEPTH) {
        sink.error("syntax_too_deep", spanOf(token), `brackets may be nested ${MAX_DEPTH} deep, and no deeper`);
        return undefined;
      }
    } else if (CLOSING.has(type)) {
      const partner = open.pop();
      if (!partner) {
        sink.error("syntax_unexpected", spanOf(token), `this \`${token.image}\` closes nothing`, {
          help: "leave it away, or write the opening bracket",
        });
        return undefined;
      }
      const expected = OPENING.get(partner.tokenType)!;
      if (expected !== type) {
        sink.error("syntax_unclosed", spanOf(partner), `\`${partner.image}\` is never closed`, {
          labels: [{ span: spanOf(token), text: `\`${expected.PATTERN as string}\` was expected before this` }],
        });
        return undefined;
      }
    }
    const inParentheses = open.at(-1)?.tokenType === t.LeftParen;
    if (type !== t.NewLine || !inParentheses) kept.push(token);
  }
  const unclosed = open.at(-1);
  if (unclosed) {
    const expected = OPENING.get(unclosed.tokenType)!.PATTERN as string;
    sink.error("syntax_unclosed", spanOf(unclosed), `\`${unclosed.image}\` is never closed`, {
      help: `write \`${expected}\` where it ends; if the file was cut off, something is missing at its end`,
    });
    return undefined;
  }
  return kept;
}

/** Something that may hold anything, made short enough for a message. */
export function excerpt(text: string): string {
  const line = text.split(/\r?\n/, 1)[0]!;
  return line.length > 24 ? `${line.slice(0, 24)}…` : line;
}

export function spanOf(token: IToken): { start: number; end: number } {
  return { start: token.startOffset, end: endOf(token) };
}

/** Whether a token is of a type or one of its categories. */
export function isA(token: IToken, type: TokenType): boolean {
  return tokenMatcher(token, type);
}
