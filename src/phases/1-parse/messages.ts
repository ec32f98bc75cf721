import { type IRecognitionException, type IToken, tokenMatcher } from "chevrotain";
import { endOf } from "../../../grammar/parser.ts";
import * as t from "../../../grammar/tokens.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { insert, put, sure } from "../../diagnostics/fix.ts";
import { optionHelp } from "../../diagnostics/other-tools.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { inChain } from "./chain-messages.ts";
import { type Advice, EXPECTED, WANTED } from "./expected.ts";
import { type Fault, shorten } from "./fault.ts";
import { asArrow, asComment, asShare, flattened, joined, twoComparisons, withoutCommas } from "./fixes.ts";
import { asOption } from "./option-fixes.ts";

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
    tokens,
    index: at,
    wanted: error.message,
    rules,
    rule: rules.at(-1) ?? "declaration",
    source,
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
          fix: t.declarationWords.includes(error.token.tokenType)
            ? sure(
                "put it on a line of its own",
                put({ start: endOf(tokens[at - 1]!), end: span.start }, "\n"),
              )
            : undefined,
        }
      : advise(fault, found);
  sink.error("syntax_unexpected", span, advice.message ?? `expected ${advice.expected}, found ${found}`, {
    help: advice.help,
    fix: advice.fix,
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

/** What begins a comment in other languages. */
const NO_COMMENT = {
  message: "`/` begins no comment",
  help: "a comment starts with `#` and goes to the end of the line",
};

function inGrid(fault: Fault): Advice | undefined {
  const { found, rules, rule } = fault;
  if (!rules.includes("grid") && !(rule === "bracket" && rules.includes("word"))) return undefined;
  if (found.tokenType === t.Comma) {
    return {
      message: "a comma stands between numbers of a grid",
      help: "separate numbers by spaces, and rows by a new line or `;`",
      fix: withoutCommas(fault),
    };
  }
  if (found.tokenType === t.LeftSquare) {
    return {
      message: "a grid has one pair of brackets",
      help: "rows are separated by a new line or `;`: `[ 1 0; 0 1 ]`",
      fix: flattened(fault),
    };
  }
  return undefined;
}

/** `kernel_size=3`, in a list of options or in parentheses. */
function afterEquals(fault: Fault): Advice | undefined {
  const { found, before, index, rules } = fault;
  if (found.tokenType !== t.Equals || index <= 2 || rules.at(-2) === "ifStatement") return undefined;
  const claim = rules.includes("body") ? "; a claim has an arrow: `=> 26x26x4`" : "";
  const written =
    (before && optionHelp(before.image)) ??
    "an option stands behind its name, without a sign: `stride 2`, `epochs 5`";
  return { message: "`=` stands where an option needs no sign", help: written + claim, fix: asOption(fault) };
}

function inExpression(fault: Fault): Advice | undefined {
  const { found, before, rule, rules, wanted, source } = fault;
  if (found.tokenType === t.Comma && wanted === "RightParen" && rule === "factor") {
    return {
      message: "sizes are not separated by commas",
      help: "they are joined by `x`: `3x3`, `28x28x1`",
      fix: joined(fault),
    };
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
  if (wanted === "LeftBrace" && rule === "body" && rules.includes("ifStatement")) return inCondition(fault);
  if (rule !== "factor") return undefined;
  if (before?.tokenType === t.Slash && (found.tokenType === t.Slash || found.tokenType === t.Star))
    return { ...NO_COMMENT, fix: asComment(before.startOffset, source) };
  if (found.tokenType === t.Comparison && before?.tokenType === t.Minus)
    return { message: "`->` is no arrow", help: "a claim has the arrow `=>`", fix: asArrow(fault) };
  if (before?.tokenType === t.Percent) {
    return {
      message: "a share is not written with `%`",
      help: "50 % is written `0.5`; `%` is the remainder of a division",
      fix: asShare(fault),
    };
  }
  if (before?.tokenType === t.AtSign) return { expected: "the size of a kernel", help: "`32@3` or `32@3x3`" };
  if (before?.tokenType === t.If) return EXPECTED.condition;
  if (before?.tokenType === t.Repeat) return { expected: "how many times", help: "`repeat 3 { … }`" };
  if (rules.includes("claim")) return EXPECTED.claim;
  return { expected: "a number" };
}

/** Behind the condition of an `if`. */
function inCondition(fault: Fault): Advice {
  const { found, after } = fault;
  const { tokenType: type } = found;
  if (type === t.Comparison)
    return {
      message: "a comparison has two sides",
      help: "join two of them by `and`: `1 < n and n < 8`",
      fix: twoComparisons(fault),
    };
  if (type === t.Equals)
    return {
      message: "`=` compares nothing",
      help: "two numbers are compared by `==`: `if n == 1 { … }`",
      fix: sure("write `==`", insert(endOf(found), "=")),
    };
  if (type === t.Bar && after?.tokenType === t.Bar)
    return {
      message: "`||` joins nothing",
      help: "of two conditions joined by `or`, one must hold: `if n == 1 or n == 2 { … }`",
      fix: sure("write `or`", put({ start: found.startOffset, end: endOf(after) }, "or")),
    };
  return EXPECTED.ifStatement!;
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
        ? didYouMean(found.image, FORMS, { start: found.startOffset, end: endOf(found) })
        : undefined;
    if (wanted === "Leads" || wanted === "Hz")
      return { expected: WANTED[wanted]!, help: "`input 5000 samples x 12 leads at 500 Hz`" };
    return { ...general, help: kind ?? general.help };
  }
  return wanted in WANTED ? { ...general, expected: WANTED[wanted]! } : general;
}
