import { type ILexingError, type IToken, Lexer, tokenMatcher } from "chevrotain";
import { AnyName, tokens } from "./tokens.ts";

export type Token = IToken;

export interface Tokens {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly errors: readonly ILexingError[];
}

let lexer: Lexer | undefined;

/** Text → tokens, with comments apart from them. The lexer is made when the first text comes. */
export function tokenize(text: string): Tokens {
  lexer ??= new Lexer(tokens, {
    ensureOptimizations: true,
    skipValidations: true,
    positionTracking: "onlyOffset",
  });
  const { tokens: found, groups, errors } = lexer.tokenize(text);
  return { tokens: found, comments: groups.comments ?? [], errors };
}

/** Whether a token is a word, be it a keyword or a name. */
export function isWord(token: Token): boolean {
  return tokenMatcher(token, AnyName);
}
