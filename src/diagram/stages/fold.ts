import type { CheckedNet } from "../../ir/net.ts";
import type { Span } from "../../source/source-file.ts";
import { type Block, withBlocks } from "./closed-blocks.ts";
import type { Counts } from "./counts.ts";
import { roundsOnce } from "./rounds.ts";

/** What of a net is drawn once, or as one box. */
export interface FoldOptions {
  /** Rounds of a repeat that are alike are drawn once. */
  readonly repeats: boolean;
  /** So many levels of blocks are open; all where absent. */
  readonly depth?: number;
  /** Blocks of these names are open at any depth. */
  readonly expand?: readonly string[];
  /** Where repeats stand in the source whose rounds are drawn one by one all the same. */
  readonly apart?: ReadonlySet<number>;
}

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

/** A net with what was folded in it. Its totals and claims are those of the whole. */
export interface Folded extends Foldings {
  readonly net: CheckedNet;
}

/** Of a net in which nothing is folded. */
export const UNFOLDED: Foldings = {
  repeats: [],
  repeatOf: new Map(),
  blocks: new Map(),
  counts: new Map(),
};

/**
 * Folds what the source says more than once or in blocks of its own: blocks first, so that each holds all that its source says,
 * then the rounds of what is left. A pure function.
 */
export function folded(net: CheckedNet, options: FoldOptions): Folded {
  if (!options.repeats && options.depth === undefined) return { net, ...UNFOLDED };
  const closed = withBlocks(net.nodes, options);
  const once = options.repeats
    ? roundsOnce(closed, options.apart ?? new Set())
    : { ...UNFOLDED, nodes: closed.nodes, counts: closed.counts, kept: (id: string) => id };
  const { nodes, repeats, repeatOf, counts } = once;
  const drawn = (id: string) => once.kept(closed.standsIn.get(id) ?? id);
  const outputs = net.outputs.map((output) => ({ ...output, node: drawn(output.node) }));
  return { net: { ...net, nodes, outputs }, repeats, repeatOf, blocks: closed.blocks, counts };
}
