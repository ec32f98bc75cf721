import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { ClaimSite, Graph } from "../../ir/graph.ts";
import type { CheckedNet, Claim, CountName, Node, Totals } from "../../ir/net.ts";
import { digits, formatShape, product, sameShape } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";

const COUNTS: readonly CountName[] = ["weights", "learned", "tracked", "fixed", "multiply-adds"];

/** Longest arithmetic that a message repeats, in terms. */
const MAX_TERMS = 12;

/** Graph → checked net: totals are counted and every claim is proved or refuted. */
export function check(graph: Graph, source: SourceFile, sink: Sink): CheckedNet {
  const totals = count(graph.nodes);
  const claims: Claim[] = [];
  for (const site of graph.claims) {
    const claim = judge(site, graph, source, sink);
    if (claim) claims.push(claim);
  }
  return {
    name: graph.name.text,
    span: graph.span,
    complete: graph.complete,
    nodes: graph.nodes,
    output: graph.nodes.at(-1)?.id ?? "",
    ...(graph.task ? { task: graph.task } : {}),
    totals,
    claims: claims.sort((a, b) => a.span.start - b.span.start),
  };
}

/** Counts of some nodes: the products of their weights' shapes. */
export function count(nodes: readonly Node[]): Totals {
  const totals = { weights: 0, learned: 0, tracked: 0, fixed: 0, multiplyAdds: 0 };
  for (const node of nodes) {
    totals.multiplyAdds += node.multiplyAdds;
    for (const weight of node.weights) {
      const size = product(weight.shape);
      totals.weights += size;
      totals[weight.role] += size;
    }
  }
  return totals;
}

/** The sum that makes up a count: `4·3·3·1 + 4·2`; shortened where it is very long. */
export function arithmetic(nodes: readonly Node[], what: CountName = "weights"): string {
  const terms: string[] = [];
  for (const node of nodes) {
    for (const weight of node.weights) if (what === "weights" || weight.role === what) terms.push(weight.arithmetic);
  }
  if (terms.length <= MAX_TERMS) return terms.join(" + ");
  return `${terms.slice(0, MAX_TERMS).join(" + ")} + … (${terms.length - MAX_TERMS} more terms)`;
}

function judge(site: ClaimSite, graph: Graph, source: SourceFile, sink: Sink): Claim | undefined {
  const { claim, subject } = site;
  const nodes = graph.nodes.slice(site.first, site.last);
  const text = source.slice(claim.span);
  const base = { text, subject, span: claim.span, ...(site.source === undefined ? {} : { source: site.source }) };
  if (claim.type === "shape") {
    const holds = sameShape(site.values, site.output);
    const found = formatShape(site.output);
    if (!holds) {
      sink.error("claim_refuted", claim.span, `${subject} gives ${found}, not ${formatShape(site.values)}`);
    }
    return { ...base, claims: { shape: site.values }, found, holds, arithmetic: "" };
  }
  const what = COUNTS.find((name) => name === claim.count.text);
  if (!what) {
    sink.error("claim_unknown", claim.count.span, `\`${claim.count.text}\` is not something that is counted`, {
      help: didYouMean(claim.count.text, COUNTS) ?? `counted are ${COUNTS.join(", ")}`,
    });
    return undefined;
  }
  const value = site.values[0]!;
  const totals = count(nodes);
  const found = what === "multiply-adds" ? totals.multiplyAdds : totals[what];
  const sum = what === "multiply-adds" ? "" : arithmetic(nodes, what);
  const holds = found === value;
  if (!holds) {
    const word = what === "weights" || what === "multiply-adds" ? what : `${what} weights`;
    sink.error("claim_refuted", claim.span, `${subject} has ${digits(found)} ${word}, not ${digits(value)}`, {
      notes: sum ? [`${sum} = ${digits(found)}`] : [],
    });
  }
  return { ...base, claims: { count: what, value }, found: String(found), holds, arithmetic: sum };
}
