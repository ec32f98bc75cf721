import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type TokenType,
  tokenMatcher,
} from "chevrotain";
import type { BinaryOperator, Expression, GridLiteral, GridRow, Name, Sizes } from "../src/ir/ast.ts";
import type { Span } from "../src/source/source-file.ts";
import { TableLookahead } from "./lookahead.ts";
import * as t from "./tokens.ts";

const MAX_LOOKAHEAD = 2;

const BINARY: { readonly [image: string]: BinaryOperator } = {
  "+": "+",
  "-": "-",
  "−": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "==": "==",
  "!=": "!=",
  and: "and",
  or: "or",
};

/** An error's text is the name of the token that was expected, or empty; messages for people are made elsewhere. */
const EXPECTED_TOKEN: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => "",
  buildNoViableAltMessage: () => "",
  buildEarlyExitMessage: () => "",
};

export interface ParserOptions {
  /** Whether chevrotain looks for faults of the grammar itself. */
  readonly validate: boolean;
  /** Whether the grammar is worked out even where the bundle holds its decisions. */
  readonly whole?: boolean;
}

/** Numbers, names, grids, and what is computed with them: what the other parts of the grammar are made of. */
export class ExpressionParser extends EmbeddedActionsParser {
  protected readonly lookahead: TableLookahead;

  constructor(options: ParserOptions) {
    const lookahead = new TableLookahead({ maxLookahead: MAX_LOOKAHEAD });
    super(t.tokens, {
      lookaheadStrategy: lookahead,
      maxLookahead: MAX_LOOKAHEAD,
      recoveryEnabled: false,
      skipValidations: !options.validate,
      errorMessageProvider: EXPECTED_TOKEN,
    });
    this.lookahead = lookahead;
  }

  protected readonly grid = this.RULE("grid", (): GridLiteral => {
    const planes: { rows: GridRow[] }[] = [{ rows: [] }];
    let broken = false;
    const start = this.CONSUME(t.LeftSquare);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.NewLine) },
        { ALT: () => this.CONSUME(t.Semicolon) },
        {
          ALT: () => {
            this.CONSUME(t.Broken);
            broken = true;
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Bar);
            planes.push({ rows: [] });
          },
        },
        { ALT: () => planes.at(-1)!.rows.push(this.SUBRULE(this.gridRow)) },
      ]);
    });
    this.CONSUME(t.RightSquare);
    return { planes, ...(broken ? { broken } : {}), span: this.from(start) };
  });

  protected readonly gridRow = this.RULE("gridRow", (): GridRow => {
    const start = this.LA(1);
    const values: number[] = [];
    this.AT_LEAST_ONE(() => values.push(this.SUBRULE(this.signedNumber)));
    return { values, span: this.from(start) };
  });

  /** A number with its sign; `1/9` is a ninth. */
  protected readonly signedNumber = this.RULE("signedNumber", (): number => {
    let sign = 1;
    this.OPTION(() => {
      this.CONSUME(t.Minus);
      sign = -1;
    });
    let value = this.SUBRULE(this.number).value;
    this.OPTION1(() => {
      this.CONSUME(t.Slash);
      value /= this.SUBRULE1(this.number).value;
    });
    // No negative zero: it would not survive JSON.
    return sign * value + 0;
  });

  protected readonly unit = this.RULE("unit", (): string => {
    return this.OR<string>([
      { ALT: () => this.unquote(this.CONSUME(t.Text)) },
      {
        ALT: () => {
          let unit = this.SUBRULE(this.unitAtom);
          this.MANY(() => {
            const sign = this.OR1([
              { ALT: () => this.CONSUME(t.Slash) },
              { ALT: () => this.CONSUME(t.Star) },
              { ALT: () => this.CONSUME(t.Caret) },
            ]);
            unit += sign.image + this.SUBRULE1(this.unitAtom);
          });
          return unit;
        },
      },
    ]);
  });

  protected readonly unitAtom = this.RULE("unitAtom", (): string => {
    return this.OR([
      { ALT: () => this.CONSUME(t.Percent).image },
      { ALT: () => this.CONSUME(t.NumberLiteral).image },
      { ALT: () => this.SUBRULE(this.anyName).text },
    ]);
  });

  protected readonly sizes = this.RULE("sizes", (): Sizes => {
    const sizes = [this.SUBRULE(this.expression)];
    this.MANY({
      GATE: () => this.byAhead(),
      DEF: () => {
        this.SUBRULE(this.by);
        sizes.push(this.SUBRULE1(this.expression));
      },
    });
    return this.ACTION(() => ({ sizes, span: { start: sizes[0]!.span.start, end: sizes.at(-1)!.span.end } }));
  });

  protected readonly by = this.RULE("by", () => {
    this.OR([{ ALT: () => this.CONSUME(t.By) }, { ALT: () => this.CONSUME(t.X) }]);
  });

  /** What an `if` asks. */
  protected readonly condition = this.RULE("condition", (): Expression => {
    let left = this.SUBRULE(this.conjunction);
    this.MANY(() => {
      const operator = this.CONSUME(t.Or);
      left = this.binary(operator, left, this.SUBRULE1(this.conjunction));
    });
    return left;
  });

  private readonly conjunction = this.RULE("conjunction", (): Expression => {
    let left = this.SUBRULE(this.negation);
    this.MANY(() => {
      const operator = this.CONSUME(t.And);
      left = this.binary(operator, left, this.SUBRULE1(this.negation));
    });
    return left;
  });

  private readonly negation = this.RULE("negation", (): Expression => {
    const start = this.LA(1);
    let negative = false;
    this.MANY(() => {
      this.CONSUME(t.Not);
      negative = !negative;
    });
    const operand = this.SUBRULE(this.comparison);
    return negative ? { type: "not", operand, span: this.from(start) } : operand;
  });

  private readonly comparison = this.RULE("comparison", (): Expression => {
    let left = this.SUBRULE(this.expression);
    this.OPTION(() => {
      const operator = this.CONSUME(t.Comparison);
      left = this.binary(operator, left, this.SUBRULE1(this.expression));
    });
    return left;
  });

  protected readonly expression = this.RULE("expression", (): Expression => {
    let left = this.SUBRULE(this.term);
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
      left = this.binary(operator, left, this.SUBRULE1(this.term));
    });
    return left;
  });

  private readonly term = this.RULE("term", (): Expression => {
    let left = this.SUBRULE(this.factor);
    this.MANY(() => {
      const operator = this.OR([
        { ALT: () => this.CONSUME(t.Star) },
        { ALT: () => this.CONSUME(t.Slash) },
        { ALT: () => this.CONSUME(t.Percent) },
      ]);
      left = this.binary(operator, left, this.SUBRULE1(this.factor));
    });
    return left;
  });

  /** Also read on its own, where it is nested deeply. */
  readonly factor = this.RULE("factor", (): Expression => {
    const start = this.LA(1);
    let negative = false;
    this.MANY(() => {
      this.CONSUME(t.Minus);
      negative = !negative;
    });
    const operand = this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.SUBRULE(this.nameOrCall) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const inner = this.SUBRULE(this.condition);
          this.CONSUME(t.RightParen);
          return inner;
        },
      },
      { ALT: () => this.computed(this.CONSUME(t.Computed)) },
    ]);
    return negative ? { type: "negate", operand, span: this.from(start) } : operand;
  });

  /** `f`, or `min(f, 8)`. */
  private readonly nameOrCall = this.RULE("nameOrCall", (): Expression => {
    const name = this.SUBRULE(this.name);
    let given: Expression[] | undefined;
    this.OPTION({
      GATE: () => this.LA(1).startOffset === name.span.end,
      DEF: () => {
        given = [];
        this.CONSUME(t.LeftParen);
        this.MANY_SEP({ SEP: t.Comma, DEF: () => given!.push(this.SUBRULE(this.expression)) });
        this.CONSUME(t.RightParen);
      },
    });
    if (!given) return { type: "name", name: name.text, span: name.span };
    return this.ACTION(() => ({ type: "call", name, arguments: given!, span: this.from(name.span.start) }));
  });

  protected readonly number = this.RULE("number", () => {
    const token = this.CONSUME(t.NumberLiteral);
    const value = Number(token.image.replaceAll("_", ""));
    return { type: "number" as const, value, span: spanOf(token) };
  });

  protected readonly name = this.RULE("name", (): Name => {
    const token = this.CONSUME(t.Identifier);
    return { text: token.image, span: spanOf(token) };
  });

  protected readonly anyName = this.RULE("anyName", (): Name => {
    const token = this.CONSUME(t.AnyName);
    return { text: token.image, span: spanOf(token) };
  });

  protected binary(operator: IToken, left: Expression, right: Expression): Expression {
    return this.ACTION(() => ({
      type: "binary",
      operator: BINARY[operator.image]!,
      left,
      right,
      span: { start: left.span.start, end: right.span.end },
    }));
  }

  /** `x` joins sizes only where a size follows: `conv 8@3 x` ends before the name. */
  protected byAhead(): boolean {
    const next = this.LA(1);
    if (tokenMatcher(next, t.By)) return true;
    if (!tokenMatcher(next, t.X)) return false;
    return [t.NumberLiteral, t.Identifier, t.LeftParen].some((type: TokenType) =>
      tokenMatcher(this.LA(2), type),
    );
  }

  /** What was read beforehand. */
  private computed({ payload }: IToken): Expression {
    return this.ACTION(() => payload as Expression);
  }

  protected unquote(token: IToken): string {
    return token.image.slice(1, -1).replace(/\\(["\\])/g, "$1");
  }

  /** From a token or offset to the end of the last token that was read. */
  protected from(start: IToken | number): Span {
    const offset = typeof start === "number" ? start : start.startOffset;
    return { start: offset, end: endOf(this.LA(0)) };
  }
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}

/** Offset behind a token; the lexer tracks starts alone, which is faster. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}
