import { type IToken, tokenMatcher } from "chevrotain";
import type {
  ArgumentSyntax,
  Expression,
  LayerSyntax,
  Name,
  Replaced,
  Sizes,
  Statement,
  Word,
} from "../src/ir/ast.ts";
import { spanOf } from "./expressions.ts";
import { InputParser } from "./inputs.ts";
import * as t from "./tokens.ts";

/** What stands between the braces of nets and blocks. */
export class StatementParser extends InputParser {
  /** Statements between braces. */
  protected readonly body = this.RULE("body", (): Statement[] => {
    this.CONSUME(t.LeftBrace);
    const statements = this.SUBRULE(this.chain);
    this.CONSUME(t.RightBrace);
    return statements;
  });

  protected readonly chain = this.RULE("chain", (): Statement[] => {
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

  protected readonly statement = this.RULE("statement", (): Statement => {
    return this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.inputStatement) },
      { ALT: () => this.SUBRULE(this.expectStatement) },
      { ALT: () => this.SUBRULE(this.repeatStatement) },
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.branchesStatement) },
      { ALT: () => this.SUBRULE(this.nestStatement) },
      { ALT: () => this.SUBRULE(this.sharedStatement) },
      {
        // `from` is a name as well; at the start of a statement it goes on from a value.
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.fromStatement),
      },
      {
        ALT: () => {
          const token = this.CONSUME(t.Broken);
          return this.ACTION(() => ({ type: "broken", ...(token.payload as Replaced), span: spanOf(token) }));
        },
      },
      {
        ALT: () => {
          const layer = this.SUBRULE(this.layer);
          const suffix = this.SUBRULE(this.suffix);
          return this.ACTION(() => ({ ...layer, ...suffix, span: this.from(layer.span.start) }));
        },
      },
    ]);
  });

  protected readonly expectStatement = this.RULE("expectStatement", (): Statement => {
    const start = this.CONSUME(t.Expect);
    const claims = this.SUBRULE(this.claims);
    const source = this.OPTION(() => this.unquote(this.CONSUME(t.Text)));
    return { type: "expect", claims, ...(source === undefined ? {} : { source }), span: this.from(start) };
  });

  private readonly repeatStatement = this.RULE("repeatStatement", (): Statement => {
    const start = this.CONSUME(t.Repeat);
    const count = this.SUBRULE(this.expression);
    const counter = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE(this.name);
    });
    const body = this.OR<readonly Statement[]>([
      { ALT: () => this.SUBRULE(this.body) },
      { ALT: () => [this.SUBRULE(this.layer)] },
    ]);
    const suffix = this.SUBRULE(this.suffix);
    return {
      type: "repeat",
      count,
      ...(counter ? { counter } : {}),
      body,
      ...suffix,
      span: this.from(start),
    };
  });

  private readonly ifStatement = this.RULE("ifStatement", (): Statement => {
    const start = this.CONSUME(t.If);
    const choices = [{ condition: this.SUBRULE(this.condition), body: this.SUBRULE(this.body) }];
    this.MANY(() => {
      this.CONSUME(t.Else);
      this.CONSUME1(t.If);
      choices.push({ condition: this.SUBRULE1(this.condition), body: this.SUBRULE1(this.body) });
    });
    const otherwise = this.OPTION(() => {
      this.CONSUME1(t.Else);
      return this.SUBRULE2(this.body);
    });
    const suffix = this.SUBRULE(this.suffix);
    return {
      type: "if",
      choices,
      ...(otherwise ? { otherwise } : {}),
      ...suffix,
      span: this.from(start),
    };
  });

  private readonly nestStatement = this.RULE("nestStatement", (): Statement => {
    const start = this.CONSUME(t.Nest);
    const level = this.SUBRULE(this.layer);
    const suffix = this.SUBRULE(this.suffix);
    return { type: "nest", level, ...suffix, span: this.from(start) };
  });

  /** One set of weights under a name, wherever the name is used. */
  private readonly sharedStatement = this.RULE("sharedStatement", (): Statement => {
    const start = this.CONSUME(t.Shared);
    const name = this.SUBRULE(this.name);
    const body = this.SUBRULE(this.body);
    return { type: "shared", name, body, span: this.from(start) };
  });

  /** `from features`: the next layer takes this value. */
  private readonly fromStatement = this.RULE("fromStatement", (): Statement => {
    const start = this.CONSUME(t.From);
    const value = this.SUBRULE(this.name);
    return { type: "from", value, span: this.from(start) };
  });

  protected readonly branchesStatement = this.RULE("branchesStatement", (): Statement => {
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

  protected readonly layer = this.RULE("layer", (): LayerSyntax => {
    const name = this.SUBRULE(this.name);
    let given: ArgumentSyntax[] | undefined;
    this.OPTION({
      // Only a parenthesis right after the name holds arguments: `stage(16)`, but `dense (n + 1)`.
      GATE: () => this.LA(1).startOffset === name.span.end,
      DEF: () => {
        given = [];
        this.CONSUME(t.LeftParen);
        this.MANY_SEP({ SEP: t.Comma, DEF: () => given!.push(this.SUBRULE(this.argument)) });
        this.CONSUME(t.RightParen);
      },
    });
    const words: Word[] = [];
    this.MANY(() => words.push(this.SUBRULE(this.word)));
    const body = this.OPTION1(() => this.SUBRULE(this.body));
    return this.ACTION(() => ({
      type: "layer",
      name,
      ...(given ? { arguments: given } : {}),
      words,
      ...(body ? { body } : {}),
      claims: [],
      span: this.from(name.span.start),
    }));
  });

  /** `64`, `k = 3`, or one number a level: `k = [3, 5]`. */
  private readonly argument = this.RULE("argument", (): ArgumentSyntax => {
    const start = this.LA(1);
    const name = this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Equals,
      DEF: () => {
        const given = this.SUBRULE(this.name);
        this.CONSUME(t.Equals);
        return given;
      },
    });
    const values: Expression[] = [];
    const list = this.OR<boolean>([
      {
        ALT: () => {
          values.push(this.SUBRULE(this.expression));
          return false;
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftSquare);
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => values.push(this.SUBRULE1(this.expression)) });
          this.CONSUME(t.RightSquare);
          return true;
        },
      },
    ]);
    return { ...(name ? { name } : {}), values, list, span: this.from(start) };
  });

  protected readonly word = this.RULE("word", (): Word => {
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

  protected readonly bracket = this.RULE("bracket", (): Word => {
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

  protected namesAhead(): boolean {
    let k = 2;
    while (tokenMatcher(this.LA(k), t.NewLine)) k++;
    return tokenMatcher(this.LA(k), t.Identifier);
  }

  protected text(token: IToken): Word {
    return { type: "text", text: this.unquote(token), span: spanOf(token) };
  }
}
