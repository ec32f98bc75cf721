/**
 * Forms of JSON that are schemas and types at once, so that neither can say what the other doesn't. Keys that a form doesn't
 * name are allowed: later versions add some.
 */

/** A JSON schema of values of type T. */
export interface Schema<T> {
  readonly [keyword: string]: unknown;
  /** For the type alone; never there. */
  readonly __type?: T;
}

/** What a schema describes. */
export type Of<S> = S extends Schema<infer T> ? T : never;

/** Names that an object can't be asked for without surprises. */
const NAMES = { not: { enum: ["__proto__"] } };

export const text: Schema<string> = { type: "string" };
export const number: Schema<number> = { type: "number" };
/** A whole number of at least 0. */
export const count: Schema<number> = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
/** A whole number of at least 1. */
export const positiveCount: Schema<number> = { ...count, minimum: 1 };
export const yes: Schema<true> = { const: true };

export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { enum: values };
}

export function list<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: "array", items };
}

export function pair<T>(items: Schema<T>): Schema<readonly [T, T]> {
  return { type: "array", items, minItems: 2, maxItems: 2 };
}

/** Values by names that are not known before. */
export function table<T>(values: Schema<T>): Schema<{ readonly [name: string]: T }> {
  return { type: "object", additionalProperties: values, propertyNames: NAMES };
}

/** Keys that must be there, and keys that may be. */
export function object<R extends object, O extends object = object>(
  required: { readonly [K in keyof R]: Schema<R[K]> },
  optional?: { readonly [K in keyof O]: Schema<O[K]> },
): Schema<{ readonly [K in keyof R]: R[K] } & { readonly [K in keyof O]?: O[K] }> {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    propertyNames: NAMES,
  };
}

/** One of several forms, told apart by their `kind`. */
export function byKind<T extends { readonly kind: string }>(
  forms: {
    readonly [K in T["kind"]]: Schema<Omit<Extract<T, { readonly kind: K }>, "kind">>;
  },
): Schema<T> {
  return {
    type: "object",
    required: ["kind"],
    oneOf: Object.entries<Schema<unknown>>(forms).map(([kind, form]) => ({
      ...form,
      properties: { ...(form.properties as object), kind: { const: kind } },
    })),
  };
}
