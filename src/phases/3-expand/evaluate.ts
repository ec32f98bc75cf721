import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../ir/ast.ts";
import type { Span } from "../../source/source-file.ts";

/** Values of the names that an expression may use. */
export type Variables = ReadonlyMap<string, number>;

/** Value of an expression, or undefined where it was reported: an unknown name, a division by zero. */
export function evaluate(
  expression: Expression,
  variables: Variables,
  sink: Pick<Sink, "error">,
): number | undefined {
  switch (expression.type) {
    case "number":
      return expression.value;
    case "name":
      // Names were checked when they were resolved.
      return variables.get(expression.name);
    case "negate": {
      const value = evaluate(expression.operand, variables, sink);
      return value === undefined ? undefined : 0 - value;
    }
    case "binary": {
      const left = evaluate(expression.left, variables, sink);
      const right = evaluate(expression.right, variables, sink);
      if (left === undefined || right === undefined) return undefined;
      if ((expression.operator === "/" || expression.operator === "%") && right === 0) {
        sink.error("argument_wrong", expression.span, "this divides by zero");
        return undefined;
      }
      return OPERATORS[expression.operator](left, right);
    }
  }
}

const OPERATORS = {
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  // No negative zeros: they would not survive JSON.
  "*": (a: number, b: number) => a * b + 0,
  "/": (a: number, b: number) => a / b + 0,
  "%": (a: number, b: number) => a - b * Math.floor(a / b),
};

/** A whole number of at least `least`; anything else is reported at the place where it is used. */
export function wholeNumber(
  expression: Expression,
  variables: Variables,
  least: number,
  what: string,
  sink: Pick<Sink, "error">,
): number | undefined {
  const value = evaluate(expression, variables, sink);
  if (value === undefined) return undefined;
  return checkWhole(value, least, what, expression.span, sink);
}

export function checkWhole(
  value: number,
  least: number,
  what: string,
  span: Span,
  sink: Pick<Sink, "error">,
): number | undefined {
  if (Number.isSafeInteger(value) && value >= least) return value;
  if (value > Number.MAX_SAFE_INTEGER) {
    const size = Number.isFinite(value) ? ` (${value})` : "";
    sink.error("shape_too_large", span, `${what} is too large${size}: sizes are exact up to 2^53`);
  } else {
    sink.error(
      "argument_wrong",
      span,
      `${what} is ${value}, and must be a whole number of at least ${least}`,
    );
  }
  return undefined;
}
