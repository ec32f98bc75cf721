/** What callers give, checked and told in their words. Small code of our own: ajv compiles by `new Function`, which strict pages refuse. */

import { guess, list } from "../diagnostics/suggest.ts";

/** Throws where a value isn't what is needed; `name` is what the caller calls it. */
export type Check = (value: unknown, name: string) => void;

/** A text that isn't empty. */
export const demandText: Check = (value, name) => {
  if (typeof value !== "string") throw new TypeError(`\`${name}\` is a text, and here it is ${told(value)}`);
};

/** The name of something: a text that isn't empty. */
export const demandName: Check = (value, name) => {
  demandText(value, name);
  if (value === "") throw new RangeError(`\`${name}\` is empty`);
};

/** A whole number that is no less than `least`. */
export function demandWhole(least: number): Check {
  return (value, name) => {
    if (typeof value !== "number")
      throw new TypeError(`\`${name}\` is a whole number, and here it is ${told(value)}`);
    if (!Number.isSafeInteger(value) || value < least)
      throw new RangeError(
        `\`${name}\` is a whole number of at least ${least}, and here it is ${told(value)}`,
      );
  };
}

/** One of some words. */
export function demandOneOf(words: readonly string[]): Check {
  return (value, name) => {
    demandText(value, name);
    if (words.includes(value as string)) return;
    throw new RangeError(
      `\`${name}\` is ${list(words)}, and here it is ${told(value)}${meant(value as string, words)}`,
    );
  };
}

export const demandFunction: Check = (value, name) => {
  if (typeof value !== "function")
    throw new TypeError(`\`${name}\` is a function, and here it is ${told(value)}`);
};

export const demandList: Check = (value, name) => {
  if (!Array.isArray(value)) throw new TypeError(`\`${name}\` is a list, and here it is ${told(value)}`);
};

/** An object with fields, and no list, map or other thing of a kind of its own. */
export const demandObject: Check = (value, name) => {
  if (!isObject(value)) throw new TypeError(`\`${name}\` is an object, and here it is ${told(value)}`);
};

export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** An object with a check for each field that it may have; a field that is undefined is not there. */
export function demandFields(
  value: unknown,
  name: string,
  fields: { readonly [field: string]: Check },
): void {
  demandObject(value, name);
  demandKnown(value as object, Object.keys(fields), `\`${name}\``);
  for (const [field, given] of Object.entries(value as object))
    if (given !== undefined) fields[field]!(given, `${name}.${field}`);
}

/** Demands that all fields of an object are among the known ones; `what` begins the message. */
export function demandKnown(value: object, known: readonly string[], what: string): void {
  const strange = Object.keys(value).find((field) => !known.includes(field));
  if (strange === undefined) return;
  const instead = meant(strange, known) || (known.length > 0 ? `; it has ${list(known)}` : "");
  throw new RangeError(`${what} has no \`${clipped(strange)}\`${instead}`);
}

/** Sizes by the names that nets leave open. */
export const demandSizes: Check = (value, name) => {
  demandObject(value, name);
  for (const [size, given] of Object.entries(value as object))
    demandWhole(1)(given, `${name}.${clipped(size)}`);
};

/** A value as a message names it. */
export function told(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `"${clipped(value)}"`;
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return `the bigint ${clipped(String(value))}`;
    case "symbol":
    case "function":
      return `a ${typeof value}`;
    default:
      if (value === null) return "null";
      if (Array.isArray(value)) return "a list";
      return isObject(value) ? "an object" : `a ${Object.prototype.toString.call(value).slice(8, -1)}`;
  }
}

function meant(written: string, known: readonly string[]): string {
  const found = guess(written, known);
  return found === undefined ? "" : `: ${found}`;
}

/** Names of callers can be of any length, and hold what moves a terminal's cursor. */
export function clipped(text: string): string {
  const visible = JSON.stringify(text.slice(0, 40)).slice(1, -1);
  return text.length > 40 ? `${visible}…` : visible;
}
