import type { SourceFile } from "../../source/source-file.ts";
import type { Measure } from "../scene/font.ts";
import type { Fault } from "./fault.ts";

/** What all views may be told. */
export interface DrawOptions {
  /** Width in px at which rows of layers wrap; a part that can't be cut may be wider. 1280 by default. */
  readonly width?: number;
  /** So many levels of blocks are open, and repeats are drawn once; `all`: neither. By default what suits the view. */
  readonly depth?: number | "all";
  /** Names of blocks that are open at any depth. */
  readonly expand?: readonly string[];
  /** Where a net that is not complete stops. */
  readonly fault?: Fault;
  /** The spec, so that every layer carries the line on which it is written. */
  readonly source?: SourceFile;
  /** Width of text; by default that of Arimo, which is that of Arial and Helvetica. */
  readonly measure?: Measure;
}
