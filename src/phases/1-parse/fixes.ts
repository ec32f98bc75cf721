import { type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import { type Edit, type Fix, insert, put, remove, sure, when } from "../../diagnostics/fix.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Fault } from "./fault.ts";

const ENDS = new Set([t.NewLine, t.Comma, t.Semicolon, t.RightBrace]);

/** Whether what stands at an index ends a statement, or nothing stands there. */
export function ends(tokens: readonly IToken[], at: number): boolean {
  const token = tokens[at];
  return !token || Number.isNaN(token.startOffset) || ENDS.has(token.tokenType);
}

/** From one token to another, both included. */
function from(first: IToken, last: IToken) {
  return { start: first.startOffset, end: endOf(last) };
}

/** `// words` or, up to the end of its line, a comment between stars as a comment with `#`. */
export function asComment(slash: number, source: SourceFile): Fix | undefined {
  const start = slash - source.base;
  const line = /^[^\r\n]*/.exec(source.text.slice(start))![0];
  const sign = put({ start: slash, end: slash + 2 }, "#");
  if (line.startsWith("//")) return sure("write `#`", sign);
  const [whole] = /^\/\*(?:(?!\*\/).)*\*\/(?=\s*$)/.exec(line) ?? [];
  if (whole === undefined) return undefined;
  const close = slash + whole.trimEnd().length - 2;
  const space = /\s*$/.exec(whole.slice(0, -2))![0].length;
  return sure("write `#`", sign, remove(close - Math.min(space, close - slash - 2), close + 2));
}

/** `50%` as `0.5`. */
export function asShare({ tokens, index, rules }: Fault): Fix | undefined {
  const [before, number, percent] = tokens.slice(Math.max(0, index - 3), index);
  if (!percent || number?.tokenType !== t.NumberLiteral || rules.includes("claim")) return undefined;
  if (!before || !tokenMatcher(before, t.AnyName)) return undefined;
  const share = Number(number.image.replaceAll("_", "")) / 100;
  if (!(share <= 1)) return undefined;
  const text = String(Number(share.toPrecision(12)));
  return sure(`write \`${text}\``, put(from(number, percent), text));
}

/** `->` before a size or a count as `=>`; before a layer it may be any other arrow. */
export function asArrow({ tokens, index, found, after }: Fault): Fix | undefined {
  let at = index;
  const isGlued = (i: number) =>
    tokens[i]?.tokenType === t.Minus && endOf(tokens[i]!) === tokens[i + 1]!.startOffset;
  while (isGlued(at - 1)) at--;
  return at < index && found.image === ">" && after?.tokenType === t.NumberLiteral
    ? sure("write `=>`", put(from(tokens[at]!, found), "=>"))
    : undefined;
}

/** A second `=>` as the comma that separates claims. */
export function arrowToComma({ before, found }: Fault): Fix {
  return sure("write a comma", put({ start: endOf(before!), end: endOf(found) }, ","));
}

/** A semicolon as a comma, or as nothing where the line ends. */
export function semicolonToComma({ tokens, found, index }: Fault): Fix {
  return ends(tokens, index + 1)
    ? sure("leave out `;`", put(from(found, found), ""))
    : sure("write a comma", put(from(found, found), ","));
}

/** A comma behind what stands before. */
export function commaBefore({ before }: Fault, safe: boolean): Fix {
  return when(safe, "put a comma before it", insert(endOf(before!), ","));
}

/** `(3, 3)` as `3x3`, around one of its commas. */
export function joined({ tokens, index }: Fault): Fix | undefined {
  const open = tokens.findLastIndex((token, i) => i < index && token.tokenType === t.LeftParen);
  const list = open < 0 ? undefined : numbersIn(tokens, open);
  if (!list || list.close < index) return undefined;
  const text = list.numbers.join("x");
  return sure(`write \`${text}\``, put(from(tokens[open]!, tokens[list.close]!), text));
}

/** `28, 28, 1` or `28 28 1` behind `image` as sizes, around one of its numbers. */
export function inputSizes({ tokens, index }: Fault): Fix | undefined {
  const first = tokens.findLastIndex((token, i) => i < index && token.tokenType === t.Input) + 2;
  if (first < 2 || !/^(image|volume)$/.test(tokens[first - 1]!.image)) return undefined;
  let last = first;
  const isNumber = (i: number) => tokens[i]?.tokenType === t.NumberLiteral;
  while (isNumber(last + 1) || (tokens[last + 1]?.tokenType === t.Comma && isNumber(last + 2)))
    last += isNumber(last + 1) ? 1 : 2;
  if (last < index) return undefined;
  const numbers = tokens.slice(first, last + 1).filter((_, i) => isNumber(first + i));
  const text = numbers.map(({ image }) => image).join("x");
  return sure(`write \`${text}\``, put(from(tokens[first]!, tokens[last]!), text));
}

/** `1 < n < 8` as `1 < n and n < 8`. */
export function twoComparisons({ tokens, index, before, found }: Fault): Fix | undefined {
  if (!before || tokens[index - 2]?.tokenType !== t.Comparison) return undefined;
  if (!tokenMatcher(before, t.AnyName) && before.tokenType !== t.NumberLiteral) return undefined;
  const text = `and ${before.image}`;
  return sure(`write \`${text}\``, insert(found.startOffset, `${text} `));
}

/** Numbers between a bracket and its partner, separated by commas. */
export function numbersIn(
  tokens: readonly IToken[],
  open: number,
): { readonly numbers: readonly string[]; readonly close: number } | undefined {
  const numbers: string[] = [];
  for (let i = open + 1; tokens[i]?.tokenType === t.NumberLiteral; i += 2) {
    numbers.push(tokens[i]!.image);
    const next = tokens[i + 1]?.tokenType;
    if (next === t.RightParen || next === t.RightSquare) return { numbers, close: i + 1 };
    if (next !== t.Comma) return undefined;
  }
  return undefined;
}

/** Commas between the numbers of a grid as spaces. `[0,5]` may be a row of two or a half. */
export function withoutCommas({ tokens, index }: Fault): Fix | undefined {
  const open = tokens.findLastIndex((token, i) => i < index && token.tokenType === t.LeftSquare);
  const close = tokens.findIndex((token, i) => i > index && token.tokenType === t.RightSquare);
  if (open < 0 || close < 0) return undefined;
  const edits: Edit[] = [];
  let safe = true;
  let inRow = 0;
  for (let i = open + 1; i < close; i++) {
    const { tokenType: type } = tokens[i]!;
    const behind = tokens[i + 1]!;
    if (type === t.NewLine || type === t.Semicolon) inRow = 0;
    if (type !== t.Comma) {
      // Numbers that nothing separates: the commas are something else.
      if (type === t.NumberLiteral && [t.NumberLiteral, t.Minus].includes(behind.tokenType)) safe = false;
      continue;
    }
    const isSpaced = behind.startOffset > endOf(tokens[i]!) || behind.tokenType === t.NewLine;
    if (!isSpaced && behind.tokenType !== t.Minus && ++inRow === 1 && !isLong(tokens, i, close)) safe = false;
    edits.push(put(from(tokens[i]!, tokens[i]!), isSpaced ? "" : " "));
  }
  return when(safe, "separate numbers by spaces", ...edits);
}

/** Whether another comma follows in the row. */
function isLong(tokens: readonly IToken[], at: number, close: number): boolean {
  for (let i = at + 1; i < close; i++) {
    const { tokenType: type } = tokens[i]!;
    if (type === t.Comma) return true;
    if (type === t.NewLine || type === t.Semicolon) return false;
  }
  return false;
}

/** `[[1, 0], [0, 1]]` as `[ 1 0; 0 1 ]`, from its second bracket on. */
export function flattened({ tokens, index, source }: Fault): Fix | undefined {
  const [open, close] = [tokens[index - 1], tokens.slice(index).findIndex(isLast)];
  if (open?.tokenType !== t.LeftSquare || close < 0) return undefined;
  const span = from(open, tokens[index + close]!);
  const rows = /^\[\s*((?:\[[-\d\s,./eE+]+\]\s*,?\s*)+)\]$/.exec(source.slice(span))?.[1];
  if (rows === undefined) return undefined;
  const plain = rows
    .split("]")
    .map((row) => row.replace(/[\s,[]+/g, " ").trim())
    .filter((row) => row !== "");
  const text = `[ ${plain.join("; ")} ]`;
  return sure(`write \`${text}\``, put(span, text));
}

/** Whether a bracket closes what another one has closed in. */
function isLast(token: IToken, i: number, tokens: readonly IToken[]): boolean {
  const before = tokens.findLast(
    (each, k) => k < i && each.tokenType !== t.NewLine && each.tokenType !== t.Comma,
  );
  return token.tokenType === t.RightSquare && before?.tokenType === t.RightSquare;
}

/** `import a, b from "x.cnn"`, with braces or without, as `use`. */
export function asUse(tokens: readonly IToken[]): Fix | undefined {
  const line = tokens.findIndex(({ tokenType: type }) => type === t.NewLine);
  const [first, ...rest] = line < 0 ? tokens : tokens.slice(0, line);
  if (first?.image !== "import") return undefined;
  const braces = rest.filter(({ tokenType: type }) => type === t.LeftBrace || type === t.RightBrace);
  const words = rest
    .filter((token) => !braces.includes(token))
    .map((token) => (tokenMatcher(token, t.Identifier) && token.tokenType !== t.From ? "a" : token.image));
  if (!/^a(,a)*from".*"$/.test(words.join(""))) return undefined;
  const removed = braces.map((brace) => put(from(brace, brace), ""));
  return sure("write `use`", put(from(first, first), "use"), ...removed);
}

/** Leaves out a token, with its line where nothing else stands there. */
export function withoutLine(token: IToken, { text, base }: SourceFile, safe: boolean): Fix {
  const above = text.slice(0, token.startOffset - base);
  const before = /[ \t]*$/.exec(above)![0].length;
  const behind = /^[ \t]*(\r?\n)?/.exec(text.slice(endOf(token) - base))![0];
  const whole = /(^|[\r\n])$/.test(above.slice(0, above.length - before));
  const end = endOf(token) + (whole || !behind.includes("\n") ? behind.length : 0);
  return when(safe, `leave out \`${token.image}\``, remove(token.startOffset - before, end));
}
