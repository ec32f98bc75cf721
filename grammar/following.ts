import type { IToken, TokenType } from "chevrotain";
import { SpecParser } from "./parser.ts";

let parser: SpecParser | undefined;

/** Words of the language that may stand in a rule of the grammar behind the tokens that it begins with. */
export function wordsAfter(rule: string, tokens: readonly IToken[]): readonly TokenType[] {
  parser ??= new SpecParser({ validate: false, whole: true });
  const paths = parser.computeContentAssist(rule, [...tokens]);
  const types = new Set(paths.map(({ nextTokenType }) => nextTokenType));
  return [...types].filter(({ PATTERN }) => typeof PATTERN === "string" && /^[A-Za-z]/.test(PATTERN));
}
