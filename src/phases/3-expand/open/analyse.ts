import { Sink } from "../../../diagnostics/diagnostic.ts";
import type { Graph } from "../../../ir/graph.ts";
import type { Reason } from "../../../ir/net.ts";
import type { ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import type { Remainders } from "../../../shape/remainders.ts";
import type { Shape } from "../../../shape/shape.ts";
import { newBudget } from "../builder.ts";
import { expand } from "../expand.ts";
import { STOP } from "../fault.ts";
import { inputShape } from "../input.ts";
import { type Fault, type Outcome, Replay } from "./replay.ts";
import { type Faults, faultsOf, sweep } from "./sweep.ts";

/** Sizes by the name of their symbol. */
export type Sizes = ReadonlyMap<string, number>;

/** Layers that probes may look at, for all nets of a file together. */
export interface ProbeBudget {
  layers: number;
}

export function newProbeBudget(): ProbeBudget {
  return { layers: 3_000_000 };
}

/** A layer of a whole expansion costs as much as so many of a replay. */
export const WHOLE = 48;

/** A size that works is looked for so far behind another. */
const NEIGHBOURS = 64;

/** What is known of one open size, the others having some value that works. */
export interface Analysis {
  readonly works: Remainders;
  readonly reasons: readonly Reason[];
}

/** Expands a net without a word; undefined where it has a fault. */
export function tryExpand(net: ResolvedNet, program: ResolvedProgram, sizes: Sizes): Graph | undefined {
  const { graph, fault } = probeWhole(net, program, sizes);
  return fault ? undefined : graph;
}

/** Ends an expansion at its first fault: what follows has a cost of its own, and tells nothing of a size. */
class FirstFault extends Sink {
  override error(...fault: Parameters<Sink["error"]>): never {
    super.error(...fault);
    throw STOP;
  }
}

/** Expands a net without a word, up to its first fault. */
export function probeWhole(
  net: ResolvedNet,
  program: ResolvedProgram,
  sizes: Sizes,
): { readonly graph: Graph; readonly fault?: Fault } {
  const sink = new FirstFault();
  const graph = expand(net, program, sink, newBudget(), sizes);
  const fault = sink.sorted().find(({ severity }) => severity === "error");
  return fault ? { graph, fault } : { graph };
}

/** Asks how a net fares at other sizes than those of `graph`, which has no fault. */
export class Prober {
  private readonly net: ResolvedNet;
  private readonly program: ResolvedProgram;
  private readonly sizes: Sizes;
  private readonly graph: Graph;
  private readonly budget: ProbeBudget;
  private readonly replay: Replay;

  constructor(net: ResolvedNet, program: ResolvedProgram, sizes: Sizes, graph: Graph, budget: ProbeBudget) {
    this.net = net;
    this.program = program;
    this.sizes = sizes;
    this.graph = graph;
    this.budget = budget;
    this.replay = new Replay(graph, program.tasks);
  }

  /** Which sizes of one symbol work, and why; undefined where that can't be told, or only finitely many do. */
  analyse(name: string): Analysis | undefined {
    const swept = sweep(
      (size) => this.with(name, size),
      () => this.afford(),
    );
    return swept && { works: swept.works, reasons: this.reasons(swept.works, swept) };
  }

  /** Why not all sizes of one symbol work, where it is known which do. */
  reasonsFor(name: string, works: Remainders): Reason[] {
    const at = (size: number) => (this.afford() ? this.with(name, size) : undefined);
    return this.reasons(works, faultsOf(works, at));
  }

  private reasons(works: Remainders, { remainderFault, leastFault }: Faults): Reason[] {
    const reasons: Reason[] = [];
    if (remainderFault) reasons.push(this.remainderReason(works, remainderFault));
    if (leastFault) {
      const { message, span, size } = leastFault;
      reasons.push({ text: `at ${size}: ${message}`, span });
    }
    return reasons;
  }

  private with(name: string, size: number): Outcome {
    return this.at(new Map([...this.sizes, [name, size]]));
  }

  private afford(): boolean {
    this.budget.layers -= this.graph.nodes.length * (this.graph.adaptive ? WHOLE : 1);
    return this.budget.layers > 0;
  }

  /** Whether no size near this one works. */
  isAlone(name: string, value: number): boolean {
    for (let off = -NEIGHBOURS; off <= NEIGHBOURS; off++)
      if (off !== 0 && value + off > 0 && !this.at(new Map([...this.sizes, [name, value + off]])).fault)
        return false;
    return true;
  }

  /** What comes of these sizes. */
  at(sizes: Sizes): Outcome {
    if (!this.graph.adaptive) return this.replay.shapes(this.inputs(sizes));
    const { graph, fault } = probeWhole(this.net, this.program, sizes);
    // Where a size says how often something is repeated, this net may be much larger than the one that was paid for.
    this.budget.layers -= Math.max(0, graph.nodes.length - this.graph.nodes.length) * WHOLE;
    const shapes = graph.nodes.map(({ output }) => output);
    return fault ? { shapes, fault } : { shapes };
  }

  private inputs(sizes: Sizes): Shape[] {
    return this.net.inputs.map((input) => inputShape(input, sizes));
  }

  private remainderReason({ period }: Remainders, { message, span, code }: Fault): Reason {
    const times = Math.log2(period);
    const divides = Number.isInteger(times)
      ? `\`${this.net.name.text}\` halves it ${times === 1 ? "once" : times === 2 ? "twice" : `${times} times`}`
      : `\`${this.net.name.text}\` divides it by ${period}`;
    const because: { readonly [code: string]: string } = {
      shape_not_joinable: `${divides} and joins it again`,
      task_wrong_size: `${divides}, and its head answers at each place of the input`,
    };
    return { text: because[code] ?? message, span };
  }
}
