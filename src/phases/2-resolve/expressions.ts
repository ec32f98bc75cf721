import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { BinaryOperator, Expression, Name } from "../../ir/ast.ts";
import { functionNames, functionOf } from "../../ir/functions.ts";
import type { Mentions } from "../../ir/mentions.ts";
import { measures } from "../../shape/shape.ts";

/** What expressions may name. */
export interface Names {
  readonly sink: Sink;
  /** Parameters of the block, and numbers of rounds. */
  readonly variables: ReadonlyMap<string, Name>;
  /** Where uses of names are noted. */
  readonly mentions: Mentions;
  /** Words that may stand in the place of a number, to suggest: `all`, or a layer's options. */
  words?(): readonly string[];
}

/** Where sizes of the current value (`channels`, `width`, …) have no meaning. */
export type Elsewhere = Names & { readonly measures: false };

const ARITHMETIC: ReadonlySet<BinaryOperator> = new Set(["+", "-", "*", "/", "%"]);
const LOGIC: ReadonlySet<BinaryOperator> = new Set(["and", "or"]);

/** Whether expressions are numbers made of names that have a value; reports what is not. */
export function known(expressions: readonly Expression[], names: Names | Elsewhere): boolean {
  let ok = true;
  for (const expression of expressions) ok = isNumber(expression, names) && ok;
  return ok;
}

/** Whether an expression is a condition, made of names that have a value; reports what is not. */
export function knownCondition(expression: Expression, names: Names): boolean {
  if (expression.type === "not") return knownCondition(expression.operand, names);
  if (expression.type === "binary" && LOGIC.has(expression.operator)) {
    const left = knownCondition(expression.left, names);
    return knownCondition(expression.right, names) && left;
  }
  if (expression.type === "binary" && !ARITHMETIC.has(expression.operator))
    return known([expression.left, expression.right], names);
  if (!known([expression], names)) return false;
  names.sink.error("argument_wrong", expression.span, "this is a number, and a condition compares two", {
    help: "compare it: `n > 0`, `width == height`",
  });
  return false;
}

function isNumber(expression: Expression, names: Names | Elsewhere): boolean {
  const { sink } = names;
  switch (expression.type) {
    case "number":
      return true;
    case "name":
      return isVariable(expression, names);
    case "negate":
      return isNumber(expression.operand, names);
    case "call":
      return isCall(expression, names);
    case "binary":
      if (ARITHMETIC.has(expression.operator)) return known([expression.left, expression.right], names);
      break;
    case "not":
      break;
  }
  sink.error("argument_wrong", expression.span, "this is true or false, and a number belongs here", {
    help: "a comparison is what an `if` asks: `if n > 0 { … } else { … }`",
  });
  return false;
}

function isVariable(expression: Extract<Expression, { type: "name" }>, names: Names | Elsewhere): boolean {
  const { name, span } = expression;
  const ofValue = !("measures" in names);
  const variable = names.variables.get(name);
  names.mentions.use(span, variable);
  if (variable || (ofValue && measures.includes(name))) return true;
  const { variables, sink } = names;
  sink.error("name_unknown", span, `\`${name}\` has no value here`, {
    help: () =>
      didYouMean(
        name,
        [...(names.words?.() ?? []), ...variables.keys(), ...(ofValue ? measures : [])],
        span,
      ) ??
      (variables.size > 0
        ? `known are ${[...variables.keys()].map((v) => `\`${v}\``).join(", ")}`
        : "write a number"),
  });
  return false;
}

function isCall(call: Extract<Expression, { type: "call" }>, names: Names | Elsewhere): boolean {
  const definition = functionOf(call.name.text);
  if (!definition) {
    names.sink.error("name_unknown", call.name.span, `there is no function \`${call.name.text}\``, {
      help:
        didYouMean(call.name.text, functionNames, call.name.span) ??
        `functions are ${functionNames.map((name) => `\`${name}\``).join(", ")}`,
    });
    return false;
  }
  const count = call.arguments.length;
  const [least, most] = definition.takes;
  if (count < least || count > most) {
    names.sink.error(
      "argument_wrong",
      call.span,
      `\`${call.name.text}\` takes ${least === 1 ? "one number" : "two numbers or more"}, and here ${count === 1 ? "is 1" : `are ${count}`}`,
      { help: `\`${definition.example}\`` },
    );
    return false;
  }
  return known(call.arguments, names);
}
