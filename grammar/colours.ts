import type { TokenType } from "chevrotain";
import * as t from "./tokens.ts";

/** What parts of a text are coloured alike. */
export type Colour =
  | "comment"
  | "text"
  | "declaration"
  | "definition"
  | "keyword"
  | "word"
  | "layer"
  | "name"
  | "number"
  | "size"
  | "operator"
  | "separator"
  | "bracket";

/** What TextMate calls each colour. */
export const scopes: { readonly [C in Colour]: string } = {
  comment: "comment.line.number-sign.cnn",
  text: "string.quoted.double.cnn",
  declaration: "storage.type.cnn",
  definition: "entity.name.type.cnn",
  keyword: "keyword.control.cnn",
  word: "keyword.other.cnn",
  layer: "support.function.cnn",
  name: "variable.other.cnn",
  number: "constant.numeric.cnn",
  size: "keyword.operator.size.cnn",
  operator: "keyword.operator.cnn",
  separator: "punctuation.separator.cnn",
  bracket: "punctuation.bracket.cnn",
};

const BRACKETS: ReadonlySet<TokenType> = new Set([
  t.LeftBrace,
  t.RightBrace,
  t.LeftSquare,
  t.RightSquare,
  t.LeftParen,
  t.RightParen,
]);
const SEPARATORS: ReadonlySet<TokenType> = new Set([t.Comma, t.Semicolon, t.Bar]);
const OTHERS: ReadonlyMap<TokenType, Colour> = new Map<TokenType, Colour>([
  [t.Comment, "comment"],
  [t.Text, "text"],
  [t.NumberLiteral, "number"],
  [t.Identifier, "name"],
  [t.By, "size"],
  [t.X, "size"],
]);

/** The colour of a token that has one by itself; words are coloured by what they stand for where that is known. */
export function colourOf(type: TokenType): Colour | undefined {
  const other = OTHERS.get(type);
  if (other) return other;
  if (BRACKETS.has(type)) return "bracket";
  if (SEPARATORS.has(type)) return "separator";
  if (t.declarationWords.includes(type)) return "declaration";
  if (type.CATEGORIES?.includes(t.AnyName)) return "keyword";
  if (type.CATEGORIES?.includes(t.Identifier)) return "word";
  return type.PATTERN === undefined ||
    [t.NewLine, t.WhiteSpace, t.Broken, t.Computed, t.AnyName].includes(type)
    ? undefined
    : "operator";
}
