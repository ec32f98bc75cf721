import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../ir/ast.ts";
import { functionOf } from "../../ir/functions.ts";
import {
  compare,
  type Exact,
  exactText,
  floorOf,
  isLong,
  isWhole,
  MAX_DIGITS,
  readExact,
  toNumber,
} from "../../shape/exact.ts";
import {
  addTo,
  divideBy,
  isMoving,
  multiplyBy,
  opposite,
  type Quantity,
  roundDown,
  subtractFrom,
} from "../../shape/moving.ts";
import { formatShape, measure, measures, rank, type Shape } from "../../shape/shape.ts";
import { asSize } from "../../shape/size.ts";
import { Untold } from "../../shape/size-set.ts";
import type { Span } from "../../source/source-file.ts";
import { type Possible, possibleMeasure } from "./possible.ts";

/** What the names of an expression stand for. */
export interface Values {
  /** Parameters of the block, and numbers of rounds; undefined where a fault leaves one unknown. */
  readonly variables: ReadonlyMap<string, Quantity | undefined>;
  /** The value that the layer takes: its `channels`, `width` and so on. */
  readonly current?: Possible;
  /** The same where sizes are followed. */
  readonly followed?: Shape | undefined;
  /** Told of every size that an expression asks for: one of the value, or one that the spec leaves open. */
  readonly sizes?: { readonly open: ReadonlyMap<string, number>; asked: boolean };
}

type Binary = Extract<Expression, { type: "binary" }>;
type Reports = Pick<Sink, "error">;

/**
 * Exact value of an expression, or undefined where it was reported, as a division by zero, or an axis that is not there; and
 * where it depends on something that was.
 */
export function evaluate(expression: Expression, values: Values, sink: Reports): Quantity | undefined {
  switch (expression.type) {
    case "number":
      return known(literal(expression), expression.span, sink);
    case "name":
      if (values.sizes?.open.has(expression.name)) values.sizes.asked = true;
      return values.variables.has(expression.name)
        ? values.variables.get(expression.name)
        : measured(expression, values, sink);
    case "negate": {
      const value = evaluate(expression.operand, values, sink);
      return value === undefined ? undefined : opposite(value);
    }
    case "call": {
      const given = expression.arguments.map((argument) => evaluate(argument, values, sink));
      if (given.includes(undefined)) return undefined;
      return functionOf(expression.name.text)!.apply(given as Quantity[]);
    }
    case "binary": {
      const sides = both(expression, values, sink);
      if (!sides) return undefined;
      const [left, right] = sides;
      const { operator, span } = expression;
      if (operator === "/" || operator === "%") {
        if (isMoving(right)) right.region.demand({ value: right, sign: (sign) => sign !== 0 });
        if (right === 0) {
          sink.error("argument_wrong", span, "this divides by zero");
          return undefined;
        }
      }
      return known(ARITHMETIC[operator as keyof typeof ARITHMETIC](left, right), span, sink);
    }
    case "not":
      // What is true or false was told from numbers when names were resolved.
      return undefined;
  }
}

/** A number as it is written; undefined where it has too many digits. */
function literal(number: Extract<Expression, { type: "number" }>): Exact | undefined {
  const { value, text } = number;
  if (text === undefined && Number.isSafeInteger(value)) return value;
  if (!read.has(number)) read.set(number, readExact(text ?? String(value)));
  return read.get(number);
}

/** Numbers that were read: blocks and rounds ask for them again. */
const read = new WeakMap<Expression, Exact | undefined>();

function known(value: Quantity | undefined, span: Span, sink: Reports): Quantity | undefined {
  if (value !== undefined && (isMoving(value) || !isLong(value))) return value;
  sink.error("argument_wrong", span, `this number has more than ${MAX_DIGITS} digits`, {
    help: "numbers are exact fractions: `round`, `floor` and `ceil` make them shorter",
  });
  return undefined;
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
  if (!sides) return undefined;
  const sign = COMPARISONS[operator as keyof typeof COMPARISONS];
  if (!sides.some(isMoving)) return sign(Math.sign(compare(sides[0] as Exact, sides[1] as Exact)));
  const difference = subtractFrom(...sides);
  return isMoving(difference)
    ? difference.region.choose(difference, sign)
    : sign(Math.sign(compare(difference, 0)));
}

function both({ left, right }: Binary, values: Values, sink: Reports): [Quantity, Quantity] | undefined {
  const a = evaluate(left, values, sink);
  const b = evaluate(right, values, sink);
  return a === undefined || b === undefined ? undefined : [a, b];
}

function measured(
  { name, span }: Extract<Expression, { type: "name" }>,
  { current, followed, sizes }: Values,
  sink: Reports,
): Quantity | undefined {
  // Channels follow from the layers before; only behind `flatten` do they depend on the input's sizes.
  if (sizes && current && (name !== "channels" || current.some((shape) => rank(shape) === 0)))
    sizes.asked = true;
  const size = followed ? (measure(followed, name) ?? "none") : current && possibleMeasure(current, name);
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
  "+": addTo,
  "-": subtractFrom,
  "*": multiplyBy,
  "/": divideBy,
  // With the sign of what it is divided by, as in mathematics.
  "%": (a: Quantity, b: Quantity) => {
    const rounds = divideBy(a, b);
    return subtractFrom(a, multiplyBy(b, isMoving(rounds) ? roundDown(rounds) : floorOf(rounds)));
  },
};

/** What each comparison asks of the sign of the difference. */
const COMPARISONS = {
  "<": (sign: number) => sign < 0,
  "<=": (sign: number) => sign <= 0,
  ">": (sign: number) => sign > 0,
  ">=": (sign: number) => sign >= 0,
  "==": (sign: number) => sign === 0,
  "!=": (sign: number) => sign !== 0,
};

/**
 * A whole number of at least `least`; anything else is reported at the place where it is used. One that follows from an
 * open size is such a number from here on.
 */
export function wholeNumber(
  expression: Expression,
  values: Values,
  least: number,
  what: string,
  sink: Reports,
): number | undefined {
  const value = evaluate(expression, values, sink);
  if (value === undefined) return undefined;
  if (!isMoving(value)) return checkWhole(value, least, what, expression.span, sink);
  const whole = roundDown(value);
  value.region.demand({ value: subtractFrom(value, whole), sign: (sign) => sign === 0 });
  value.region.demand({ value: subtractFrom(whole, least), sign: (sign) => sign >= 0 });
  return asSize(whole);
}

function checkWhole(
  value: Exact,
  least: number,
  what: string,
  span: Span,
  sink: Reports,
): number | undefined {
  if (typeof value === "number" && value >= least) return value;
  if (compare(value, Number.MAX_SAFE_INTEGER) > 0) {
    const near = toNumber(value);
    const size = Number.isFinite(near) ? ` (${exactText(value)})` : "";
    sink.error("shape_too_large", span, `${what} is too large${size}: sizes are exact up to 2^53`);
  } else {
    sink.error(
      "argument_wrong",
      span,
      `${what} is ${exactText(value)}, and must be a whole number of at least ${least}`,
      isWhole(value) ? {} : { help: "`round`, `floor` and `ceil` make a whole number: `ceil(n / 2)`" },
    );
  }
  return undefined;
}

/** The nearest number to an exact one, for a setting that is no size. */
export function setting(value: Quantity | undefined): number | undefined {
  if (isMoving(value)) throw new Untold("it sets a number that is no size");
  return value === undefined ? undefined : toNumber(value);
}
