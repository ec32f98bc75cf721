import { type Diagnostic, Sink } from "../../../diagnostics/diagnostic.ts";
import { write } from "../../../diagnostics/fix.ts";
import type { Elsewhere, Graph } from "../../../ir/graph.ts";
import type { Node, OpenSize } from "../../../ir/net.ts";
import type { ResolvedInput, ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import { includes } from "../../../shape/remainders.ts";
import { digits, product } from "../../../shape/shape.ts";
import type { Span } from "../../../source/source-file.ts";
import type { Budget } from "../builder.ts";
import { expand } from "../expand.ts";
import {
  type Analysis,
  type ProbeBudget,
  Prober,
  probeWhole,
  type Sizes,
  tryExpand,
  WHOLE,
} from "./analyse.ts";
import { explain } from "./explain.ts";

/** Sizes that are tried where the spec leaves them open, by the number of spatial axes; the first that works is taken. */
const USUAL: { readonly [form: string]: readonly number[] } = {
  image: [256, 224, 512, 128, 64, 1024, 32, 28],
  volume: [64, 128, 32, 96, 16, 256],
  samples: [4096, 1024, 5000, 512, 256, 16384, 128],
};

/** Beyond the usual sizes, all up to here are tried. */
const MOST_TRIED = 300;

/** So many other choices of the open sizes are expanded, to judge claims there. */
const OTHERS = 2;

/**
 * A net's graph. Sizes that the spec leaves open are set as `given` says, or to some that work; for those the graph holds
 * which others work, and its shapes as expressions. A net of known sizes that don't fit is told which would.
 */
export function settle(
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  budget: Budget,
  probes: ProbeBudget,
  given: Sizes,
): Graph {
  const { symbols } = net;
  const open = symbols.filter(({ text }) => !given.has(text));
  const set = new Map([...given].filter(([name]) => symbols.some(({ text }) => text === name)));
  if (open.length === 0) {
    const { graph, faults } = faultsAt(set, net, program, budget, probes, set);
    sink.take(faults);
    return graph;
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
      return graph;
    }
  }
  found ??= findSizes(
    Array.from({ length: MOST_TRIED }, (_, i) => at(MOST_TRIED - i)),
    net,
    program,
    probes,
  );
  // Where no size works, what is wrong at a usual one is wrong at all.
  if (!found) return expand(net, program, sink, budget, at(usual[0]!));
  const { graph, sizes } = found;
  // What was tried came out of a budget of its own.
  budget.layers -= graph.nodes.length;
  if (budget.layers < 0) return expand(net, program, sink, budget, sizes);
  return describeOpen(graph, net, program, sink, probes, sizes, set);
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
  const openSizes: OpenSize[] = [];
  const analyses = new Map<string, Analysis>();
  for (const { text: name, span } of net.symbols) {
    if (set.has(name)) continue;
    const value = sizes.get(name)!;
    const changed = prober.otherWeights(name, value);
    if (changed) {
      const node = graph.nodes[changed.at]!;
      sink.error(
        "weight_open",
        node.span,
        `the number of weights of \`${node.label}\` depends on \`${name}\`, which is left open: ${digits(changed.here)} at ${name} = ${value}, ${digits(changed.there)} at ${name} = ${changed.size}`,
        {
          labels: [{ span, text: `\`${name}\` may be any size` }],
          help: `\`avgpool all\` gives one number a channel, whatever the size; or write the size in place of \`${name}\``,
        },
      );
      return { ...graph, complete: false };
    }
    const analysis = prober.analyse(name);
    if (!analysis) {
      reportNotOpen(name, value, span, prober, sizes, sink);
      return { ...graph, complete: false };
    }
    analyses.set(name, analysis);
    openSizes.push({ name, value, works: analysis.works, reasons: analysis.reasons, span });
  }
  const others = elsewhere(net, program, sizes, analyses);
  if (!others) {
    const names = openSizes.map(({ name }) => `\`${name}\``).join(" and ");
    sink.error(
      "shape_not_open",
      openSizes[0]!.span,
      `${names} can't be left open together: each works with many sizes while the others stay as they are, but not with all of them`,
      { help: "use one name for sizes that must be equal: `input image H x H x 1`" },
    );
    return { ...graph, complete: false };
  }
  const sameLayers = others.every((other) => other.graph.nodes.length === graph.nodes.length);
  const forms = sameLayers ? graph.nodes.map((node, at) => formsOf(node, at, graph, analyses)) : [];
  return {
    ...graph,
    nodes: graph.nodes.map((node, at) => (forms[at] ? { ...node, form: forms[at]! } : node)),
    openSizes,
    others,
  };
}

/** Says why a size can't be left open. */
function reportNotOpen(
  name: string,
  value: number,
  span: Span,
  prober: Prober,
  sizes: Sizes,
  sink: Sink,
): void {
  const next = new Map([...sizes, [name, value + 1]]);
  const fault = prober.isAlone(name, value) ? prober.at(next).fault : undefined;
  if (!fault) {
    sink.error("shape_not_open", span, `\`${name}\` can't be left open: which sizes work can't be told`, {
      notes: [`${value} does`],
      help: `write a size in its place, or set it: \`cnnc check --set ${name}=${value}\``,
    });
    return;
  }
  const all = new Map([...sizes].map(([each, size]) => [each, size + 1] as const));
  const equal = sizes.size > 1 && new Set(sizes.values()).size === 1 && !prober.at(all).fault;
  const others = [...sizes].filter(([each]) => each !== name).map(([each, size]) => `${each} = ${size}`);
  const besides = equal ? ` where ${others.join(", ")}` : "";
  sink.error("shape_not_open", span, `\`${name}\` can't be left open: only ${value} works${besides}`, {
    labels: [{ span: fault.span, text: `at ${name} = ${value + 1}: ${fault.message}` }],
    help: equal
      ? "sizes that must be equal have one name: `input image H x H x 1`"
      : { text: `write ${value} in its place`, fix: write(String(value), span) },
  });
}

/** A size that works and is not much larger. */
function nextMember({ works }: Analysis, value: number, steps = 1): number {
  let size = value;
  for (let left = steps; left > 0; ) if (includes(works, ++size)) left--;
  return size;
}

/** The net at other sizes, all moved at once; undefined where it fails though each size works by itself. */
function elsewhere(
  net: ResolvedNet,
  program: ResolvedProgram,
  sizes: Sizes,
  analyses: ReadonlyMap<string, Analysis>,
): readonly Elsewhere[] | undefined {
  const found: Elsewhere[] = [];
  for (let i = 1; i <= OTHERS; i++) {
    const moved = [...analyses].map(
      ([name, analysis], axis) => [name, nextMember(analysis, sizes.get(name)!, i + 2 * axis)] as const,
    );
    const graph = tryExpand(net, program, new Map([...sizes, ...moved]));
    if (!graph) return undefined;
    found.push({ sizes: moved.map(([name, size]) => `${name} = ${size}`).join(", "), graph });
  }
  return found;
}

/** A node's output as expressions, each in the one size that it depends on. */
function formsOf(
  node: Node,
  at: number,
  graph: Graph,
  analyses: ReadonlyMap<string, Analysis>,
): readonly string[] | undefined {
  const sizes = node.output.map((size, axis) => {
    const forms = [...analyses].map(([name, { sweep }]) => sweep.form(name, at, axis));
    const varying = forms.filter((form) => form !== String(size));
    if (varying.length === 0) return String(size);
    return varying.length === 1 ? varying[0] : undefined;
  });
  if (!sizes.includes(undefined)) return sizes as string[];
  const before = graph.nodes.find(({ id }) => id === node.inputs[0]);
  // A value laid out flat is as long as the one before it is large.
  if (!before || node.output.length !== 1 || product(before.output) !== node.output[0]) return undefined;
  const inner = formsOf(before, graph.nodes.indexOf(before), graph, analyses);
  return (
    inner && [
      inner
        .map((form) => (/ [+\u2212] /.test(form) && !/^[\u2308\u230a(]/.test(form) ? `(${form})` : form))
        .join("·"),
    ]
  );
}
