import type { Span } from "../source/source-file.ts";
import type { Code } from "./catalogue.ts";
import type { Fix } from "./fix.ts";

/** Another place in a spec that matters, and why. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** Where something lies that is no spec. Lines, columns and examples count from 1; the offset is in bytes from 0. */
export interface Place {
  /** The file or folder; for examples that are in no file, the name of the data source. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
  readonly example?: number;
}

/**
 * What cnnc tells: of a spec, of data, of a run, of any other file. One form for the command line, the library, the page
 * and editors. The message is what was found and what was expected; it doesn't repeat the file's name.
 */
export interface Finding {
  readonly code: Code;
  readonly severity: "error" | "warning";
  /** Where in a spec. */
  readonly span?: Span;
  /** Where else. */
  readonly place?: Place;
  readonly message: string;
  /** Other places of the spec that matter. */
  readonly labels: readonly Label[];
  /** Facts that explain it, such as the arithmetic. */
  readonly notes: readonly string[];
  /** One thing to do. */
  readonly help?: string;
  /** The change of the spec that does it, where it is exact. */
  readonly fix?: Fix;
}
