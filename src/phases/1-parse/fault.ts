import type { IToken } from "chevrotain";
import type { SourceFile } from "../../source/source-file.ts";

/** A syntax error, as the messages about it see it. */
export interface Fault {
  readonly found: IToken;
  /** The token before it, line breaks included. */
  readonly before: IToken | undefined;
  readonly after: IToken | undefined;
  /** All tokens of the declaration. */
  readonly tokens: readonly IToken[];
  /** Place among them: the declaration's word is 0, its name is 1. */
  readonly index: number;
  /** The one token that could stand here; undefined where several could. */
  readonly wanted: string;
  readonly rules: readonly string[];
  readonly rule: string;
  readonly source: SourceFile;
}

/** Something that may hold anything, made short enough for a message. */
export function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
