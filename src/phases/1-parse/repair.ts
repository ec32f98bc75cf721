import { createTokenInstance, type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";

const PARTNER = new Map([
  [t.LeftBrace, t.RightBrace],
  [t.LeftSquare, t.RightSquare],
  [t.LeftParen, t.RightParen],
]);
const CLOSING = new Set(PARTNER.values());

/** Where a list of statements, entries, names or rows begins and ends: its brackets, as indices of tokens. */
interface List {
  readonly open: number;
  readonly close: number;
}

/**
 * The tokens with one in place of the statement, entry or row around the one at `at`, from which the rest can be read;
 * undefined outside of any list. Where that was replaced before and does not fit as it is, what it stands in goes.
 */
export function withoutStatement(tokens: readonly IToken[], at: number): IToken[] | undefined {
  const lists = matches(tokens);
  let list = listAround(tokens, lists, at);
  let from = at;
  let to = at;
  let first = true;
  while (list) {
    [from, to] = statementAround(tokens, lists, list, from, to, first);
    const part = tokens.slice(from, to);
    if (part.some((token) => token.tokenType !== t.Broken) || part.length === 0) {
      return [...tokens.slice(0, from), broken(tokens, from, to), ...tokens.slice(to)];
    }
    first = false;
    from = list.open;
    to = list.close + 1;
    list = listAround(tokens, lists, list.open);
  }
  return undefined;
}

/** Names in what was replaced: any of them may have been meant to be given to something. */
export function namesIn(token: IToken): readonly string[] {
  return (token.payload as { readonly names: readonly string[] }).names;
}

function broken(tokens: readonly IToken[], from: number, to: number): IToken {
  const part = tokens.slice(from, to);
  const start = part[0]?.startOffset ?? endOf(tokens[from - 1]!) - 1;
  const end = part.length > 0 ? endOf(part.at(-1)!) : start + 1;
  const nothing = Number.NaN;
  // An image as long as what it stands for, since ends of tokens are told by it.
  const token = createTokenInstance(
    t.Broken,
    "?".repeat(end - start),
    start,
    nothing,
    nothing,
    nothing,
    nothing,
    nothing,
  );
  const names = part.flatMap((each) =>
    each.tokenType === t.Broken ? namesIn(each) : tokenMatcher(each, t.AnyName) ? [each.image] : [],
  );
  token.payload = { names };
  return token;
}

/** For each bracket the index of its partner; those without one are missing. A `}` ends what is open inside of it. */
function matches(tokens: readonly IToken[]): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { tokenType: type }] of tokens.entries()) {
    if (PARTNER.has(type)) open.push(i);
    if (!CLOSING.has(type)) continue;
    const fits = (at: number) => PARTNER.get(tokens[at]!.tokenType) === type;
    if (type === t.RightBrace) while (open.length > 0 && !fits(open.at(-1)!)) open.pop();
    const opener = open.at(-1);
    if (opener === undefined || !fits(opener)) continue;
    open.pop();
    found.set(opener, i);
    found.set(i, opener);
  }
  return found;
}

/** The innermost list that holds a token. */
function listAround(
  tokens: readonly IToken[],
  lists: ReadonlyMap<number, number>,
  at: number,
): List | undefined {
  for (let i = Math.min(at, tokens.length) - 1; i >= 0; i--) {
    const partner = lists.get(i);
    if (partner === undefined) continue;
    if (partner < i) i = partner;
    else if (tokens[i]!.tokenType !== t.LeftParen) return { open: i, close: partner };
  }
  return undefined;
}

/** First token of the statement around some tokens of a list, and the first one behind it. */
function statementAround(
  tokens: readonly IToken[],
  lists: ReadonlyMap<number, number>,
  list: List,
  first: number,
  last: number,
  mayGrow: boolean,
): [from: number, to: number] {
  const separates = (i: number) => separatorsOf(tokens, list).has(tokens[i]!.tokenType);
  const starts = [list.open + 1];
  for (let i = list.open + 1; i < first; i++) {
    const partner = lists.get(i);
    if (partner !== undefined && partner >= first) break;
    if (partner !== undefined && partner > i) i = partner;
    else if (separates(i)) starts.push(i + 1);
  }
  let from = starts.pop()!;
  // `conv 32, 3x3`: what stands before the comma is a part of it.
  while (mayGrow && from === first && tokens[from - 1]!.tokenType === t.Comma && starts.length > 0)
    from = starts.pop()!;
  const next = (start: number, least = start) => {
    let i = start;
    while (i < list.close && !(i >= least && separates(i))) {
      const partner = lists.get(i);
      i = (partner !== undefined && partner > i ? partner : i) + 1;
    }
    return i;
  };
  let to = next(from, last);
  for (;;) {
    let behind = to;
    while (tokens[behind]!.tokenType === t.NewLine) behind++;
    const type = tokens[behind]!.tokenType;
    const goesOn =
      tokens[list.open]!.tokenType === t.LeftBrace && (type === t.Else || type === t.LeftBrace)
        ? behind
        : tokens[to]!.tokenType === t.Comma && !startsStatement(tokens[to + 1]!)
          ? to + 1
          : undefined;
    if (goesOn === undefined || behind >= list.close) return [from, to];
    to = next(goesOn);
  }
}

function startsStatement(token: IToken): boolean {
  return (
    tokenMatcher(token, t.AnyName) ||
    [t.NewLine, t.Text, t.RightBrace, t.Comma, t.Broken].includes(token.tokenType)
  );
}

const IN_BRACES = new Set([t.NewLine, t.Comma]);
const IN_BRANCHES = new Set([t.NewLine, t.Comma, t.Bar]);
const IN_ENTRIES = new Set([t.NewLine, t.Comma, t.Semicolon]);
const IN_GRID = new Set([t.NewLine, t.Semicolon, t.Bar]);

function separatorsOf(tokens: readonly IToken[], { open }: List): ReadonlySet<IToken["tokenType"]> {
  if (tokens[open]!.tokenType === t.LeftSquare) return IN_GRID;
  if (tokens[open - 2]?.tokenType === t.Branches) return IN_BRANCHES;
  const first = tokens[0]!.tokenType;
  return first === t.DataWord || first === t.TrainWord ? IN_ENTRIES : IN_BRACES;
}
