import type { CheckedNet } from "../../ir/net.ts";
import { type Brackets, bracketsOf } from "./brackets.ts";
import { type Folded, type FoldOptions, folded } from "./fold.ts";
import { UNFOLDED } from "./foldings.ts";
import { type Chain, seriesParallel } from "./series-parallel.ts";
import { type Stage, stagesOf } from "./stages.ts";

/** What of a net a picture shows, and in what order. */
export interface Shown extends Folded {
  readonly stages: readonly Stage[];
  readonly chain: Chain;
  readonly brackets: Brackets;
}

/**
 * A net folded as `options` say. A repeat that no bracket can stand over, since its layers don't stand beside each other in the
 * picture, is drawn round by round.
 */
export function shownOf(net: CheckedNet, options: FoldOptions): Shown {
  const apart = new Set(options.apart);
  for (;;) {
    const what = folded(net, { ...options, apart });
    const stages = stagesOf(what.net, what);
    const chain = seriesParallel(stages);
    const { brackets, missing } = bracketsOf(chain, what);
    if (missing.length === 0) return { ...what, stages, chain, brackets };
    for (const { span } of missing) apart.add(span.start);
  }
}

/** A net in which nothing is folded. */
export function shownWhole(net: CheckedNet, stages: readonly Stage[] = stagesOf(net)): Shown {
  return { net, ...UNFOLDED, stages, chain: seriesParallel(stages), brackets: new Map() };
}
