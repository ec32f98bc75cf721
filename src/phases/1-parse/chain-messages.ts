import { tokenMatcher } from "chevrotain";
import * as t from "../../../grammar/tokens.ts";
import { type Advice, EXPECTED } from "./expected.ts";
import { type Fault, shorten } from "./fault.ts";
import { arrowToComma, asComment, commaBefore, inputSizes, semicolonToComma } from "./fixes.ts";

/** Between the braces of a net, a block, a repeat or branches. */
export function inChain(fault: Fault, found: string): Advice | undefined {
  const { found: token, before, after, wanted, rule, source } = fault;
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
      fix: asComment(token.startOffset, source),
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
    const fix = type === t.Semicolon ? semicolonToComma(fault) : undefined;
    return { message: `${found} can't follow \`${shorten(before!.image)}\``, help, fix };
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
      fix: type === t.Semicolon ? semicolonToComma(fault) : undefined,
    };
  }
  if (type === t.Semicolon)
    return {
      message: "a semicolon stands between layers",
      help: "start the next layer on a new line or after a comma",
      fix: semicolonToComma(fault),
    };
  if (type === t.Bar)
    return { message: "`|` stands outside of branches", help: EXPECTED.branchesStatement!.help! };
  if (type === t.Arrow)
    return {
      message: "a second `=>` for one layer",
      help: "several claims are separated by commas: `=> 26x26x4, 36 weights`",
      fix: arrowToComma(fault),
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
      fix: commaBefore(fault, true),
    };
  }
  if (starts && before?.tokenType === t.Comma) {
    return {
      expected: "a layer after the comma",
      help: "a comma ends a layer: sizes are joined by `x` (`28x28x1`), and what belongs to a layer follows it by a space (`conv 32@3x3 stride 2`)",
      fix: inputSizes(fault),
    };
  }
  if (starts)
    return { expected: "the name of a layer", help: "a layer begins with its name: `conv 32@3`, `relu`" };
  if (type === t.NumberLiteral && before?.tokenType === t.NumberLiteral) {
    return {
      message: `${found} can't follow \`${shorten(before.image)}\``,
      help: "sizes are joined by `x` (`28x28x1`), and claims are separated by commas (`=> 26x26x4, 36 weights`)",
      fix: inputSizes(fault),
    };
  }
  return {
    message: `${found} can't follow \`${shorten(before!.image)}\``,
    help: "the next layer starts on a new line or after a comma",
    fix: tokenMatcher(token, t.AnyName) ? commaBefore(fault, false) : undefined,
  };
}
