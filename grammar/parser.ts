import type { IToken } from "chevrotain";
import type { Declaration, Entry, Name, ParameterSyntax, Sizes, TaskItem, Word } from "../src/ir/ast.ts";
import { type ParserOptions, spanOf } from "./expressions.ts";
import { adopt, type Prepared, prepare } from "./prepared.ts";
import { StatementParser } from "./statements.ts";
import * as t from "./tokens.ts";

export { endOf } from "./expressions.ts";

/**
 * The grammar of one declaration; its rules build the tree as they go. A file is cut into declarations before, so
 * that an error in one does not hide those in others.
 */
export class SpecParser extends StatementParser {
  private readonly isWhole: boolean;
  private whole: SpecParser | undefined;

  constructor(options: ParserOptions) {
    super(options);
    this.isWhole = options.validate || options.whole === true || !adopt(this);
    if (this.isWhole) this.performSelfAnalysis();
  }

  /** The grammar itself, which chevrotain's errors are told from. */
  override getGAstProductions(): ReturnType<StatementParser["getGAstProductions"]> {
    if (this.isWhole) return super.getGAstProductions();
    this.whole ??= new SpecParser({ validate: false, whole: true });
    return this.whole.getGAstProductions();
  }

  /** All decisions of the grammar. */
  prepared(): Prepared {
    return prepare(this, this.lookahead);
  }

  private lacks = false;

  readonly declaration = this.RULE("declaration", (): Declaration => {
    this.lacks = false;
    return this.OR<Declaration>([
      { ALT: () => this.SUBRULE(this.kernel) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.task) },
      { ALT: () => this.SUBRULE(this.net) },
      { ALT: () => this.SUBRULE(this.data) },
      { ALT: () => this.SUBRULE(this.train) },
      { ALT: () => this.SUBRULE(this.use) },
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
    const parameters: ParameterSyntax[] = [];
    this.OPTION(() => {
      this.CONSUME(t.LeftParen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => parameters.push(this.SUBRULE(this.parameter)) });
      this.CONSUME(t.RightParen);
    });
    const hole = this.OPTION1(() => {
      this.CONSUME(t.Around);
      return this.SUBRULE1(this.name);
    });
    const body = this.SUBRULE(this.body);
    return { type: "block", name, parameters, ...(hole ? { hole } : {}), body, span: this.from(start) };
  });

  /** `f`, or `k = 3` with what holds where a use does not say. */
  private readonly parameter = this.RULE("parameter", (): ParameterSyntax => {
    const name = this.SUBRULE(this.name);
    const fallback = this.OPTION(() => {
      this.CONSUME(t.Equals);
      return this.SUBRULE(this.expression);
    });
    return fallback ? { name, fallback } : { name };
  });

  private readonly task = this.RULE("task", (): Declaration => {
    const start = this.CONSUME(t.TaskWord);
    const name = this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    const kind = this.SUBRULE1(this.name);
    const count = this.OPTION(() => this.SUBRULE(this.number));
    const every = this.OPTION1(() => {
      this.CONSUME(t.Every);
      return this.SUBRULE1(this.number);
    });
    const items: TaskItem[] = [];
    this.OPTION2(() => {
      this.OR([
        {
          ALT: () => {
            const named = this.SUBRULE(this.taskItems);
            this.ACTION(() => {
              for (const item of named) items.push(item);
            });
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
    return {
      type: "task",
      name,
      kind,
      ...(count ? { count } : {}),
      ...(every ? { every } : {}),
      items,
      ...this.lacking(),
      span: this.from(start),
    };
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
          { ALT: () => this.broken(this.CONSUME(t.Broken)) },
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
    return { type: "data", name, kind, words, entries, ...this.lacking(), span: this.from(start) };
  });

  private readonly train = this.RULE("train", (): Declaration => {
    const start = this.CONSUME(t.TrainWord);
    const net = this.SUBRULE(this.name);
    this.CONSUME(t.On);
    const data = this.SUBRULE1(this.name);
    const entries = this.OPTION(() => this.SUBRULE(this.entries)) ?? [];
    return { type: "train", net, data, entries, ...this.lacking(), span: this.from(start) };
  });

  private readonly use = this.RULE("use", (): Declaration => {
    const start = this.CONSUME(t.UseWord);
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    this.CONSUME(t.From);
    const path = this.textName(this.CONSUME(t.Text));
    return { type: "use", names, path, span: this.from(start) };
  });

  private readonly entries = this.RULE("entries", (): Entry[] => {
    const entries: Entry[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.separator) },
        { ALT: () => this.CONSUME(t.Semicolon) },
        { ALT: () => entries.push(this.SUBRULE(this.entry)) },
        { ALT: () => this.broken(this.CONSUME(t.Broken)) },
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
    const entries = this.OPTION(() => this.SUBRULE(this.entries));
    return { words, ...(entries ? { entries } : {}), span: this.from(start) };
  });

  private broken(_: IToken): void {
    this.lacks = true;
  }

  /** Whether all of the declaration's list could be read. */
  private lacking(): { readonly broken?: boolean } {
    return this.lacks ? { broken: true } : {};
  }

  private textName(token: IToken): Name {
    return { text: this.unquote(token), span: spanOf(token) };
  }
}
