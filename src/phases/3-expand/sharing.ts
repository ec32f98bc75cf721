import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Node } from "../../ir/net.ts";
import { channels, formatShape, type Shape, sameShape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import { FAULT } from "./fault.ts";

/** The first use of what is shared, which makes its weights. */
export interface Original {
  /** Its nodes: from `first` up to but not including `last`. */
  readonly first: number;
  readonly last: number;
  /** What it was given. */
  readonly given: Shape;
  readonly span: Span;
}

/** A later use under way. */
export interface Repetition {
  readonly name: string;
  readonly original: Original;
  /** Place of its first node. */
  readonly start: number;
  readonly given: Shape;
  readonly span: Span;
}

/** What is asked of a layer that may have the weights of an earlier one. */
type Layer = Pick<Node, "kind" | "label" | "params" | "weights">;

/** Finds the owner of a layer's weights where something shared is used again. */
export class Sharing {
  /** The later use that the step stands in, the innermost one. */
  private repetition: Repetition | undefined;
  private readonly graph: {
    readonly nodes: readonly Node[];
    readonly end: number | undefined;
    readonly sink: Pick<Sink, "error">;
  };

  constructor(graph: Sharing["graph"]) {
    this.graph = graph;
  }

  /** Makes the layers of a later use, which must be as many as those of the first one. */
  repeat(use: Repetition, make: () => number): number {
    const { repetition } = this;
    this.repetition = use;
    const end = make();
    this.repetition = repetition;
    const { nodes, end: fault } = this.graph;
    const { first, last } = use.original;
    if (fault === undefined && nodes.length - use.start !== last - first)
      this.report(use, `\`${use.name}\` was made of more layers than it has here`);
    return end;
  }

  /** Id of the node whose weights the next one has; `known` where its value is. */
  ownerOf(next: Layer, known: boolean): string | undefined {
    const use = this.repetition;
    if (!use) return undefined;
    const { nodes } = this.graph;
    const at = use.original.first + nodes.length - use.start;
    const before = at < use.original.last ? nodes[at] : undefined;
    const problem = misfit(before, next, use);
    if (problem && !known) throw FAULT;
    if (problem) this.report(use, problem);
    return next.weights.length > 0 ? (before!.shares ?? before!.id) : undefined;
  }

  private report(use: Repetition, problem: string): never {
    this.graph.sink.error("weight_not_shared", use.span, problem, {
      labels: [{ span: use.original.span, text: `\`${use.name}\` was made here` }],
      help: "one set of weights fits values of one kind; a `block` makes weights of its own at each use",
    });
    throw FAULT;
  }
}

/** Why a layer can't have the weights of the one that it repeats; undefined where it can. */
function misfit(
  before: Node | undefined,
  now: Layer,
  { name, original, given }: Repetition,
): string | undefined {
  if (before?.kind !== now.kind) {
    return `\`${name}\` was made of other layers: ${before ? `\`${before.label}\`` : "nothing"} where \`${now.label}\` stands now`;
  }
  if (now.weights.length === 0 && before.weights.length === 0) return undefined;
  const fits =
    before.weights.length === now.weights.length &&
    before.weights.every((weight, i) => sameShape(weight.shape, now.weights[i]!.shape));
  if (!fits) {
    return channels(given) === channels(original.given)
      ? `\`${name}\` was made for ${formatShape(original.given)}, and ${formatShape(given)} comes in here`
      : `\`${name}\` was made for ${counted(channels(original.given))}, and ${channels(given)} come in here`;
  }
  if (before.weights.some((weight, i) => weight.role !== now.weights[i]!.role))
    return `\`${name}\` is \`frozen\` at one of its uses, and learns at another`;
  if (JSON.stringify(before.params) === JSON.stringify(now.params)) return undefined;
  return `\`${name}\` was made with \`${before.label}\`, and here it is \`${now.label}\` with other options`;
}

function counted(count: number): string {
  return count === 1 ? "one channel" : `${count} channels`;
}
