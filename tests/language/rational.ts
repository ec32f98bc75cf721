// Expressions of specs with their values, computed with fractions of big integers that are compared by multiplying across.
import fc from "fast-check";

/** over/under, under > 0; not in lowest terms. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** An expression as a spec writes it; its value is undefined where it divides by zero. */
export interface Sum {
  readonly text: string;
  value(names: ReadonlyMap<string, number>): Fraction | undefined;
}

export function fractionOf(over: bigint, under: bigint): Fraction {
  return under < 0n ? { over: -over, under: -under } : { over, under };
}

export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.over * b.under === b.over * a.under;
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.over * b.under < b.over * a.under;
}

function floorOf({ over, under }: Fraction): Fraction {
  const rest = ((over % under) + under) % under;
  return { over: (over - rest) / under, under: 1n };
}

/** The exact value of a number as it is written in decimals. */
export function decimal(text: string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text)!;
  const [, whole = "", part = "", power = "0"] = match;
  const shift = Number(power) - part.length;
  const digits = BigInt(whole + part);
  return shift < 0
    ? { over: digits, under: 10n ** BigInt(-shift) }
    : { over: digits * 10n ** BigInt(shift), under: 1n };
}

const OPERATORS: { readonly [sign: string]: (a: Fraction, b: Fraction) => Fraction | undefined } = {
  "+": (a, b) => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under }),
  "-": (a, b) => ({ over: a.over * b.under - b.over * a.under, under: a.under * b.under }),
  "*": (a, b) => ({ over: a.over * b.over, under: a.under * b.under }),
  "/": (a, b) => (b.over === 0n ? undefined : fractionOf(a.over * b.under, a.under * b.over)),
  // x − y·⌊x/y⌋
  "%": (a, b) => {
    if (b.over === 0n) return undefined;
    const { over } = floorOf(fractionOf(a.over * b.under, a.under * b.over));
    return { over: a.over * b.under - over * b.over * a.under, under: a.under * b.under };
  },
};

const FUNCTIONS: { readonly [name: string]: (a: Fraction) => Fraction } = {
  floor: floorOf,
  ceil: ({ over, under }) => {
    const below = floorOf({ over: -over, under });
    return { over: -below.over, under: 1n };
  },
  // Halves up.
  round: ({ over, under }) => floorOf({ over: 2n * over + under, under: 2n * under }),
};

export function literal(text: string): Sum {
  return { text, value: () => decimal(text) };
}

export function variable(name: string): Sum {
  return { text: name, value: (names) => ({ over: BigInt(names.get(name)!), under: 1n }) };
}

export function binary(left: Sum, sign: string, right: Sum): Sum {
  return {
    text: `(${left.text} ${sign} ${right.text})`,
    value(names) {
      const [a, b] = [left.value(names), right.value(names)];
      return a && b && OPERATORS[sign]!(a, b);
    },
  };
}

export function applied(name: string, of: Sum): Sum {
  return {
    text: `${name}(${of.text})`,
    value(names) {
      const value = of.value(names);
      return value && FUNCTIONS[name]!(value);
    },
  };
}

export function extreme(name: "min" | "max", left: Sum, right: Sum): Sum {
  return {
    text: `${name}(${left.text}, ${right.text})`,
    value(names) {
      const [a, b] = [left.value(names), right.value(names)];
      if (!a || !b) return undefined;
      return isLess(a, b) === (name === "min") ? a : b;
    },
  };
}

const number = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9999 })).map(([a, b]) => `${a}.${b}`),
  fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: -20, max: 20 })).map(([a, b]) => `${a}e${b}`),
  fc.constantFrom("0.1", "0.2", "0.3", "0.7", "1e-5", "9007199254740991", "0.33333333333333333333333333"),
);

/** Sums of numbers alone. */
export const sums: fc.Arbitrary<Sum> = fc.letrec<{ sum: Sum }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    number.map(literal),
    fc
      .tuple(tie("sum"), fc.constantFrom(...Object.keys(OPERATORS)), tie("sum"))
      .map(([a, sign, b]) => binary(a, sign, b)),
    fc.tuple(fc.constantFrom(...Object.keys(FUNCTIONS)), tie("sum")).map(([name, of]) => applied(name, of)),
    fc
      .tuple(fc.constantFrom("min" as const, "max" as const), tie("sum"), tie("sum"))
      .map(([name, a, b]) => extreme(name, a, b)),
  ),
})).sum;
