import { floorOf, quotient } from "../shape/exact.ts";
import { addTo, extreme, isMoving, opposite, type Quantity, roundDown } from "../shape/moving.ts";

/** A function that expressions may use. */
export interface NumberFunction {
  /** How many numbers it takes, at least and at most. */
  readonly takes: readonly [least: number, most: number];
  /** How it is written. */
  readonly example: string;
  apply(values: readonly Quantity[]): Quantity;
}

const HALF = quotient(1, 2);

function floor(x: Quantity): Quantity {
  return isMoving(x) ? roundDown(x) : floorOf(x);
}

/** What expressions may call. */
const functions: { readonly [name: string]: NumberFunction } = {
  ceil: { takes: [1, 1], example: "ceil(n / 2)", apply: ([x]) => opposite(floor(opposite(x!))) },
  floor: { takes: [1, 1], example: "floor(n / 2)", apply: ([x]) => floor(x!) },
  round: { takes: [1, 1], example: "round(n / 2)", apply: ([x]) => floor(addTo(x!, HALF)) },
  min: {
    takes: [2, Number.POSITIVE_INFINITY],
    example: "min(n, 8)",
    apply: (values) => values.reduce((a, b) => extreme(a, b, -1)),
  },
  max: {
    takes: [2, Number.POSITIVE_INFINITY],
    example: "max(n, 8)",
    apply: (values) => values.reduce((a, b) => extreme(a, b, 1)),
  },
};

export const functionNames: readonly string[] = Object.keys(functions);

/** The function of this name, or undefined. */
export function functionOf(name: string): NumberFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}
