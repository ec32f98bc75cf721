import type { Span } from "../../source/source-file.ts";
import type { Block } from "./closed-blocks.ts";
import type { Counts } from "./counts.ts";

/** Rounds that are drawn once. */
export interface Repeat {
  readonly times: number;
  /** True where each round has other weights: what is drawn stands for all of them together, and for `times` of one else. */
  readonly differ: boolean;
  /** Weights of all rounds, for what one round of the repeat around it stands for. */
  readonly weights: number;
  /** What the last round gives, where that has another shape than what the first one gives. */
  readonly end?: string;
  /** The repeat in whose rounds it stands. */
  readonly outer?: Repeat;
  /** Where it is written. */
  readonly span: Span;
}

/** What was folded in a net. */
export interface Foldings {
  /** Outer ones first. */
  readonly repeats: readonly Repeat[];
  /** By the id of a node: the innermost repeat that it stands in. */
  readonly repeatOf: ReadonlyMap<string, Repeat>;
  /** Blocks that are not open, by the id of the node that stands for them. */
  readonly blocks: ReadonlyMap<string, Block>;
  /** By the id of a node: what it stands for, where that is more than itself. */
  readonly counts: ReadonlyMap<string, Counts>;
}

/** Of a net in which nothing is folded. */
export const UNFOLDED: Foldings = {
  repeats: [],
  repeatOf: new Map(),
  blocks: new Map(),
  counts: new Map(),
};
