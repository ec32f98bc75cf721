import type { IRecognitionException, IToken } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";

/** What each rule of the grammar is, for people. */
const EXPECTED: { readonly [rule: string]: string } = {
  declaration: "a declaration",
  kernel: "`kernel NAME = [ … ]`",
  block: "`block NAME(parameters) { … }`",
  task: "`task NAME = classify { first, second }`",
  taskItem: "a name, or text between quotation marks",
  net: "`net NAME { … }`",
  data: '`data NAME = KIND "file" { … }`',
  train: "`train NET on DATA { … }`",
  entries: "options between braces",
  body: "layers between braces",
  chain: "a layer",
  statement: "a layer",
  inputStatement: "`image 28x28x1`, `5000 samples x 12 leads`, `volume 16x32x32x1` or `{ age in years }`",
  samples: "`samples`, as in `5000 samples x 12 leads at 500 Hz`",
  fieldsOf: "named fields between braces",
  field: "the name of a field",
  expectStatement: "a number and what it counts: `44 weights`",
  repeatStatement: "a block, or layers between braces",
  branchesStatement: "branches that start with `|`",
  claim: "a shape such as `26x26x4`, or `36 weights`",
  grid: "rows of numbers",
  gridRow: "a number",
  signedNumber: "a number",
  number: "a number",
  unit: "a unit, such as `years` or `mg/L`",
  unitAtom: "a unit",
  sizes: "a size",
  expression: "a number or a name",
  term: "a number or a name",
  factor: "a number or a name",
  name: "a name",
  anyName: "a name",
  bracket: "a list of names or rows of numbers",
};

/** Turns the parser's first error in a declaration into a message. */
export function reportSyntax(error: IRecognitionException, tokens: readonly IToken[], source: SourceFile, sink: Sink): void {
  const atEnd = Number.isNaN(error.token.startOffset);
  const last = tokens.at(-1)!;
  const span: Span = atEnd
    ? { start: endOf(last) - 1, end: endOf(last) }
    : { start: error.token.startOffset, end: endOf(error.token) };
  const found = atEnd ? "the end" : error.token.tokenType === t.NewLine ? "the end of the line" : `\`${source.slice(span)}\``;
  const rules = error.context.ruleStack;
  const special = specialCase(error.token, rules);
  if (special) {
    sink.error("syntax_unexpected", span, special.message, { help: special.help });
    return;
  }
  if (error.name === "NotAllInputParsedException") {
    sink.error("syntax_unexpected", span, `after this declaration is over, ${found} follows`, {
      help: "start the next declaration on a new line",
    });
    return;
  }
  const rule = rules.at(-1) ?? "declaration";
  const expected = EXPECTED[rule] ?? EXPECTED[[...rules].reverse().find((name) => name in EXPECTED) ?? "declaration"]!;
  sink.error("syntax_unexpected", span, `expected ${expected}, found ${found}`);
}

/** What beginners write, and what to write instead. */
function specialCase(token: IToken, rules: readonly string[]): { message: string; help: string } | undefined {
  const inGrid = rules.includes("grid") || rules.includes("gridRow");
  if (inGrid && token.tokenType === t.Comma) {
    return { message: "a comma stands between numbers of a grid", help: "separate numbers by spaces, and rows by a new line or `;`" };
  }
  const inBody = rules.includes("body") || rules.includes("branchesStatement");
  if (inBody && token.tokenType === t.Semicolon) {
    return { message: "a semicolon stands between layers", help: "start the next layer on a new line or after a comma" };
  }
  if (inBody && token.tokenType === t.Equals) {
    return {
      message: "`=` stands in a net",
      help: "options are written without `=`: `conv 32@3 stride 2`; a claim has an arrow: `=> 26x26x4`",
    };
  }
  if (token.tokenType === t.LeftBrace && rules.at(-1) === "declaration") {
    return { message: "unexpected `{`", help: "a declaration starts with its word and its name: `net NAME {`" };
  }
  return undefined;
}
