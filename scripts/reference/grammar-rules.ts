import { type Alternative, type IProduction, Terminal, type TokenType } from "chevrotain";
import { SpecParser } from "../../grammar/parser.ts";
import * as t from "../../grammar/tokens.ts";

/** Tokens whose pattern is no plain text and that have one all the same. */
const TEXTS = new Map<TokenType, string>([
  [t.By, "×"],
  [t.Minus, "-"],
]);

/** The rules as the parser has them, in the order of its source. */
export const rules = new SpecParser({ validate: false }).getGAstProductions();

/** What is written for a token; undefined where that may be many things. */
export function textOf(type: TokenType): string | undefined {
  return TEXTS.get(type) ?? (typeof type.PATTERN === "string" ? type.PATTERN : undefined);
}

/** The choices of an alternation. What stands for something that could not be read, or was read before, is no part of the language. */
export function choicesOf({ definition }: { readonly definition: readonly IProduction[] }): Alternative[] {
  return (definition as Alternative[]).filter(({ definition: [only] }) => {
    return !(only instanceof Terminal && [t.Broken, t.Computed].includes(only.terminalType));
  });
}
