import { type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { type Edit, type Fix, insert, offer, put, when } from "../../diagnostics/fix.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { withoutLine } from "./fixes.ts";

/** Brackets may stand in each other this deep; people stay below ten. */
export const MAX_DEPTH = 256;

/** Braces alone may stand in each other this deep: what they hold takes the most room on the stack. */
const MAX_BRACES = 100;

/** Commas between one pair of parentheses. */
const MAX_COMMAS = 10_000;

/** Operators one after the other in one expression. */
const MAX_OPERATORS = 256;

const PARTNER = new Map([
  [t.LeftBrace, t.RightBrace],
  [t.LeftSquare, t.RightSquare],
  [t.LeftParen, t.RightParen],
]);
const CLOSING = new Set(PARTNER.values());

/** 1 for an opening bracket, -1 for a closing one, 0 for all else. */
export function step(token: IToken): number {
  if (PARTNER.has(token.tokenType)) return 1;
  return CLOSING.has(token.tokenType) ? -1 : 0;
}

/** Follows a token through the brackets that are open: a `}` ends what is open inside of it, and a stray one nothing. */
export function nest(token: IToken, open: IToken[]): void {
  const type = token.tokenType;
  if (PARTNER.has(type)) open.push(token);
  if (!CLOSING.has(type)) return;
  const fits = () => PARTNER.get(open.at(-1)!.tokenType) === type;
  if (type === t.RightBrace) while (open.length > 0 && !fits()) open.pop();
  if (open.length > 0 && fits()) open.pop();
}

/**
 * The chunk without line breaks inside parentheses. Where brackets don't match, which is reported, the place of the one
 * that its statement is to be left out for; undefined where it can't be told what else would be meant. A bracket that
 * closes nothing may be due to an earlier mistake, such as a `{` that is missing: `earlier` reports that one.
 */
export function balance(
  chunk: readonly IToken[],
  source: SourceFile,
  sink: Sink,
  earlier: (token: IToken) => boolean,
): IToken[] | number | undefined {
  const open: IToken[] = [];
  /** By depth, the index of the opening bracket. */
  const places: number[] = [];
  const kept: IToken[] = [];
  const commas: number[] = [];
  let operators = 0;
  let braces = 0;
  for (const [i, token] of chunk.entries()) {
    const type = token.tokenType;
    if (ENDS.has(type) && !inParentheses(open)) operators = 0;
    else if (isOperator(token) && open.at(-1)?.tokenType !== t.LeftSquare && ++operators > MAX_OPERATORS) {
      sink.error("syntax_too_deep", spanOf(token), `an expression has at most ${MAX_OPERATORS} operators`);
      return undefined;
    }
    if (
      type === t.Comma &&
      open.at(-1)?.tokenType === t.LeftParen &&
      ++commas[open.length - 1]! > MAX_COMMAS
    ) {
      sink.error(
        "syntax_too_large",
        spanOf(open.at(-1)!),
        `more than ${MAX_COMMAS} arguments stand between these parentheses`,
      );
      return undefined;
    }
    if (PARTNER.has(type)) {
      places[open.length] = i;
      commas[open.length] = 0;
      open.push(token);
      if (type === t.LeftBrace) braces++;
      if (open.length > MAX_DEPTH || braces > MAX_BRACES) {
        sink.error(
          "syntax_too_deep",
          spanOf(token),
          braces > MAX_BRACES
            ? `braces may be nested ${MAX_BRACES} deep, and no deeper`
            : `brackets may be nested ${MAX_DEPTH} deep, and no deeper`,
        );
        return undefined;
      }
    } else if (CLOSING.has(type)) {
      const opener = open.at(-1);
      // A stray `]` or `)` between layers closes nothing; behind `[` it was meant to be the other one.
      const stray =
        !opener ||
        (opener.tokenType === t.LeftBrace && !open.some((each) => PARTNER.get(each.tokenType) === type));
      if (stray) {
        if (earlier(token)) return undefined;
        sink.error("syntax_unexpected", spanOf(token), `this \`${token.image}\` closes nothing`, {
          help: "leave it away, or write the opening bracket",
          fix:
            type === t.RightBrace
              ? undefined
              : withoutLine(token, source, type === t.RightParen && isPlain(chunk, i)),
        });
        return type === t.RightBrace ? undefined : i;
      }
      const expected = PARTNER.get(opener.tokenType)!;
      if (expected !== type) {
        sink.error("syntax_unclosed", spanOf(opener), `\`${opener.image}\` is never closed`, {
          labels: [
            { span: spanOf(token), text: `\`${expected.PATTERN as string}\` was expected before this` },
          ],
          fix:
            opener.tokenType === t.LeftBrace
              ? undefined
              : offer(
                  `write \`${expected.PATTERN as string}\``,
                  meantFor(token, chunk, places[open.length - 1]!, i, expected.PATTERN as string),
                ),
        });
        return opener.tokenType === t.LeftBrace ? undefined : places[open.length - 1];
      }
      open.pop();
      if (type === t.RightBrace) braces--;
    }
    // `else` may stand on the line behind the brace.
    if (type === t.Else) while (kept.at(-1)?.tokenType === t.NewLine) kept.pop();
    if (type !== t.NewLine || !inParentheses(open)) kept.push(token);
  }
  const unclosed = open.at(-1);
  if (!unclosed) return kept;
  sink.error("syntax_unclosed", spanOf(unclosed), `\`${unclosed.image}\` is never closed`, {
    help: `write \`${PARTNER.get(unclosed.tokenType)!.PATTERN as string}\` where it ends; if the file was cut off, something is missing at its end`,
    fix: unclosed.tokenType === t.LeftBrace || open.length === 1 ? closed(chunk, open, source) : undefined,
  });
  return open.some(({ tokenType }) => tokenType === t.LeftBrace) ? undefined : places[open.length - 1];
}

/** The right bracket in place of a wrong one, or behind what stands in the line of the one that it closes. */
function meantFor(token: IToken, chunk: readonly IToken[], from: number, to: number, right: string): Edit {
  const line = chunk.findIndex(({ tokenType }, i) => i > from && tokenType === t.NewLine);
  if (token.tokenType !== t.RightBrace && (line < 0 || line > to)) return put(spanOf(token), right);
  return insert(endOf(chunk[(line < 0 ? to : Math.min(line, to)) - 1]!), right);
}

/** Whether the statement up to a stray `)` computes nothing: then it matters not where the `(` would stand. */
function isPlain(chunk: readonly IToken[], at: number): boolean {
  const starts = new Set([t.NewLine, t.Comma, t.LeftBrace]);
  const before = chunk.findLastIndex(({ tokenType }, i) => i < at && starts.has(tokenType));
  const statement = chunk.slice(before + 1, at);
  const [first] = statement;
  return first !== undefined && tokenMatcher(first, t.AnyName) && !statement.some(isOperator);
}

/** The brackets that close what is open at the end of a declaration. */
function closed(chunk: readonly IToken[], open: readonly IToken[], source: SourceFile): Fix {
  const signs = open.map((token) => PARTNER.get(token.tokenType)!.PATTERN as string).reverse();
  const last = chunk.at(-1)!;
  const { line } = source.position(open[0]!.startOffset);
  const sameLine = line === source.position(last.startOffset).line;
  const text = sameLine ? ` ${signs.join(" ")}` : `\n${indentOf(source, line)}${signs.join(" ")}`;
  return when(
    open.length === 1 && isAligned(chunk, source),
    `write \`${signs.join(" ")}\` at the end`,
    insert(endOf(last), text),
  );
}

/** Whether each `}` at the start of a line stands below the line that it closes: none is missing further up. */
function isAligned(chunk: readonly IToken[], source: SourceFile): boolean {
  const open: IToken[] = [];
  return chunk.every((token, i) => {
    const partner = CLOSING.has(token.tokenType) ? open.at(-1) : undefined;
    nest(token, open);
    if (!partner || chunk[i - 1]?.tokenType !== t.NewLine) return true;
    const [above, here] = [partner, token].map((each) =>
      indentOf(source, source.position(each.startOffset).line),
    );
    return above === here;
  });
}

function indentOf(source: SourceFile, line: number): string {
  return /^[ \t]*/.exec(source.line(line))![0];
}

/** A list in parentheses counts as well; braces can't stand there. */
function inParentheses(open: readonly IToken[]): boolean {
  return open.at(-1)?.tokenType === t.LeftParen || open.at(-2)?.tokenType === t.LeftParen;
}

/** What ends an expression outside of parentheses. */
const ENDS = new Set([t.NewLine, t.Comma, t.LeftBrace, t.RightBrace]);

const OPERATORS = new Set([t.Plus, t.Minus, t.Star, t.Slash, t.Percent, t.Comparison, t.And, t.Or, t.Not]);

function isOperator(token: IToken): boolean {
  return OPERATORS.has(token.tokenType);
}

/** Where a token stands. */
export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}
