import { Sink } from "../../../diagnostics/diagnostic.ts";
import type { Graph } from "../../../ir/graph.ts";
import type { ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import { Elsewhere, Nowhere, Region, type Sets } from "../../../shape/region.ts";
import { SizeSet, Untold } from "../../../shape/size-set.ts";
import type { Span } from "../../../source/source-file.ts";
import { newBudget } from "../builder.ts";
import { expand } from "../expand.ts";
import { type ProbeBudget, type Sizes, tryExpand, WHOLE } from "./analyse.ts";
import { type Choice, Follow } from "./follow.ts";

/** What is known of a net at all sizes that work. */
export interface Proof {
  /** Which sizes work: all in the parts of its region, and no others. */
  readonly follow: Follow;
}

/** Why a net can't be the same at all sizes that work, or why that can't be told. */
export type Refusal =
  /** Other layers are chosen, or another number of rounds, at sizes that work too. */
  | { readonly kind: "choice"; readonly choice: Choice; readonly other: Sizes }
  /** It can't be told whether a choice, a size or a number of weights comes out the same. */
  | { readonly kind: "untold"; readonly why: string; readonly span: Span; readonly choice?: Choice }
  | { readonly kind: "weights"; readonly span: Span }
  /** So few sizes work that they can be written down. */
  | { readonly kind: "few" };

/** So many ways through the choices of a net are looked at. */
const MOST_RUNS = 64;

/** One expansion of a region. */
type Run = { readonly follow: Follow } & (
  | { readonly end: "works" | "nowhere" }
  | { readonly end: "elsewhere"; readonly sets: Sets }
  | { readonly end: "untold"; readonly why: string }
);

/** A part of the sizes that was not looked at, and the first choice by which it differs from the net's. */
interface Open {
  readonly sets: Sets;
  readonly choice: Choice;
}

/**
 * Shows that a net which works at some sizes is the same at all sizes that work, and which those are; or says why not. Sizes
 * are followed through its expansion; where a choice parts them, the other part is looked at too.
 */
export function certify(
  net: ResolvedNet,
  program: ResolvedProgram,
  sizes: Sizes,
  open: readonly string[],
  graph: Graph,
  probes: ProbeBudget,
): Proof | Refusal {
  const run = (sets: Sets) => follow(net, program, sets, sizes, probes);
  const main = run(allOf(open));
  const refused = refusalOf(main, net);
  if (refused?.kind === "untold" && refused.choice) {
    const other = otherLayers(net, program, sizes, open, graph);
    if (other) return { kind: "choice", choice: refused.choice, other };
  }
  if (refused) return refused;
  const left: Open[] = opened(main);
  for (let runs = 1; left.length > 0; runs++) {
    const { sets, choice } = left.pop()!;
    if (runs > MOST_RUNS || probes.layers < 0)
      return {
        kind: "untold",
        why: "there are too many ways through the choices of this net",
        span: choice.span,
        choice,
      };
    const other = run(sets);
    if (other.end === "works") return { kind: "choice", choice, other: other.follow.region.here };
    if (other.end === "untold") return { kind: "untold", why: other.why, span: choice.span, choice };
    left.push(...opened(other).map((each) => ({ ...each, choice })));
    if (other.end === "elsewhere") left.push({ sets: other.sets, choice });
  }
  if (![...main.follow.region.parts.values()].every(({ isInfinite }) => isInfinite)) return { kind: "few" };
  return { follow: main.follow };
}

/**
 * Sizes at which a net works, near those that are given: faults lead on to the sizes that have none. `none` where there are no
 * such sizes; undefined where that can't be told.
 */
export function search(
  net: ResolvedNet,
  program: ResolvedProgram,
  sizes: Sizes,
  open: readonly string[],
  probes: ProbeBudget,
): Sizes | "none" | undefined {
  const left: Sets[] = [allOf(open)];
  for (let runs = 0; left.length > 0; runs++) {
    if (runs > MOST_RUNS || probes.layers < 0) return undefined;
    const run = follow(net, program, left.pop()!, sizes, probes);
    const { region } = run.follow;
    if (run.end === "works") return region.here;
    if (run.end === "untold") return undefined;
    left.push(...region.turns.map(({ sets }) => sets));
    if (run.end === "elsewhere") left.push(run.sets);
  }
  return "none";
}

function allOf(open: readonly string[]): Sets {
  return new Map(open.map((name) => [name, SizeSet.all]));
}

/** Parts of the sizes that a run left aside. */
function opened({ follow }: Run): Open[] {
  return follow.region.turns.map(({ sets }, i) => ({ sets, choice: follow.choices[i]! }));
}

function refusalOf(run: Run, net: ResolvedNet): Refusal | undefined {
  if (run.end === "works") return undefined;
  const { untold } = run.follow;
  const span = untold?.span ?? net.name.span;
  if (untold?.weights) return { kind: "weights", span };
  const why = run.end === "untold" ? run.why : "which sizes work can't be told";
  return { kind: "untold", why, span, ...(untold?.choice ? { choice: untold.choice } : {}) };
}

/** Other sizes at which the net has other layers, among a few on either side of those at which it is looked at. */
function otherLayers(
  net: ResolvedNet,
  program: ResolvedProgram,
  sizes: Sizes,
  open: readonly string[],
  graph: Graph,
): Sizes | undefined {
  let points: Sizes[] = [sizes];
  for (const name of open)
    points = points.flatMap((point) =>
      [1, 2, 1 / 2].map((times) => new Map(point).set(name, Math.ceil(sizes.get(name)! * times))),
    );
  const layersOf = ({ nodes }: Graph) =>
    nodes.map(({ kind, scopes }) => [kind, scopes.map(({ span }) => span.start)]);
  const weightsOf = ({ nodes }: Graph) => nodes.map(({ weights }) => weights.map(({ shape }) => shape));
  const text = (of: Graph) => JSON.stringify([layersOf(of), weightsOf(of), of.nodes.map(({ span }) => span)]);
  return points.slice(0, MOST_RUNS).find((point) => {
    const other = tryExpand(net, program, point);
    return other && text(other) !== text(graph);
  });
}

/** Expands a net at sizes of a region near those that are given, and follows them; a fault ends it. */
function follow(
  net: ResolvedNet,
  program: ResolvedProgram,
  sets: Sets,
  sizes: Sizes,
  probes: ProbeBudget,
): Run {
  const near = [...sets].map(([name, set]) => [name, set.nearest(sizes.get(name)!)] as const);
  const region = new Region(sets, new Map([...sizes, ...near]));
  const follow = new Follow(region);
  try {
    expand(net, program, new Silent(), newBudget(), region.here, follow);
    return { follow, end: "works" };
  } catch (thrown) {
    if (thrown instanceof Nowhere) return { follow, end: "nowhere" };
    if (thrown instanceof Elsewhere) return { follow, end: "elsewhere", sets: thrown.sets };
    if (thrown instanceof Untold) return { follow, end: "untold", why: thrown.why };
    throw thrown;
  } finally {
    probes.layers -= (1 + follow.shapes.length) * WHOLE;
  }
}

/** Where sizes are followed, a fault that does not depend on them is one at all of them. */
class Silent extends Sink {
  override error(): never {
    throw new Nowhere();
  }
}
