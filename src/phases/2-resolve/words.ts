import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression, Word } from "../../ir/ast.ts";

/** The name that a word consists of, if it is a lone name. */
export function bareName(word: Word): string | undefined {
  if (word.type !== "sizes" || word.value.sizes.length !== 1) return undefined;
  const only = word.value.sizes[0]!;
  return only.type === "name" ? only.name : undefined;
}

/** The text of a word that is a name or a quoted text. */
export function textOf(word: Word | undefined): string | undefined {
  if (!word) return undefined;
  return word.type === "text" ? word.text : bareName(word);
}

/** The value of a word that is a plain number, with its sign; divisions of numbers are not read. */
export function numberOf(word: Word | undefined): number | undefined {
  if (word?.type !== "sizes" || word.value.sizes.length !== 1) return undefined;
  return constant(word.value.sizes[0]!);
}

/** Training computes with 32 bits: a larger number would be infinite. */
const LARGEST = 3.4e38;

function constant(expression: Expression): number | undefined {
  if (expression.type === "number") return expression.value <= LARGEST ? expression.value : undefined;
  if (expression.type === "negate") {
    const value = constant(expression.operand);
    return value === undefined ? undefined : 0 - value;
  }
  return undefined;
}

/** The numbers of `70/15/15`. */
export function ratioOf(word: Word | undefined): number[] | undefined {
  if (word?.type !== "sizes" || word.value.sizes.length !== 1) return undefined;
  const parts: number[] = [];
  let expression: Expression = word.value.sizes[0]!;
  while (expression.type === "binary" && expression.operator === "/") {
    if (expression.right.type !== "number") return undefined;
    parts.unshift(expression.right.value);
    expression = expression.left;
  }
  if (expression.type !== "number") return undefined;
  return [expression.value, ...parts];
}

/** A whole number of at least `least` behind a name; anything else is reported. */
export function wholeNumber(
  name: string,
  word: Word | undefined,
  least: number,
  at: Word,
  sink: Sink,
): number | undefined {
  const value = numberOf(word);
  if (value !== undefined && Number.isSafeInteger(value) && value >= least) return value;
  sink.error(
    "argument_wrong",
    word?.span ?? at.span,
    `\`${name}\` needs a whole number of at least ${least}`,
  );
  return undefined;
}
