import type { Token } from "../../../grammar/lexer.ts";
import { isWord } from "../../../grammar/lexer.ts";
import * as t from "../../../grammar/tokens.ts";
import { type Analysis, endOf } from "../analysis.ts";
import type { Range } from "../types.ts";

/** Where something is to be completed, as far as the words before it tell; the text may be broken. */
export interface Context {
  readonly analysis: Analysis;
  readonly offset: number;
  /** The word at the offset, which an entry takes the place of. */
  readonly word: Range;
  /** Tokens of the declaration around, from its first word on; empty where none is begun. */
  readonly declaration: readonly Token[];
  /** Brackets that are open, outermost first. */
  readonly open: readonly Open[];
  /** Tokens before the word since the last separator inside of the innermost bracket. */
  readonly statement: readonly Token[];
}

/** A bracket that is open, and the statement before it that it belongs to. */
export interface Open {
  readonly bracket: Token;
  readonly owner: readonly Token[];
}

const OPENING = new Set([t.LeftBrace, t.LeftSquare, t.LeftParen]);
const CLOSING = new Set([t.RightBrace, t.RightSquare, t.RightParen]);
const SEPARATING = new Set([t.NewLine, t.Comma, t.Bar, t.Semicolon]);

/** Undefined inside of comments and quoted texts. */
export function contextAt(analysis: Analysis, offset: number): Context | undefined {
  const inside = (token: Token) => token.startOffset < offset && offset <= endOf(token);
  if (analysis.comments.some(inside)) return undefined;
  const { tokens } = analysis;
  const last = analysis.tokenBefore(offset);
  const at = tokens[last];
  if (at?.tokenType === t.Text && offset < endOf(at)) return undefined;
  const isTouched = at !== undefined && isWord(at) && offset <= endOf(at);
  const next = tokens[last + 1];
  const begins = !isTouched && next !== undefined && isWord(next) && next.startOffset === offset;
  const word = isTouched
    ? { start: at.startOffset, end: endOf(at) }
    : { start: offset, end: begins ? endOf(next) : offset };
  return { analysis, offset, word, ...walk(tokens, isTouched ? last : last + 1, analysis.text) };
}

/** What is open behind so many tokens. A word of a declaration at the margin closes what was left open. */
function walk(
  tokens: readonly Token[],
  count: number,
  text: string,
): Pick<Context, "declaration" | "open" | "statement"> {
  let open: Open[] = [];
  let declaration: Token[] = [];
  let statements: Token[][] = [[]];
  for (let i = 0; i < count; i++) {
    const token = tokens[i]!;
    const { tokenType: type } = token;
    if (t.declarationWords.includes(type) && isAtMargin(token, text)) {
      open = [];
      declaration = [];
      statements = [[]];
    }
    declaration.push(token);
    const statement = statements.at(-1)!;
    if (OPENING.has(type)) {
      open.push({ bracket: token, owner: [...statement] });
      statements.push([]);
    } else if (CLOSING.has(type)) {
      if (open.length > 0) {
        open.pop();
        statements.pop();
      }
      statements.at(-1)!.push(token);
    } else if (SEPARATING.has(type) && !(open.length === 0 && type === t.Comma)) statement.length = 0;
    else statement.push(token);
    if (type === t.NewLine && open.length === 0) declaration = [];
  }
  return { open, declaration, statement: statements.at(-1)! };
}

function isAtMargin({ startOffset }: Token, text: string): boolean {
  return startOffset === 0 || text[startOffset - 1] === "\n" || text[startOffset - 1] === "\r";
}
