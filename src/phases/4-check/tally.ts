import type { Node, SumName, Totals } from "../../ir/net.ts";
import { product } from "../../shape/shape.ts";

/** Longest arithmetic that a message repeats, in terms. */
const MAX_TERMS = 12;

const COUNTS = ["weights", "learned", "tracked", "fixed", "multiplyAdds"] as const;

/** Running sums over a net's nodes, so that any number of claims about any part of it is judged in linear time. */
export class Tally {
  private readonly sums: { readonly [K in keyof Totals]: number[] };
  /** Arithmetic of every weight, and before each node how many there are. */
  private readonly terms = new Map<SumName, { readonly all: string[]; readonly before: number[] }>();
  private readonly nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
    this.sums = { weights: [0], learned: [0], tracked: [0], fixed: [0], multiplyAdds: [0] };
    for (const [i, node] of nodes.entries()) {
      for (const what of COUNTS) this.sums[what].push(this.sums[what][i]!);
      this.sums.multiplyAdds[i + 1]! += node.multiplyAdds;
      for (const weight of node.weights) {
        const size = product(weight.shape);
        this.sums.weights[i + 1]! += size;
        this.sums[weight.role][i + 1]! += size;
      }
    }
  }

  /** Counts of the nodes from `first` up to but not including `last`: the products of their weights' shapes. */
  totals(first: number, last: number): Totals {
    const between = (what: keyof Totals) => this.sums[what][last]! - this.sums[what][first]!;
    return {
      weights: between("weights"),
      learned: between("learned"),
      tracked: between("tracked"),
      fixed: between("fixed"),
      multiplyAdds: between("multiplyAdds"),
    };
  }

  /** The sum that makes up a count: `4·3·3·1 + 4·2`; shortened where it is very long. */
  arithmetic(first: number, last: number, what: SumName): string {
    const { all, before } = this.termsOf(what);
    const count = before[last]! - before[first]!;
    const shown = all.slice(before[first]!, before[first]! + Math.min(count, MAX_TERMS)).join(" + ");
    if (count <= MAX_TERMS) return shown;
    return `${shown} + … (${count - MAX_TERMS} more ${count - MAX_TERMS === 1 ? "term" : "terms"})`;
  }

  private termsOf(what: SumName): { readonly all: string[]; readonly before: number[] } {
    const known = this.terms.get(what);
    if (known) return known;
    const all: string[] = [];
    const before = [0];
    for (const node of this.nodes) {
      for (const weight of node.weights)
        if (what === "weights" || weight.role === what) all.push(weight.arithmetic);
      before.push(all.length);
    }
    const terms = { all, before };
    this.terms.set(what, terms);
    return terms;
  }
}
