import { type Diagnostic, Sink } from "../../../diagnostics/diagnostic.ts";
import type { Name } from "../../../ir/ast.ts";
import type { Graph } from "../../../ir/graph.ts";
import type { OpenSize } from "../../../ir/net.ts";
import type { ResolvedInput, ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import type { Budget } from "../builder.ts";
import { expand } from "../expand.ts";
import { type ProbeBudget, Prober, probeWhole, type Sizes, WHOLE } from "./analyse.ts";
import { certify, search } from "./certify.ts";
import { judgedElsewhere } from "./claims.ts";
import { explain } from "./explain.ts";
import { Forms } from "./forms.ts";
import { refuse } from "./refuse.ts";

/** Sizes that are tried where the spec leaves them open, by the number of spatial axes; the first that works is taken. */
const USUAL: { readonly [form: string]: readonly number[] } = {
  image: [256, 224, 512, 128, 64, 1024, 32, 28],
  volume: [64, 128, 32, 96, 16, 256],
  samples: [4096, 1024, 5000, 512, 256, 16384, 128],
};

/** Where sizes can't be followed to those that work, all up to here are tried. */
const MOST_TRIED = 300;

/**
 * A net's graph, in which sizes that the spec leaves open are set as `given` says, or to some that work.
 */
export function settle(
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  budget: Budget,
  probes: ProbeBudget,
  given: Sizes,
): Graph {
  const { graph, sizes } = settled(net, program, sink, budget, probes, given);
  const open = net.symbols.filter(({ text }) => !given.has(text));
  if (open.length === 0) return graph;
  return { ...graph, opened: new Map(open.map(({ text }) => [text, sizes.get(text)!])) };
}

/**
 * A net's graph. Sizes that the spec leaves open are set as `given` says, or to some that work; for those the graph holds
 * which others work, and its shapes as expressions. A net of known sizes that don't fit is told which would.
 */
function settled(
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  budget: Budget,
  probes: ProbeBudget,
  given: Sizes,
): { readonly graph: Graph; readonly sizes: Sizes } {
  const { symbols } = net;
  const open = symbols.filter(({ text }) => !given.has(text));
  const set = new Map([...given].filter(([name]) => symbols.some(({ text }) => text === name)));
  if (open.length === 0) {
    const { graph, faults } = faultsAt(set, net, program, budget, probes, set);
    sink.take(faults);
    return { graph, sizes: set };
  }
  const at = (size: number): Sizes => new Map([...set, ...open.map(({ text }) => [text, size] as const)]);
  const usual = USUAL[formOfOpen(net)] ?? [64];
  let found = findSizes(usual.map(at), net, program, probes);
  if (!found && set.size > 0) {
    // The sizes that are given may be to blame: the net may work at others of those.
    const trial = { ...budget };
    const { graph, faults, explained } = faultsAt(at(usual[0]!), net, program, trial, probes, set);
    if (explained) {
      budget.layers = trial.layers;
      sink.take(faults);
      return { graph, sizes: at(usual[0]!) };
    }
  }
  found ??= findOthers(net, program, at, usual[0]!, open, probes);
  // Where no size works, what is wrong at a usual one is wrong at all.
  if (!found) {
    const sizes = at(usual[0]!);
    return { graph: expand(net, program, sink, budget, sizes), sizes };
  }
  const { graph, sizes } = found;
  // What was tried came out of a budget of its own.
  budget.layers -= graph.nodes.length;
  const whole =
    budget.layers < 0
      ? expand(net, program, sink, budget, sizes)
      : describeOpen(graph, net, program, sink, probes, sizes, set);
  return { graph: whole, sizes };
}

/** What is wrong at some sizes, and, where shapes are at fault, which others of the `given` sizes would do. */
function faultsAt(
  sizes: Sizes,
  net: ResolvedNet,
  program: ResolvedProgram,
  budget: Budget,
  probes: ProbeBudget,
  given: Sizes,
): { readonly graph: Graph; readonly faults: readonly Diagnostic[]; readonly explained: boolean } {
  const inner = new Sink();
  const graph = expand(net, program, inner, budget, sizes);
  const found = inner.sorted();
  const explained = explain(found, net, program, sizes, given, probes);
  return { graph, faults: explained ?? found, explained: explained !== undefined };
}

/** Form of the first input that has an open size. */
function formOfOpen({ inputs, symbols }: ResolvedNet): string {
  const [first] = symbols;
  const holds = ({ span }: ResolvedInput) =>
    first && span.start <= first.span.start && first.span.end <= span.end;
  return (inputs.find(holds) ?? inputs[0]!).form;
}

/** The first of some sizes at which the net has no fault, and the net with them. */
function findSizes(
  candidates: readonly Sizes[],
  net: ResolvedNet,
  program: ResolvedProgram,
  probes: ProbeBudget,
): { readonly sizes: Sizes; readonly graph: Graph } | undefined {
  for (const sizes of candidates) {
    if (probes.layers < 0) return undefined;
    const { graph, fault } = probeWhole(net, program, sizes);
    if (!fault) return { sizes, graph };
    probes.layers -= graph.nodes.length * WHOLE;
  }
  return undefined;
}

/** Other sizes at which the net has no fault, and the net with them. */
function findOthers(
  net: ResolvedNet,
  program: ResolvedProgram,
  at: (size: number) => Sizes,
  usual: number,
  open: readonly Name[],
  probes: ProbeBudget,
): { readonly sizes: Sizes; readonly graph: Graph } | undefined {
  const names = open.map(({ text }) => text);
  const sizes = search(net, program, at(usual), names, probes);
  if (sizes === "none") return undefined;
  const all = Array.from({ length: MOST_TRIED }, (_, i) => at(MOST_TRIED - i));
  return findSizes(sizes ? [sizes] : all, net, program, probes);
}

/** Adds to a graph what holds of all sizes that its spec leaves open. */
function describeOpen(
  graph: Graph,
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  probes: ProbeBudget,
  sizes: Sizes,
  set: Sizes,
): Graph {
  const prober = new Prober(net, program, sizes, graph, probes);
  const open = net.symbols.filter(({ text }) => !set.has(text));
  // Nothing is claimed of a net that is not one at all sizes.
  const refused: Graph = { ...graph, complete: false, claims: [] };
  const proof = certify(
    net,
    program,
    sizes,
    open.map(({ text }) => text),
    graph,
    probes,
  );
  if ("kind" in proof) {
    // A net with a fault has its own message; what can't be told because of it is no other one.
    if (graph.complete || proof.kind !== "untold")
      refuse(proof, { net, program, graph, open, sizes, prober }, sink);
    return refused;
  }
  const { follow } = proof;
  const openSizes = open.map(({ text: name, span }): OpenSize => {
    const works = follow.region.parts.get(name)!.describe();
    const reasons = prober.reasonsFor(name, works);
    return { name, value: sizes.get(name)!, works, reasons, span };
  });
  const forms = new Forms(follow.region);
  return {
    ...graph,
    nodes: graph.nodes.map((node, at) => {
      const form = forms.of(node, at, graph.nodes, follow.shapes);
      return form ? { ...node, form } : node;
    }),
    openSizes,
    ...judgedElsewhere(graph, follow, net, program, probes),
  };
}
