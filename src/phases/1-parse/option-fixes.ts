import { type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import { type Fix, put, sure } from "../../diagnostics/fix.ts";
import type { Fault } from "./fault.ts";
import { ends, numbersIn } from "./fixes.ts";

/** An option as other tools write it: `kernel_size=3`. */
interface Written {
  /** What stands before it, without a comma. */
  readonly before: IToken;
  /** Whether that is the name of the layer. */
  readonly first: boolean;
  readonly value: string;
  /** Whether nothing of the layer follows. */
  readonly last: boolean;
}

type Spelling = (written: Written) => string | undefined;

const alone: Spelling = ({ first, value }) => (first ? ` ${value}` : undefined);
const extent: Spelling = ({ before, value }) =>
  before.tokenType === t.NumberLiteral ? `@${value}` : undefined;
const stride: Spelling = ({ value }) => ` stride ${value}`;
const padding: Spelling = ({ value }) =>
  value === "same" || value === "valid"
    ? ` ${value}`
    : value === "0"
      ? " valid"
      : /^\d/.test(value)
        ? ` pad ${value}`
        : undefined;
const bias: Spelling = ({ value }) =>
  /^false$/i.test(value) ? " no bias" : /^true$/i.test(value) ? "" : undefined;
const rate: Spelling = ({ before, value }) =>
  tokenMatcher(before, t.AnyName) && /^\d/.test(value) ? ` ${value}` : undefined;

/** How this language writes them, where that is exact. */
const SPELLINGS: { readonly [option: string]: Spelling } = {
  kernel_size: extent,
  kernel: extent,
  filters: alone,
  out_channels: alone,
  units: alone,
  pool_size: alone,
  rate,
  learning_rate: rate,
  lr: rate,
  padding,
  pad: padding,
  stride,
  strides: stride,
  dilation_rate: ({ value }) => ` dilation ${value}`,
  activation: ({ value, last }) => (last && /^[a-z]\w*$/.test(value) ? `, ${value}` : undefined),
  use_bias: bias,
  bias,
  name: ({ value, last }) => (last && /^[a-z]\w*$/i.test(value) ? ` as ${value}` : undefined),
  batch_size: ({ value }) => ` batch ${value}`,
};

/** `stride=2` as `stride 2`, and what other tools call otherwise as it is written here. */
export function asOption({ tokens, index, before: name, after, rules }: Fault): Fix | undefined {
  const value = valueAt(tokens, index + 1);
  if (!name || !after) return undefined;
  const key = name.image.toLowerCase();
  let at = index - 2;
  const inBody = rules.includes("body");
  // `conv 32, kernel_size=3` goes on with the layer before the comma.
  const comma = inBody && tokens[at]?.tokenType === t.Comma;
  if (comma) at--;
  const before = tokens[at];
  const spelling = Object.hasOwn(SPELLINGS, key) ? SPELLINGS[key] : undefined;
  const opens = !before || ends(tokens, at) || before.tokenType === t.LeftBrace || before.tokenType === t.Bar;
  if (spelling && value && before && (!opens || key === "batch_size")) {
    const first = tokenMatcher(before, t.AnyName) && (ends(tokens, at - 1) || isOpen(tokens[at - 1]));
    const text = spelling({ before, first, value: value.text, last: ends(tokens, value.next) });
    const start = opens ? name.startOffset : endOf(before);
    return text === undefined
      ? undefined
      : sure(
          `write \`${text.replace(/^,? /, "") || "nothing"}\``,
          put({ start, end: value.end }, opens ? text.trimStart() : text),
        );
  }
  // Only a claim can follow a value so.
  const claims = inBody && [t.NumberLiteral, t.RightParen, t.RightSquare].includes(name.tokenType);
  const sign = { start: endOf(name), end: after.startOffset };
  if (claims) return after.tokenType === t.NumberLiteral ? sure("write `=>`", put(sign, " => ")) : undefined;
  if (spelling || comma || !value || !tokenMatcher(name, t.AnyName) || (inBody && opens)) return undefined;
  return sure("leave out `=`", put(sign, " "));
}

function isOpen(token: IToken | undefined): boolean {
  return token?.tokenType === t.LeftBrace || token?.tokenType === t.Bar;
}

/** A number, a word or a tuple of numbers that is the whole of a value, with its end and the index behind it. */
function valueAt(
  tokens: readonly IToken[],
  at: number,
): { readonly text: string; readonly end: number; readonly next: number } | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const type = token.tokenType;
  const list = type === t.LeftParen || type === t.LeftSquare ? numbersIn(tokens, at) : undefined;
  const next = (list?.close ?? at) + 1;
  const text =
    list?.numbers.join("x") ??
    (type === t.Text
      ? /^"(\w+)"$/.exec(token.image)?.[1]
      : type === t.NumberLiteral || tokenMatcher(token, t.AnyName)
        ? token.image
        : undefined);
  const behind = tokens[next];
  const whole =
    ends(tokens, next) ||
    behind!.tokenType === t.Arrow ||
    behind!.tokenType === t.Bar ||
    (behind!.tokenType === t.Minus && tokens[next + 1]?.tokenType === t.Comparison) ||
    (tokenMatcher(behind!, t.AnyName) && behind!.tokenType !== t.X);
  return text === undefined || !whole ? undefined : { text, end: endOf(tokens[next - 1]!), next };
}
