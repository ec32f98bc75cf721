import { type IRecognitionException, type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { optionHelp } from "../../diagnostics/other-tools.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { type Advice, EXPECTED, WANTED } from "./expected.ts";

/** A syntax error, as the rules below see it. */
interface Fault {
  readonly found: IToken;
  /** The token before it, line breaks included. */
  readonly before: IToken | undefined;
  readonly after: IToken | undefined;
  /** Place among the declaration's tokens: its word is 0, its name is 1. */
  readonly index: number;
  /** The one token that could stand here; undefined where several could. */
  readonly wanted: string;
  readonly rules: readonly string[];
  readonly rule: string;
}

/** Turns the parser's first error in a declaration into a message. */
export function reportSyntax(
  error: IRecognitionException,
  tokens: readonly IToken[],
  source: SourceFile,
  sink: Sink,
): void {
  const atEnd = Number.isNaN(error.token.startOffset);
  const last = tokens.at(-1)!;
  const at = atEnd ? tokens.length : tokens.indexOf(error.token);
  const span: Span = atEnd
    ? { start: endOf(last) - 1, end: endOf(last) }
    : { start: error.token.startOffset, end: endOf(error.token) };
  const rules = error.context.ruleStack;
  const fault: Fault = {
    found: error.token,
    before: tokens[at - 1],
    after: tokens[at + 1],
    index: at,
    wanted: error.message,
    rules,
    rule: rules.at(-1) ?? "declaration",
  };
  const found = atEnd
    ? "the end"
    : error.token.tokenType === t.NewLine
      ? "the end of the line"
      : `\`${shorten(source.slice(span))}\``;
  const advice =
    error.name === "NotAllInputParsedException"
      ? {
          message: `this declaration is over before ${found}`,
          help: "start the next declaration on a new line",
        }
      : advise(fault, found);
  sink.error("syntax_unexpected", span, advice.message ?? `expected ${advice.expected}, found ${found}`, {
    help: advice.help,
  });
}

function advise(fault: Fault, found: string): Advice {
  return (
    inGrid(fault) ??
    afterEquals(fault) ??
    inExpression(fault) ??
    inChain(fault, found) ??
    aboutNames(fault, found) ??
    plain(fault)
  );
}

function inGrid({ found, rules, rule }: Fault): Advice | undefined {
  if (!rules.includes("grid") && !(rule === "bracket" && rules.includes("word"))) return undefined;
  if (found.tokenType === t.Comma) {
    return {
      message: "a comma stands between numbers of a grid",
      help: "separate numbers by spaces, and rows by a new line or `;`",
    };
  }
  if (found.tokenType === t.LeftSquare) {
    return {
      message: "a grid has one pair of brackets",
      help: "rows are separated by a new line or `;`: `[ 1 0; 0 1 ]`",
    };
  }
  return undefined;
}

/** `kernel_size=3`, in a list of options or in parentheses. */
function afterEquals({ found, before, index, rules }: Fault): Advice | undefined {
  if (found.tokenType !== t.Equals || index <= 2 || rules.at(-2) === "ifStatement") return undefined;
  const claim = rules.includes("body") ? "; a claim has an arrow: `=> 26x26x4`" : "";
  const written =
    (before && optionHelp(before.image)) ??
    "an option stands behind its name, without a sign: `stride 2`, `epochs 5`";
  return { message: "`=` stands where an option needs no sign", help: written + claim };
}

function inExpression({ found, before, rule, rules, wanted }: Fault): Advice | undefined {
  if (found.tokenType === t.Comma && wanted === "RightParen" && rule === "factor") {
    return { message: "sizes are not separated by commas", help: "they are joined by `x`: `3x3`, `28x28x1`" };
  }
  if (
    rule === "repeatStatement" &&
    before &&
    (tokenMatcher(before, t.Identifier) || before.tokenType === t.RightParen)
  ) {
    return {
      message: "`repeat` is followed by how often, and then by what",
      help: EXPECTED.repeatStatement!.help!,
    };
  }
  if (wanted === "LeftBrace" && rule === "body" && rules.includes("ifStatement")) return inCondition(found);
  if (rule !== "factor") return undefined;
  if (found.tokenType === t.Comparison && before?.tokenType === t.Minus)
    return { message: "`->` is no arrow", help: "a claim has the arrow `=>`" };
  if (before?.tokenType === t.Percent) {
    return {
      message: "a share is not written with `%`",
      help: "50 % is written `0.5`; `%` is the remainder of a division",
    };
  }
  if (before?.tokenType === t.AtSign) return { expected: "the size of a kernel", help: "`32@3` or `32@3x3`" };
  if (before?.tokenType === t.If) return EXPECTED.condition;
  if (before?.tokenType === t.Repeat) return { expected: "how many times", help: "`repeat 3 { … }`" };
  if (rules.includes("claim")) return EXPECTED.claim;
  return { expected: "a number" };
}

/** Behind the condition of an `if`. */
function inCondition({ tokenType: type }: IToken): Advice {
  if (type === t.Comparison)
    return {
      message: "a comparison has two sides",
      help: "join two of them by `and`: `1 < n and n < 8`",
    };
  if (type === t.Equals)
    return { message: "`=` compares nothing", help: "two numbers are compared by `==`: `if n == 1 { … }`" };
  return EXPECTED.ifStatement!;
}

/** Between the braces of a net, a block, a repeat or branches. */
function inChain(fault: Fault, found: string): Advice | undefined {
  const { found: token, before, after, wanted, rule } = fault;
  const { tokenType: type } = token;
  if (fault.index <= 2) return undefined;
  const inBody = wanted === "RightBrace" && (rule === "body" || rule === "branchesStatement");
  const inList = wanted === "RightBrace" && (rule === "entries" || rule === "task" || rule === "fieldsOf");
  if (!inBody && !inList) {
    return rule === "branchesStatement" && wanted === ""
      ? { expected: "a branch that starts with `|`", help: EXPECTED.branchesStatement!.help! }
      : undefined;
  }
  const starts = !before || [t.LeftBrace, t.NewLine, t.Comma, t.Bar, t.Semicolon].includes(before.tokenType);
  if (type === t.Slash && (after?.tokenType === t.Slash || after?.tokenType === t.Star)) {
    return {
      message: "`/` begins no comment",
      help: "a comment starts with `#` and goes to the end of the line",
    };
  }
  if (type === t.LeftParen)
    return { message: "unexpected `(`", help: "parentheses stand right behind a block's name: `stage(16)`" };
  if (inList && !starts && (tokenMatcher(token, t.AnyName) || type === t.Text)) {
    return {
      message: `${found} can't follow \`${shorten(before!.image)}\``,
      help: 'separate names by commas or new lines; a name of several words stands between quotation marks: `"atrial fibrillation"`',
    };
  }
  if (inList && !starts) {
    const help =
      rule === "entries" ? "options are separated by commas or new lines: `batch 32, epochs 5`" : undefined;
    return { message: `${found} can't follow \`${shorten(before!.image)}\``, help };
  }
  if (inList) {
    return {
      expected:
        rule === "entries"
          ? "the name of an option"
          : rule === "task"
            ? "the name of a class or quantity"
            : "the name of a field",
      help: type === t.Semicolon ? "separate them by commas or new lines" : undefined,
    };
  }
  if (type === t.Semicolon)
    return {
      message: "a semicolon stands between layers",
      help: "start the next layer on a new line or after a comma",
    };
  if (type === t.Bar)
    return { message: "`|` stands outside of branches", help: EXPECTED.branchesStatement!.help! };
  if (type === t.Arrow)
    return {
      message: "a second `=>` for one layer",
      help: "several claims are separated by commas: `=> 26x26x4, 36 weights`",
    };
  if (type === t.AtSign)
    return {
      expected: "how many kernels there are before `@`",
      help: "`conv 32@3` has 32 kernels of size 3",
    };
  if (type === t.LeftBrace)
    return {
      message: "nothing here takes braces",
      help: "to apply layers several times, write `repeat 3 { … }`",
    };
  if (type === t.Else)
    return { message: "this `else` belongs to no `if`", help: EXPECTED.ifStatement!.help! };
  if (!starts && [t.Input, t.Expect, t.Repeat, t.Branches, t.If, t.Nest, t.Shared].includes(type)) {
    return {
      message: `a comma or a new line is missing before ${found}`,
      help: "each layer and each statement starts after one",
    };
  }
  if (starts && before?.tokenType === t.Comma) {
    return {
      expected: "a layer after the comma",
      help: "a comma ends a layer: sizes are joined by `x` (`28x28x1`), and what belongs to a layer follows it by a space (`conv 32@3x3 stride 2`)",
    };
  }
  if (starts)
    return { expected: "the name of a layer", help: "a layer begins with its name: `conv 32@3`, `relu`" };
  if (type === t.NumberLiteral && before?.tokenType === t.NumberLiteral) {
    return {
      message: `${found} can't follow \`${shorten(before.image)}\``,
      help: "sizes are joined by `x` (`28x28x1`), and claims are separated by commas (`=> 26x26x4, 36 weights`)",
    };
  }
  return {
    message: `${found} can't follow \`${shorten(before!.image)}\``,
    help: "the next layer starts on a new line or after a comma",
  };
}

/** Where one certain sign or name was to come. */
function aboutNames(fault: Fault, found: string): Advice | undefined {
  const { found: token, wanted, rule, rules } = fault;
  if (fault.index === 2 && ["Equals", "LeftBrace"].includes(wanted) && rule !== "entries") {
    const word =
      token.tokenType === t.Minus || token.tokenType === t.NumberLiteral || tokenMatcher(token, t.Identifier);
    const help = word ? "a name is one word of letters, digits and `_`: `my_net`" : plain(fault).help;
    return { expected: WANTED[wanted]!, help };
  }
  if (wanted !== "Identifier" && wanted !== "AnyName") return undefined;
  if (fault.before?.tokenType === t.Nest) return EXPECTED.nestStatement;
  if (fault.before?.tokenType === t.Around)
    return { expected: "the name of the hole", help: "`block level(f) around inside { …, inside, … }`" };
  if (rules.at(-2) === "branchesStatement") {
    return {
      expected: "how the branches are joined",
      help: "`branches add { | … | … }` or `branches concat { | … | … }`",
    };
  }
  if (tokenMatcher(token, t.AnyName)) {
    return { message: `${found} has a meaning of its own and can't be a name`, help: "choose another name" };
  }
  if (token.tokenType === t.NumberLiteral)
    return { expected: "a name", help: "a name begins with a letter: `net2`" };
  const parent = rules.at(-2) ?? "";
  return ["kernel", "block", "task", "net", "data", "train", "use", "sharedStatement"].includes(parent)
    ? { expected: "a name", help: EXPECTED[parent]!.help! }
    : undefined;
}

const FORMS = ["image", "volume", "samples"];

function plain({ found, wanted, rule, rules }: Fault): Advice {
  const known = [...rules].reverse().find((name) => name in EXPECTED);
  const general = known === undefined ? { expected: "a declaration" } : EXPECTED[known]!;
  if (rule === "fieldsOf" || rule === "samples" || rule === "inputStatement") {
    const kind =
      tokenMatcher(found, t.AnyName) && !FORMS.includes(found.image)
        ? didYouMean(found.image, FORMS)
        : undefined;
    if (wanted === "Leads" || wanted === "Hz")
      return { expected: WANTED[wanted]!, help: "`input 5000 samples x 12 leads at 500 Hz`" };
    return { ...general, help: kind ?? general.help };
  }
  return wanted in WANTED ? { ...general, expected: WANTED[wanted]! } : general;
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
