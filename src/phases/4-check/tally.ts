import type { Node, SumName, Totals } from "../../ir/net.ts";
import { product } from "../../shape/shape.ts";

/** Longest arithmetic that a message repeats, in terms. */
const MAX_TERMS = 12;

const COUNTS = ["weights", "learned", "tracked", "fixed", "multiplyAdds"] as const;

/**
 * Running sums over a net's nodes, so that any number of claims about any part of it is judged in linear time. Weights
 * count once in each part, however many of its nodes share them.
 */
export class Tally {
  private readonly sums: { readonly [K in keyof Totals]: number[] };
  /** For each kind of count, before each node how many terms there are. */
  private readonly terms = new Map<SumName, readonly number[]>();
  private readonly nodes: readonly Node[];
  /** Places of the nodes that share weights, and for each the place before at which the same weights stand. */
  private readonly repeats: { readonly at: number; readonly before: number }[] = [];
  /** What was found last: several claims often are about the same part. */
  private found: { readonly first: number; readonly last: number; readonly repeated: readonly number[] } = {
    first: 0,
    last: 0,
    repeated: [],
  };

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
    this.sums = { weights: [0], learned: [0], tracked: [0], fixed: [0], multiplyAdds: [0] };
    const places = new Map<string, number>();
    for (const [i, node] of nodes.entries()) {
      for (const what of COUNTS) this.sums[what].push(this.sums[what][i]!);
      this.sums.multiplyAdds[i + 1]! += node.multiplyAdds;
      for (const weight of node.weights) {
        const size = product(weight.shape);
        this.sums.weights[i + 1]! += size;
        this.sums[weight.role][i + 1]! += size;
      }
      if (node.weights.length === 0) continue;
      const before = node.shares === undefined ? undefined : places.get(node.shares);
      if (before !== undefined) this.repeats.push({ at: i, before });
      places.set(node.shares ?? node.id, i);
    }
  }

  /** Counts of the nodes from `first` up to but not including `last`: the products of their weights' shapes. */
  totals(first: number, last: number): Totals {
    const between = (what: keyof Totals) => this.sums[what][last]! - this.sums[what][first]!;
    const totals = {
      weights: between("weights"),
      learned: between("learned"),
      tracked: between("tracked"),
      fixed: between("fixed"),
      multiplyAdds: between("multiplyAdds"),
    };
    for (const at of this.repeated(first, last)) {
      for (const weight of this.nodes[at]!.weights) {
        const size = product(weight.shape);
        totals.weights -= size;
        totals[weight.role] -= size;
      }
    }
    return totals;
  }

  /** The sum that makes up a count: `4·3·3·1 + 4·2`; shortened where it is very long. */
  arithmetic(first: number, last: number, what: SumName): string {
    const before = this.termsBefore(what);
    const repeated = new Set(this.repeated(first, last));
    let count = before[last]! - before[first]!;
    for (const at of repeated) count -= before[at + 1]! - before[at]!;
    const shown: string[] = [];
    for (let at = first; at < last && shown.length < Math.min(count, MAX_TERMS); at++)
      if (!repeated.has(at)) shown.push(...termsOf(this.nodes[at]!, what));
    const sum = shown.slice(0, MAX_TERMS).join(" + ");
    if (count <= MAX_TERMS) return sum;
    return `${sum} + … (${count - MAX_TERMS} more ${count - MAX_TERMS === 1 ? "term" : "terms"})`;
  }

  /** Places in a part whose weights stand in it before. */
  private repeated(first: number, last: number): readonly number[] {
    if (this.repeats.length === 0) return [];
    if (this.found.first !== first || this.found.last !== last) {
      const repeated: number[] = [];
      for (let i = this.repeatsBefore(first); i < this.repeats.length && this.repeats[i]!.at < last; i++)
        if (this.repeats[i]!.before >= first) repeated.push(this.repeats[i]!.at);
      this.found = { first, last, repeated };
    }
    return this.found.repeated;
  }

  /** How many nodes before `place` share weights. */
  private repeatsBefore(place: number): number {
    let [low, high] = [0, this.repeats.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.repeats[middle]!.at < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private termsBefore(what: SumName): readonly number[] {
    const known = this.terms.get(what);
    if (known) return known;
    const before = [0];
    for (const [i, node] of this.nodes.entries()) before.push(before[i]! + termsOf(node, what).length);
    this.terms.set(what, before);
    return before;
  }
}

/** The arithmetic of each weight of a node that is counted. */
function termsOf(node: Node, what: SumName): string[] {
  return node.weights
    .filter((weight) => what === "weights" || weight.role === what)
    .map((weight) => weight.arithmetic);
}
