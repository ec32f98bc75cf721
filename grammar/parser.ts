import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type TokenType,
  tokenMatcher,
} from "chevrotain";
import type {
  BinaryOperator,
  ClaimSyntax,
  Declaration,
  Entry,
  Expression,
  FieldSyntax,
  GridLiteral,
  GridRow,
  InputSyntax,
  LayerSyntax,
  Name,
  Range,
  Sizes,
  Statement,
  TaskItem,
  Word,
} from "../src/ir/ast.ts";
import type { Span } from "../src/source/source-file.ts";
import { LazyLookahead } from "./lookahead.ts";
import * as t from "./tokens.ts";

const MAX_LOOKAHEAD = 2;

type Suffix = { as?: Name; claims: ClaimSyntax[] };

const BINARY: { readonly [image: string]: BinaryOperator } = {
  "+": "+",
  "-": "-",
  "−": "-",
  "*": "*",
  "/": "/",
  "%": "%",
};

/** An error's text is the name of the token that was expected, or empty; messages for people are made elsewhere. */
const EXPECTED_TOKEN: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => "",
  buildNoViableAltMessage: () => "",
  buildEarlyExitMessage: () => "",
};

/**
 * The grammar of one declaration; its rules build the tree as they go. A file is cut into declarations before, so
 * that an error in one does not hide those in others.
 */
export class SpecParser extends EmbeddedActionsParser {
  constructor(options: { readonly validate: boolean }) {
    super(t.tokens, {
      lookaheadStrategy: new LazyLookahead(MAX_LOOKAHEAD),
      maxLookahead: MAX_LOOKAHEAD,
      recoveryEnabled: false,
      skipValidations: !options.validate,
      errorMessageProvider: EXPECTED_TOKEN,
    });
    this.performSelfAnalysis();
  }

  readonly declaration = this.RULE("declaration", (): Declaration => {
    return this.OR<Declaration>([
      { ALT: () => this.SUBRULE(this.kernel) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.task) },
      { ALT: () => this.SUBRULE(this.net) },
      { ALT: () => this.SUBRULE(this.data) },
      { ALT: () => this.SUBRULE(this.train) },
    ]);
  });

  private readonly kernel = this.RULE("kernel", (): Declaration => {
    const start = this.CONSUME(t.KernelWord);
    const name = this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    const grid = this.SUBRULE(this.grid);
    return { type: "kernel", name, grid, span: this.from(start) };
  });

  private readonly block = this.RULE("block", (): Declaration => {
    const start = this.CONSUME(t.BlockWord);
    const name = this.SUBRULE(this.name);
    const parameters: Name[] = [];
    this.OPTION(() => {
      this.CONSUME(t.LeftParen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => parameters.push(this.SUBRULE1(this.name)) });
      this.CONSUME(t.RightParen);
    });
    const body = this.SUBRULE(this.body);
    return { type: "block", name, parameters, body, span: this.from(start) };
  });

  private readonly task = this.RULE("task", (): Declaration => {
    const start = this.CONSUME(t.TaskWord);
    const name = this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    const kind = this.SUBRULE1(this.name);
    const items: TaskItem[] = [];
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            const named = this.SUBRULE(this.taskItems);
            this.ACTION(() => items.push(...named));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Of);
            items.push(this.SUBRULE(this.taskItem));
          },
        },
      ]);
    });
    return { type: "task", name, kind, items, span: this.from(start) };
  });

  private readonly taskItems = this.RULE("taskItems", (): TaskItem[] => {
    const items: TaskItem[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY({
      GATE: () => this.mayStart(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.separator) },
          { ALT: () => items.push(this.SUBRULE(this.taskItem)) },
        ]);
      },
    });
    this.CONSUME(t.RightBrace);
    return items;
  });

  private readonly taskItem = this.RULE("taskItem", (): TaskItem => {
    const start = this.LA(1);
    const name = this.OR<Name>([
      { ALT: () => this.SUBRULE(this.anyName) },
      { ALT: () => this.textName(this.CONSUME(t.Text)) },
      {
        ALT: () => {
          const token = this.CONSUME(t.NumberLiteral);
          return { text: token.image, span: spanOf(token) };
        },
      },
    ]);
    let unit: string | undefined;
    this.OPTION(() => {
      this.CONSUME(t.In);
      unit = this.SUBRULE(this.unit);
    });
    const range = this.OPTION1(() => this.SUBRULE(this.range));
    return {
      name,
      ...(unit === undefined ? {} : { unit }),
      ...(range ? { range } : {}),
      span: this.from(start),
    };
  });

  private readonly net = this.RULE("net", (): Declaration => {
    const start = this.CONSUME(t.NetWord);
    const name = this.SUBRULE(this.name);
    const body = this.SUBRULE(this.body);
    return { type: "net", name, body, span: this.from(start) };
  });

  private readonly data = this.RULE("data", (): Declaration => {
    const start = this.CONSUME(t.DataWord);
    const name = this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    const kind = this.SUBRULE1(this.name);
    const words: Word[] = [];
    this.MANY(() => words.push(this.SUBRULE(this.word)));
    const entries = this.OPTION(() => this.SUBRULE(this.entries)) ?? [];
    return { type: "data", name, kind, words, entries, span: this.from(start) };
  });

  private readonly train = this.RULE("train", (): Declaration => {
    const start = this.CONSUME(t.TrainWord);
    const net = this.SUBRULE(this.name);
    this.CONSUME(t.On);
    const data = this.SUBRULE1(this.name);
    const entries = this.OPTION(() => this.SUBRULE(this.entries)) ?? [];
    return { type: "train", net, data, entries, span: this.from(start) };
  });

  private readonly entries = this.RULE("entries", (): Entry[] => {
    const entries: Entry[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.separator) },
        { ALT: () => this.CONSUME(t.Semicolon) },
        { ALT: () => entries.push(this.SUBRULE(this.entry)) },
      ]);
    });
    this.CONSUME(t.RightBrace);
    return entries;
  });

  private readonly entry = this.RULE("entry", (): Entry => {
    const start = this.LA(1);
    const words: Word[] = [];
    this.OR([
      {
        ALT: () => {
          const name = this.SUBRULE(this.anyName);
          const value: Sizes = {
            sizes: [{ type: "name", name: name.text, span: name.span }],
            span: name.span,
          };
          words.push({ type: "sizes", value, span: name.span });
        },
      },
      { ALT: () => words.push(this.text(this.CONSUME(t.Text))) },
    ]);
    this.MANY(() => words.push(this.SUBRULE(this.word)));
    return { words, span: this.from(start) };
  });

  /** Statements between braces. */
  private readonly body = this.RULE("body", (): Statement[] => {
    this.CONSUME(t.LeftBrace);
    const statements = this.SUBRULE(this.chain);
    this.CONSUME(t.RightBrace);
    return statements;
  });

  private readonly chain = this.RULE("chain", (): Statement[] => {
    const statements: Statement[] = [];
    this.MANY({
      GATE: () => this.mayStart(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.separator) },
          { ALT: () => statements.push(this.SUBRULE(this.statement)) },
        ]);
      },
    });
    return statements;
  });

  private readonly separator = this.RULE("separator", () => {
    this.OR([{ ALT: () => this.CONSUME(t.NewLine) }, { ALT: () => this.CONSUME(t.Comma) }]);
  });

  private readonly statement = this.RULE("statement", (): Statement => {
    return this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.inputStatement) },
      { ALT: () => this.SUBRULE(this.expectStatement) },
      { ALT: () => this.SUBRULE(this.repeatStatement) },
      { ALT: () => this.SUBRULE(this.branchesStatement) },
      {
        ALT: () => {
          const layer = this.SUBRULE(this.layer);
          const suffix = this.SUBRULE(this.suffix);
          return this.ACTION(() => ({ ...layer, ...suffix, span: this.from(layer.span.start) }));
        },
      },
    ]);
  });

  private readonly inputStatement = this.RULE("inputStatement", (): InputSyntax => {
    const start = this.CONSUME(t.Input);
    const rest = this.OR<Partial<InputSyntax> & Pick<InputSyntax, "form">>([
      {
        // `image` and `volume` are names as well; here they come first.
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(t.ImageWord);
          return { form: "image", sizes: this.SUBRULE(this.sizes) };
        },
      },
      {
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(t.VolumeWord);
          return { form: "volume", sizes: this.SUBRULE1(this.sizes) };
        },
      },
      { ALT: () => this.SUBRULE(this.samples) },
      { ALT: () => this.SUBRULE(this.fieldsOf) },
    ]);
    const range = this.OPTION(() => this.SUBRULE(this.range));
    const claims = this.OPTION1(() => this.SUBRULE(this.claimed)) ?? [];
    return { type: "input", ...rest, ...(range ? { range } : {}), claims, span: this.from(start) };
  });

  /** `from 0 to 100`. */
  private readonly range = this.RULE("range", (): Range => {
    const start = this.CONSUME(t.From);
    const from = this.SUBRULE(this.signedNumber);
    this.CONSUME(t.To);
    const to = this.SUBRULE1(this.signedNumber);
    return { from, to, span: this.from(start) };
  });

  private readonly samples = this.RULE("samples", () => {
    const length = this.SUBRULE(this.expression);
    this.CONSUME(t.Samples);
    let width: Expression | undefined;
    this.OPTION(() => {
      this.SUBRULE(this.by);
      width = this.SUBRULE1(this.expression);
      this.CONSUME(t.Leads);
    });
    let rate: Expression | undefined;
    this.OPTION1(() => {
      this.CONSUME(t.At);
      rate = this.SUBRULE2(this.expression);
      this.CONSUME(t.Hz);
    });
    return this.ACTION(() => {
      const lead: Expression = width ?? { type: "number", value: 1, span: length.span };
      return {
        form: "samples" as const,
        sizes: { sizes: [length, lead], span: { start: length.span.start, end: lead.span.end } },
        ...(rate === undefined ? {} : { rate }),
      };
    });
  });

  private readonly fieldsOf = this.RULE("fieldsOf", () => {
    const group = this.OPTION(() => this.SUBRULE(this.name));
    const fields: FieldSyntax[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY({
      GATE: () => this.mayStart(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.separator) },
          { ALT: () => fields.push(this.SUBRULE(this.field)) },
        ]);
      },
    });
    this.CONSUME(t.RightBrace);
    return { form: "fields" as const, fields, ...(group ? { group } : {}) };
  });

  private readonly field = this.RULE("field", (): FieldSyntax => {
    const name = this.SUBRULE(this.anyName);
    const unit = this.OPTION(() => {
      this.CONSUME(t.In);
      return this.SUBRULE(this.unit);
    });
    return unit === undefined ? { name } : { name, unit };
  });

  private readonly expectStatement = this.RULE("expectStatement", (): Statement => {
    const start = this.CONSUME(t.Expect);
    const claims = this.SUBRULE(this.claims);
    const source = this.OPTION(() => this.unquote(this.CONSUME(t.Text)));
    return { type: "expect", claims, ...(source === undefined ? {} : { source }), span: this.from(start) };
  });

  private readonly repeatStatement = this.RULE("repeatStatement", (): Statement => {
    const start = this.CONSUME(t.Repeat);
    const count = this.SUBRULE(this.expression);
    const body = this.OR<readonly Statement[]>([
      { ALT: () => this.SUBRULE(this.body) },
      { ALT: () => [this.SUBRULE(this.layer)] },
    ]);
    const suffix = this.SUBRULE(this.suffix);
    return { type: "repeat", count, body, ...suffix, span: this.from(start) };
  });

  private readonly branchesStatement = this.RULE("branchesStatement", (): Statement => {
    const start = this.CONSUME(t.Branches);
    const join = this.SUBRULE(this.name);
    const branches: (readonly Statement[])[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.separator));
    this.AT_LEAST_ONE(() => {
      this.CONSUME(t.Bar);
      branches.push(this.SUBRULE(this.chain));
    });
    this.CONSUME(t.RightBrace);
    const suffix = this.SUBRULE(this.suffix);
    return { type: "branches", join, branches, ...suffix, span: this.from(start) };
  });

  private readonly layer = this.RULE("layer", (): LayerSyntax => {
    const name = this.SUBRULE(this.name);
    let values: Expression[] | undefined;
    this.OPTION({
      // Only a parenthesis right after the name holds arguments: `stage(16)`, but `dense (n + 1)`.
      GATE: () => this.LA(1).startOffset === name.span.end,
      DEF: () => {
        values = [];
        this.CONSUME(t.LeftParen);
        this.MANY_SEP({ SEP: t.Comma, DEF: () => values!.push(this.SUBRULE(this.expression)) });
        this.CONSUME(t.RightParen);
      },
    });
    const words: Word[] = [];
    this.MANY(() => words.push(this.SUBRULE(this.word)));
    return this.ACTION(() => ({
      type: "layer",
      name,
      ...(values ? { arguments: values } : {}),
      words,
      claims: [],
      span: this.from(name.span.start),
    }));
  });

  private readonly suffix = this.RULE("suffix", (): Suffix => {
    const as = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE(this.name);
    });
    const claims = this.OPTION1(() => this.SUBRULE(this.claimed)) ?? [];
    return as ? { as, claims } : { claims };
  });

  private readonly claimed = this.RULE("claimed", (): ClaimSyntax[] => {
    this.CONSUME(t.Arrow);
    return this.SUBRULE(this.claims);
  });

  private readonly claims = this.RULE("claims", (): ClaimSyntax[] => {
    const claims = [this.SUBRULE(this.claim)];
    this.MANY({
      // A layer never starts with a number, so a number after a comma goes on with the claims.
      GATE: () => tokenMatcher(this.LA(2), t.NumberLiteral),
      DEF: () => {
        this.CONSUME(t.Comma);
        claims.push(this.SUBRULE1(this.claim));
      },
    });
    return claims;
  });

  private readonly claim = this.RULE("claim", (): ClaimSyntax => {
    const value = this.SUBRULE(this.sizes);
    const count = this.OPTION(() => this.SUBRULE(this.name));
    return this.ACTION(() => {
      if (!count) return { type: "shape", value, span: value.span };
      return { type: "count", value, count, span: { start: value.span.start, end: count.span.end } };
    });
  });

  private readonly word = this.RULE("word", (): Word => {
    return this.OR<Word>([
      {
        ALT: () => {
          const start = this.CONSUME(t.No);
          const name = this.SUBRULE(this.name);
          return { type: "no", name, span: this.from(start) };
        },
      },
      { ALT: () => this.text(this.CONSUME(t.Text)) },
      { ALT: () => this.SUBRULE(this.bracket) },
      {
        ALT: () => {
          const value = this.SUBRULE(this.sizes);
          let extent: Sizes | undefined;
          this.OPTION(() => {
            this.CONSUME(t.AtSign);
            extent = this.SUBRULE1(this.sizes);
          });
          return this.ACTION(() => {
            if (!extent) return { type: "sizes", value, span: value.span };
            const span = { start: value.span.start, end: extent.span.end };
            return { type: "kernels", count: value, extent, span };
          });
        },
      },
    ]);
  });

  private readonly bracket = this.RULE("bracket", (): Word => {
    const start = this.LA(1);
    return this.OR<Word>([
      {
        GATE: () => this.namesAhead(),
        ALT: () => {
          const names: Name[] = [];
          this.CONSUME(t.LeftSquare);
          this.MANY(() => {
            this.OR1([
              { ALT: () => this.SUBRULE(this.separator) },
              { ALT: () => names.push(this.SUBRULE(this.name)) },
            ]);
          });
          this.CONSUME(t.RightSquare);
          return { type: "names", names, span: this.from(start) };
        },
      },
      {
        ALT: () => {
          const grid = this.SUBRULE(this.grid);
          return { type: "grid", grid, span: grid.span };
        },
      },
    ]);
  });

  private readonly grid = this.RULE("grid", (): GridLiteral => {
    const planes: { rows: GridRow[] }[] = [{ rows: [] }];
    const start = this.CONSUME(t.LeftSquare);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.NewLine) },
        { ALT: () => this.CONSUME(t.Semicolon) },
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
    return { planes, span: this.from(start) };
  });

  private readonly gridRow = this.RULE("gridRow", (): GridRow => {
    const start = this.LA(1);
    const values: number[] = [];
    this.AT_LEAST_ONE(() => values.push(this.SUBRULE(this.signedNumber)));
    return { values, span: this.from(start) };
  });

  /** A number with its sign; `1/9` is a ninth. */
  private readonly signedNumber = this.RULE("signedNumber", (): number => {
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

  private readonly unit = this.RULE("unit", (): string => {
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

  private readonly unitAtom = this.RULE("unitAtom", (): string => {
    return this.OR([
      { ALT: () => this.CONSUME(t.Percent).image },
      { ALT: () => this.CONSUME(t.NumberLiteral).image },
      { ALT: () => this.SUBRULE(this.anyName).text },
    ]);
  });

  private readonly sizes = this.RULE("sizes", (): Sizes => {
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

  private readonly by = this.RULE("by", () => {
    this.OR([{ ALT: () => this.CONSUME(t.By) }, { ALT: () => this.CONSUME(t.X) }]);
  });

  private readonly expression = this.RULE("expression", (): Expression => {
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

  private readonly factor = this.RULE("factor", (): Expression => {
    const start = this.LA(1);
    let negative = false;
    this.MANY(() => {
      this.CONSUME(t.Minus);
      negative = !negative;
    });
    const operand = this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.number) },
      {
        ALT: () => {
          const name = this.SUBRULE(this.name);
          return { type: "name", name: name.text, span: name.span };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const inner = this.SUBRULE(this.expression);
          this.CONSUME(t.RightParen);
          return inner;
        },
      },
    ]);
    return negative ? { type: "negate", operand, span: this.from(start) } : operand;
  });

  private readonly number = this.RULE("number", () => {
    const token = this.CONSUME(t.NumberLiteral);
    const value = Number(token.image.replaceAll("_", ""));
    return { type: "number" as const, value, span: spanOf(token) };
  });

  private readonly name = this.RULE("name", (): Name => {
    const token = this.CONSUME(t.Identifier);
    return { text: token.image, span: spanOf(token) };
  });

  private readonly anyName = this.RULE("anyName", (): Name => {
    const token = this.CONSUME(t.AnyName);
    return { text: token.image, span: spanOf(token) };
  });

  private binary(operator: IToken, left: Expression, right: Expression): Expression {
    return this.ACTION(() => ({
      type: "binary",
      operator: BINARY[operator.image]!,
      left,
      right,
      span: { start: left.span.start, end: right.span.end },
    }));
  }

  /** `x` joins sizes only where a size follows: `conv 8@3 x` ends before the name. */
  private byAhead(): boolean {
    const next = this.LA(1);
    if (tokenMatcher(next, t.By)) return true;
    if (!tokenMatcher(next, t.X)) return false;
    return [t.NumberLiteral, t.Identifier, t.LeftParen].some((type: TokenType) =>
      tokenMatcher(this.LA(2), type),
    );
  }

  /** What stands in a list begins after a comma, a new line or the opening of the list. */
  private mayStart(): boolean {
    const { tokenType: before } = this.LA(0);
    if (before === t.Comma || before === t.NewLine || before === t.LeftBrace || before === t.Bar) return true;
    const { tokenType: next } = this.LA(1);
    return next === t.Comma || next === t.NewLine;
  }

  private namesAhead(): boolean {
    let k = 2;
    while (tokenMatcher(this.LA(k), t.NewLine)) k++;
    return tokenMatcher(this.LA(k), t.Identifier);
  }

  private text(token: IToken): Word {
    return { type: "text", text: this.unquote(token), span: spanOf(token) };
  }

  private textName(token: IToken): Name {
    return { text: this.unquote(token), span: spanOf(token) };
  }

  private unquote(token: IToken): string {
    return token.image.slice(1, -1).replace(/\\(["\\])/g, "$1");
  }

  /** From a token or offset to the end of the last token that was read. */
  private from(start: IToken | number): Span {
    const offset = typeof start === "number" ? start : start.startOffset;
    return { start: offset, end: endOf(this.LA(0)) };
  }
}

function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}

/** Offset behind a token; the lexer tracks starts alone, which is faster. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}
