import type { Shape } from "../shape/shape.ts";
import type { Span } from "../source/source-file.ts";
import type { ClaimSyntax, Name } from "./ast.ts";
import type { NetInput, NetOutput, Node, OpenSize } from "./net.ts";

/** A claim and the nodes that it is about, before it is proved or refuted. */
export interface ClaimSite {
  readonly claim: ClaimSyntax;
  /** Its number or sizes; undefined where they could not be evaluated. */
  readonly values: readonly number[];
  /** What an erratum says is true in their place. */
  readonly but?: readonly number[];
  readonly subject: string;
  /** Nodes `first` up to but not including `last`; a claim about the whole net, or about its input, begins with 0. */
  readonly first: number;
  readonly last: number;
  /** Shape behind them. */
  readonly output: Shape;
  /** Where it does not hold, this may follow from an earlier claim that does not, and is no second mistake. */
  readonly follows?: boolean;
  readonly source?: string;
  /** Where it fails at other sizes than those of the graph: the place among `others` at which it is judged. */
  readonly elsewhere?: number;
  /** Why it can't be told whether it holds at all sizes that work. */
  readonly untold?: string;
}

/** A net as a graph of primitive layers whose shapes are known. */
export interface Graph {
  readonly name: Name;
  readonly span: Span;
  /** False where a fault stopped the expansion: `nodes` then ends before it. */
  readonly complete: boolean;
  /** Whether layers were chosen, repeated or measured by a size that depends on the input's. */
  readonly adaptive: boolean;
  /** Sizes that the spec leaves open, and what they are in the nodes. */
  readonly opened?: ReadonlyMap<string, number>;
  /** What holds of them at all sizes that work; missing where the net has a fault, so that claims can't be proved. */
  readonly openSizes?: readonly OpenSize[];
  /** The same net at other sizes that work, at which claims fail. */
  readonly others?: readonly Elsewhere[];
  readonly nodes: readonly Node[];
  readonly inputs: readonly NetInput[];
  readonly outputs: readonly NetOutput[];
  readonly claims: readonly ClaimSite[];
}

/** A net with open sizes, at another choice of them. */
export interface Elsewhere {
  /** `H = 264, W = 272`. */
  readonly sizes: string;
  readonly graph: Graph;
}
