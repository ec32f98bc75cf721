/** A function that expressions may use. */
export interface NumberFunction {
  /** How many numbers it takes, at least and at most. */
  readonly takes: readonly [least: number, most: number];
  /** How it is written. */
  readonly example: string;
  apply(values: readonly number[]): number;
}

/** What expressions may call. Adding 0 leaves no negative zero, which would not survive JSON. */
const functions: { readonly [name: string]: NumberFunction } = {
  ceil: { takes: [1, 1], example: "ceil(n / 2)", apply: ([x]) => Math.ceil(x!) + 0 },
  floor: { takes: [1, 1], example: "floor(n / 2)", apply: ([x]) => Math.floor(x!) + 0 },
  round: { takes: [1, 1], example: "round(n / 2)", apply: ([x]) => Math.round(x!) + 0 },
  min: {
    takes: [2, Number.POSITIVE_INFINITY],
    example: "min(n, 8)",
    apply: (values) => values.reduce((a, b) => Math.min(a, b)),
  },
  max: {
    takes: [2, Number.POSITIVE_INFINITY],
    example: "max(n, 8)",
    apply: (values) => values.reduce((a, b) => Math.max(a, b)),
  },
};

export const functionNames: readonly string[] = Object.keys(functions);

/** The function of this name, or undefined. */
export function functionOf(name: string): NumberFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}
