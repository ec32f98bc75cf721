import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../ir/ast.ts";
import { functionOf } from "../../ir/functions.ts";
import { formatShape, measures, rank } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import { type Possible, possibleMeasure } from "./possible.ts";

/** What the names of an expression stand for. */
export interface Values {
  /** Parameters of the block, and numbers of rounds; undefined where a fault leaves one unknown. */
  readonly variables: ReadonlyMap<string, number | undefined>;
  /** The value that the layer takes: its `channels`, `width` and so on. */
  readonly current?: Possible;
  /** Told of every size that an expression asks for: one of the value, or one that the spec leaves open. */
  readonly sizes?: { readonly open: ReadonlyMap<string, number>; asked: boolean };
}

type Binary = Extract<Expression, { type: "binary" }>;
type Reports = Pick<Sink, "error">;

/**
 * Value of an expression, or undefined where it was reported, as a division by zero, or an axis that is not there; and
 * where it depends on something that was.
 */
export function evaluate(expression: Expression, values: Values, sink: Reports): number | undefined {
  switch (expression.type) {
    case "number":
      return expression.value;
    case "name":
      if (values.sizes?.open.has(expression.name)) values.sizes.asked = true;
      return values.variables.has(expression.name)
        ? values.variables.get(expression.name)
        : measured(expression, values, sink);
    case "negate": {
      const value = evaluate(expression.operand, values, sink);
      return value === undefined ? undefined : 0 - value;
    }
    case "call": {
      const given = expression.arguments.map((argument) => evaluate(argument, values, sink));
      if (given.includes(undefined)) return undefined;
      return functionOf(expression.name.text)!.apply(given as number[]);
    }
    case "binary": {
      const sides = both(expression, values, sink);
      if (!sides) return undefined;
      const [left, right] = sides;
      if ((expression.operator === "/" || expression.operator === "%") && right === 0) {
        sink.error("argument_wrong", expression.span, "this divides by zero");
        return undefined;
      }
      const result = ARITHMETIC[expression.operator as keyof typeof ARITHMETIC](left, right);
      if (isExact(left, right, result)) return result;
      sink.error(
        "shape_too_large",
        expression.span,
        `${left} ${expression.operator} ${right} is beyond 2^53, up to which whole numbers are exact`,
      );
      return undefined;
    }
    case "not":
      // What is true or false was told from numbers when names were resolved.
      return undefined;
  }
}

/** Whether a condition holds, or undefined where it was reported. */
export function decide(expression: Expression, values: Values, sink: Reports): boolean | undefined {
  if (expression.type === "not") {
    const holds = decide(expression.operand, values, sink);
    return holds === undefined ? undefined : !holds;
  }
  const { operator, left, right } = expression as Binary;
  if (operator === "and" || operator === "or") {
    const first = decide(left, values, sink);
    if (first === undefined || first === (operator === "or")) return first;
    return decide(right, values, sink);
  }
  const sides = both(expression as Binary, values, sink);
  return sides && COMPARISONS[operator as keyof typeof COMPARISONS](...sides);
}

function both({ left, right }: Binary, values: Values, sink: Reports): [number, number] | undefined {
  const a = evaluate(left, values, sink);
  const b = evaluate(right, values, sink);
  return a === undefined || b === undefined ? undefined : [a, b];
}

function measured(
  { name, span }: Extract<Expression, { type: "name" }>,
  { current, sizes }: Values,
  sink: Reports,
): number | undefined {
  // Channels follow from the layers before; only behind `flatten` do they depend on the input's sizes.
  if (sizes && current && (name !== "channels" || current.some((shape) => rank(shape) === 0)))
    sizes.asked = true;
  const size = current && possibleMeasure(current, name);
  if (size !== "none") return size;
  // A name that has no meaning at all was told when names were resolved.
  if (measures.includes(name))
    sink.error(
      "argument_wrong",
      span,
      `the value here is ${formatShape(current![0]!)} and has no \`${name}\``,
    );
  return undefined;
}

const ARITHMETIC = {
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  // No negative zeros: they would not survive JSON.
  "*": (a: number, b: number) => a * b + 0,
  "/": (a: number, b: number) => a / b + 0,
  // With the sign of what it is divided by, as in mathematics.
  "%": (a: number, b: number) => ((a % b) * b < 0 ? (a % b) + b : a % b) + 0,
};

/** Whether a whole number that is made of whole numbers is the right one. */
function isExact(left: number, right: number, result: number): boolean {
  return (
    !Number.isInteger(left) ||
    !Number.isInteger(right) ||
    !Number.isInteger(result) ||
    Number.isSafeInteger(result)
  );
}

const COMPARISONS = {
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "==": (a: number, b: number) => a === b,
  "!=": (a: number, b: number) => a !== b,
};

/** A whole number of at least `least`; anything else is reported at the place where it is used. */
export function wholeNumber(
  expression: Expression,
  values: Values,
  least: number,
  what: string,
  sink: Reports,
): number | undefined {
  const value = evaluate(expression, values, sink);
  if (value === undefined) return undefined;
  return checkWhole(value, least, what, expression.span, sink);
}

export function checkWhole(
  value: number,
  least: number,
  what: string,
  span: Span,
  sink: Reports,
): number | undefined {
  if (Number.isSafeInteger(value) && value >= least) return value;
  if (value > Number.MAX_SAFE_INTEGER) {
    const size = Number.isFinite(value) ? ` (${value})` : "";
    sink.error("shape_too_large", span, `${what} is too large${size}: sizes are exact up to 2^53`);
  } else {
    sink.error(
      "argument_wrong",
      span,
      `${what} is ${Number.isFinite(value) ? value : "no number"}, and must be a whole number of at least ${least}`,
      Number.isInteger(value) || !Number.isFinite(value)
        ? {}
        : { help: "`round`, `floor` and `ceil` make a whole number: `ceil(n / 2)`" },
    );
  }
  return undefined;
}
