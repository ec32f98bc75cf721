/** Whether a value that was read is of a form, by ajv. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Schema } from "./schema.ts";

const ajv = new Ajv({ strict: false });
const compiled = new Map<Schema<unknown>, ValidateFunction>();

/** Says what is wrong with a value: `` `epochs` must be integer ``; undefined where it is of that form. */
export function faultIn(schema: Schema<unknown>, value: unknown): string | undefined {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(value) ? undefined : describe(validate.errors![0]!);
}

function describe({ instancePath, message }: ErrorObject): string {
  const way = instancePath.slice(1).replaceAll("/", ".");
  return `${way === "" ? "it" : `\`${way}\``} ${message}`;
}
