import { tokenMatcher } from "chevrotain";
import type { ClaimSyntax, Expression, FieldSyntax, InputSyntax, Name, Range } from "../src/ir/ast.ts";
import { ExpressionParser } from "./expressions.ts";
import * as t from "./tokens.ts";

type Suffix = { as?: Name; claims: ClaimSyntax[] };

/** The input of a net, names of values, and claims. */
export class InputParser extends ExpressionParser {
  protected readonly inputStatement = this.RULE("inputStatement", (): InputSyntax => {
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
    const suffix = this.SUBRULE(this.suffix);
    return { type: "input", ...rest, ...(range ? { range } : {}), ...suffix, span: this.from(start) };
  });

  /** The name of a value, and what is claimed of it. */
  protected readonly suffix = this.RULE("suffix", (): Suffix => {
    const as = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE(this.name);
    });
    const claims = this.OPTION1(() => this.SUBRULE(this.claimed)) ?? [];
    return as ? { as, claims } : { claims };
  });

  /** `from 0 to 100`. */
  protected readonly range = this.RULE("range", (): Range => {
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
    let broken = false;
    this.CONSUME(t.LeftBrace);
    this.MANY({
      GATE: () => this.mayStart(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.separator) },
          { ALT: () => fields.push(this.SUBRULE(this.field)) },
          {
            ALT: () => {
              this.CONSUME(t.Broken);
              broken = true;
            },
          },
        ]);
      },
    });
    this.CONSUME(t.RightBrace);
    return { form: "fields" as const, fields, ...(group ? { group } : {}), ...(broken ? { broken } : {}) };
  });

  private readonly field = this.RULE("field", (): FieldSyntax => {
    const name = this.SUBRULE(this.anyName);
    const unit = this.OPTION(() => {
      this.CONSUME(t.In);
      return this.SUBRULE(this.unit);
    });
    return unit === undefined ? { name } : { name, unit };
  });

  protected readonly separator = this.RULE("separator", () => {
    this.OR([{ ALT: () => this.CONSUME(t.NewLine) }, { ALT: () => this.CONSUME(t.Comma) }]);
  });

  protected readonly claimed = this.RULE("claimed", (): ClaimSyntax[] => {
    this.CONSUME(t.Arrow);
    return this.SUBRULE(this.claims);
  });

  protected readonly claims = this.RULE("claims", (): ClaimSyntax[] => {
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
    const count = this.OPTION({
      GATE: () => this.LA(1).tokenType !== t.But,
      DEF: () => this.SUBRULE(this.name),
    });
    const but = this.OPTION1(() => {
      this.CONSUME(t.But);
      return this.SUBRULE1(this.sizes);
    });
    return this.ACTION(() => {
      const rest = { value, ...(but ? { but } : {}), span: this.from(value.span.start) };
      return count ? { type: "count", ...rest, count } : { type: "shape", ...rest };
    });
  });

  /** What stands in a list begins after a comma, a new line or the opening of the list. */
  protected mayStart(): boolean {
    const { tokenType: before } = this.LA(0);
    if (before === t.Comma || before === t.NewLine || before === t.LeftBrace || before === t.Bar) return true;
    const { tokenType: next } = this.LA(1);
    return next === t.Comma || next === t.NewLine;
  }
}
