import type { Program } from "./program.ts";

/** What the JSON form is called, on top of the document. */
export const FORMAT = "cnnc-ir";

/** Raised when a reader of an older version could misunderstand a document. */
export const VERSION = 2;

/** A program as a JSON document, as `grammar/ir.schema.json` describes it. */
export interface ProgramJson extends Program {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
}

/** The JSON form of a checked program: plain data, the same after `JSON.parse(JSON.stringify(…))`. */
export function programJson(program: Program): ProgramJson {
  return { format: FORMAT, version: VERSION, ...program };
}
