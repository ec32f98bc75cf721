import type { CheckedNet } from "../../ir/net.ts";
import { withBlocks } from "./closed-blocks.ts";
import { type Foldings, UNFOLDED } from "./foldings.ts";
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

/** A net with what was folded in it. Its totals and claims are those of the whole. */
export interface Folded extends Foldings {
  readonly net: CheckedNet;
}

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
