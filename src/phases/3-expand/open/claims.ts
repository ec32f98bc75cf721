import type { ClaimSite, Elsewhere, Graph } from "../../../ir/graph.ts";
import type { ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import { isMoving, type Quantity, subtractFrom } from "../../../shape/moving.ts";
import { product, type Shape, spatial } from "../../../shape/shape.ts";
import { Untold } from "../../../shape/size-set.ts";
import { type ProbeBudget, type Sizes, tryExpand, WHOLE } from "./analyse.ts";
import type { Follow, FollowedClaim } from "./follow.ts";

/**
 * A net's claims, each with the sizes at which it is to be judged: where it holds at those that the net is shown at, and not
 * at all sizes that work, it fails at others, at which the net is expanded.
 */
export function judgedElsewhere(
  graph: Graph,
  follow: Follow,
  net: ResolvedNet,
  program: ResolvedProgram,
  probes: ProbeBudget,
): { readonly claims: readonly ClaimSite[]; readonly others: readonly Elsewhere[] } {
  const others: Elsewhere[] = [];
  const places = new Map<string, number>();
  const expanded = (sizes: Sizes): number | undefined => {
    const text = [...follow.region.parts.keys()].map((name) => `${name} = ${sizes.get(name)}`).join(", ");
    if (!places.has(text) && probes.layers > 0) {
      probes.layers -= graph.nodes.length * WHOLE;
      const other = tryExpand(net, program, sizes);
      if (other) places.set(text, others.push({ sizes: text, graph: other }) - 1);
    }
    return places.get(text);
  };
  const claims = graph.claims.map((site, i): ClaimSite => {
    try {
      const sizes = whereWrong(site, follow.claims[i]!, follow);
      if (!sizes || sizes === follow.region.here) return site;
      const elsewhere = expanded(sizes);
      return elsewhere === undefined
        ? { ...site, untold: "it fails at sizes that are too many to look at" }
        : { ...site, elsewhere };
    } catch (thrown) {
      if (thrown instanceof Untold) return { ...site, untold: thrown.why };
      throw thrown;
    }
  });
  return { claims, others };
}

/** Sizes that work at which a claim does not hold; undefined where it holds at all of them. */
function whereWrong(site: ClaimSite, followed: FollowedClaim, follow: Follow): Sizes | undefined {
  const { values, but, untold } = followed;
  if (untold !== undefined) throw new Untold(untold);
  const { region } = follow;
  const told = but ?? values;
  const found = foundBy(site, followed, follow);
  // A count that no size changes is compared where it is known: what is claimed must not change either.
  const wanted = found ?? told.map((value) => (isMoving(value) ? region.valueHere(value) : value));
  if (wanted.length !== told.length) return region.here;
  for (const [axis, value] of told.entries()) {
    const sizes = region.whereNotZero(subtractFrom(value, wanted[axis]!));
    if (sizes) return sizes;
  }
  // What the source says in place of it must be wrong at all sizes.
  if (!but) return undefined;
  if (!found && values.some(isMoving)) throw new Untold("an erratum depends on an open size");
  if (!found || values.length !== found.length) return undefined;
  const zeros = values.map((value, axis) => region.whereZero(subtractFrom(value, found[axis]!)));
  if (zeros.includes(undefined)) return undefined;
  const moved = zeros.filter((sizes) => sizes !== region.here);
  if (moved.length < 2) return moved[0] ?? region.here;
  throw new Untold("an erratum depends on several sizes");
}

/** What is true of a part of the net at all sizes; undefined for counts of weights, which are the same at all. */
function foundBy(
  { claim, first, last }: ClaimSite,
  { at }: FollowedClaim,
  follow: Follow,
): readonly Quantity[] | undefined {
  const shape: Shape = follow.shapes[at]!;
  if (claim.type === "shape") return shape;
  switch (claim.count.text) {
    case "multiply-adds": {
      const total = follow.multiplyAdds(first, last);
      if (total === undefined) throw new Untold("multiply-adds can't be followed here");
      return [total];
    }
    case "pixels":
    case "voxels":
    case "samples":
      return [product(spatial(first === 0 ? follow.shapes[0]! : shape))];
    default:
      return undefined;
  }
}
