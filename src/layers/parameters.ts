import type { Json } from "../ir/net.ts";

/** Rows of numbers, as written between brackets. One plane unless `|` separates several. */
export interface Grid {
  /** Sizes: `[columns]` of a single row, `[rows, columns]`, or `[planes, rows, columns]`. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** `32@3x3`: learned kernels; or a list of grids that are written down. */
export interface Kernels {
  readonly count: number;
  readonly extent: readonly number[];
  /** The grids and their names, where they are written down. */
  readonly literal?: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Values that each form of parameter holds once the spec is expanded. */
export interface FormValues {
  /** A whole number of at least 1: `120`. */
  count: number;
  /** A number from 0 up to but not including 1: `0.5`. */
  ratio: number;
  /** Any number: `0.1`, `-1`, `1/255`. */
  number: number;
  /** Whole numbers of at least 1, one for all axes or one an axis: `3`, `2x1`. */
  extent: readonly number[];
  /** As extent, but 0 is allowed: padding. */
  margin: readonly number[];
  /** As extent, or the word `all`. */
  window: readonly number[] | "all";
  kernels: Kernels;
  grid: Grid;
  /** A bare word that is there or not: `fixed`; or `no bias` for the flag `bias`. */
  flag: boolean;
  /** `no bias`, `bias [220]`, or neither: learned from zero. */
  bias: boolean | Grid;
}

export type Form = keyof FormValues;

/** Which numbers a parameter may hold: each of them, where there are several. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** Whether the bounds themselves are out. */
  readonly above?: boolean;
  readonly below?: boolean;
  readonly whole?: boolean;
}

/** The largest number that weights and values can be: they are computed with 32 bits. */
const LARGEST = 3.4028234663852886e38;

const ANY: NumberRange = { least: -LARGEST, most: LARGEST };
const COUNT: NumberRange = { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true };

/** What each form may hold where a parameter says no more; none for what is no number. */
const RANGES: { readonly [F in Form]: NumberRange | undefined } = {
  count: COUNT,
  ratio: { least: 0, most: 1, below: true },
  number: ANY,
  extent: COUNT,
  margin: { ...COUNT, least: 0 },
  window: COUNT,
  kernels: COUNT,
  grid: ANY,
  flag: undefined,
  bias: ANY,
};

/** Numbers from 0 on, such as what is added to a variance. */
export const FROM_ZERO: NumberRange = { ...ANY, least: 0 };

/** Numbers above 0, such as a variance that is divided by. */
export const ABOVE_ZERO: NumberRange = { ...FROM_ZERO, above: true };

/** What a parameter may hold; undefined for what is no number. */
export function rangeOf({ form, range }: Parameter): NumberRange | undefined {
  return range ?? RANGES[form];
}

export function inRange(value: number, { least, most, above, below, whole }: NumberRange): boolean {
  return (
    (above ? value > least : value >= least) &&
    (below ? value < most : value <= most) &&
    (!whole || Number.isInteger(value))
  );
}

/** `at least 0`, `above 0`, `at least 0 and below 1`: what a number that is out of a range must be. */
export function describeRange({ least, most, above, below }: NumberRange): string {
  const bounds = [
    ...(least > -LARGEST ? [`${above ? "above" : "at least"} ${least}`] : []),
    ...(most < LARGEST ? [`${below ? "below" : "at most"} ${most}`] : []),
  ];
  return bounds.join(" and ") || "a number of 32 bits, at most 3.4e38 from zero";
}

/** One parameter of a layer. */
export interface Parameter<F extends Form = Form, Optional extends boolean = boolean> {
  readonly form: F;
  /** Positional ones stand first, in the table's order; the others follow their own name. */
  readonly positional: boolean;
  readonly optional: Optional;
  /** Flags only: the value where the word is absent. A flag that defaults to true is cleared by `no NAME`. */
  readonly fallback?: boolean;
  readonly doc: string;
  /** Options of one group exclude each other: `same`, `valid`, `pad n`. */
  readonly group?: string;
  /** What numbers it may hold, where not all of its form make sense. */
  readonly range?: NumberRange;
}

export type ParameterTable = { readonly [name: string]: Parameter };

/** Types of the concrete values of a parameter table. */
export type Values<P extends ParameterTable> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer F, infer O>
    ? F extends "flag"
      ? boolean
      : true extends O
        ? FormValues[F] | undefined
        : FormValues[F]
    : never;
};

/** A parameter that stands right after the layer's name. */
export function positional<F extends Form>(form: F, doc: string): Parameter<F, false> {
  return { form, positional: true, optional: false, doc };
}

/** A parameter that may stand right after the layer's name, or be left away for another one of its group. */
export function maybePositional<F extends Form>(form: F, doc: string, group: string): Parameter<F, true> {
  return { form, positional: true, optional: true, doc, group };
}

/** A parameter that follows its own name: `stride 2`. */
export function option<F extends Form>(form: F, doc: string, group?: string): Parameter<F, true> {
  return { form, positional: false, optional: true, doc, ...(group ? { group } : {}) };
}

/** The same parameter for numbers of a range alone. */
export function within<P extends Parameter>(range: NumberRange, parameter: P): P {
  return { ...parameter, range };
}

/** A bare word: `fixed`, or `no bias` where it is true by default. */
export function flag(fallback: boolean, doc: string, group?: string): Parameter<"flag", true> {
  return { form: "flag", positional: false, optional: true, fallback, doc, ...(group ? { group } : {}) };
}

/** The JSON form of parameters: absent ones are left out. */
export function toJson(params: { readonly [name: string]: unknown }): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as {
    [name: string]: Json;
  };
}
