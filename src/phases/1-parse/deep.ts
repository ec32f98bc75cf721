import { createTokenInstance, type IRecognitionException, type IToken, tokenMatcher } from "chevrotain";
import { endOf, type SpecParser } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Declaration, Expression } from "../../ir/ast.ts";

/** Parentheses that are read together: each level takes a dozen calls on the stack, of which there are some ten thousand. */
const LEVELS = 16;

interface Read {
  /** Undefined where there is a fault. */
  readonly declaration?: Declaration | undefined;
  readonly fault?: IRecognitionException | undefined;
}

/** Reads a declaration; what stands in many parentheses is read beforehand, the innermost first. */
export function readFlat(tokens: readonly IToken[], reader: SpecParser): Read {
  const flat: IToken[] = [];
  /** Places in `flat` of the parentheses that are open and stand in each other. */
  const open: number[] = [];
  for (const token of tokens) {
    flat.push(token);
    const { tokenType: type } = token;
    if (type === t.LeftParen) open.push(flat.length - 1);
    else if (type !== t.RightParen) {
      // Braces can't stand in an expression: behind a stray one a new one begins.
      if (type === t.LeftBrace || type === t.RightBrace) open.length = 0;
    } else {
      const from = open.pop();
      if (from === undefined || open.length === 0 || (open.length + 1) % LEVELS !== 0) continue;
      const start = isCall(flat, from) ? from - 1 : from;
      const part = flat.splice(start);
      reader.input = part;
      const expression = reader.factor();
      const [fault] = reader.errors;
      if (fault) return { fault };
      flat.push(computed(part, expression));
    }
  }
  reader.input = flat;
  const declaration = reader.declaration();
  const [fault] = reader.errors;
  return fault ? { fault } : { declaration };
}

/** Whether the parenthesis at a place follows a name without a space: `min(3, 4)`. */
function isCall(tokens: readonly IToken[], at: number): boolean {
  const before = tokens[at - 1];
  return (
    before !== undefined && tokenMatcher(before, t.Identifier) && endOf(before) === tokens[at]!.startOffset
  );
}

/** One token for an expression, as long as what it stands for, since ends of tokens are told by it. */
function computed(part: readonly IToken[], expression: Expression): IToken {
  const start = part[0]!.startOffset;
  const nothing = Number.NaN;
  const image = "?".repeat(endOf(part.at(-1)!) - start);
  const token = createTokenInstance(t.Computed, image, start, nothing, nothing, nothing, nothing, nothing);
  token.payload = expression;
  return token;
}
