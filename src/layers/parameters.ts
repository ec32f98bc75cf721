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
