import type { Span } from "../source/source-file.ts";

/** Text that takes the place of a span; an empty span is a place where it is put in. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A change of the source that does what the help of a message says. */
export interface Fix {
  /** What it does, as an order: ``write `=>` ``. */
  readonly title: string;
  /** They do not overlap, and lie in one file. */
  readonly edits: readonly Edit[];
  /** Whether what was written has this one reading, so that the change can't alter what was meant. */
  readonly safe: boolean;
}

/** One thing to do, and the change that does it where it is exact. */
export type Help = string | { readonly text: string; readonly fix: Fix | undefined };

/** A change that keeps what was meant: `cnnc check --fix` makes it. */
export function sure(title: string, ...edits: readonly Edit[]): Fix {
  return { title, edits, safe: true };
}

/** A change that may be what was meant: a person decides. */
export function offer(title: string, ...edits: readonly Edit[]): Fix {
  return { title, edits, safe: false };
}

/** Something else in place of a span, as a person may have meant it. */
export function write(text: string, span: Span): Fix {
  return offer(`write \`${text}\``, put(span, text));
}

/** `safe` where what was written has one reading. */
export function when(safe: boolean, title: string, ...edits: readonly Edit[]): Fix {
  return { title, edits, safe };
}

/** Text in place of a span. */
export function put(span: Span, text: string): Edit {
  return { span: { start: span.start, end: span.end }, text };
}

/** Text at an offset. */
export function insert(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}

/** Nothing in place of a span. */
export function remove(start: number, end: number): Edit {
  return { span: { start, end }, text: "" };
}
