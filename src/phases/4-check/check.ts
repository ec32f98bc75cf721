import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { ClaimSite, Graph } from "../../ir/graph.ts";
import type { CheckedNet, Claim } from "../../ir/net.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { judge, type Place } from "./judge.ts";
import { Tally } from "./tally.ts";

/** Graph → checked net: totals are counted and every claim is proved or refuted. */
export function check(graph: Graph, source: SourceFile, sink: Sink): CheckedNet {
  const tally = new Tally(graph.nodes);
  const totals = tally.totals(0, graph.nodes.length);
  const elsewhere = (graph.others ?? []).map(({ sizes, graph: { nodes, claims } }) => ({
    sizes,
    nodes,
    claims,
    tally: new Tally(nodes),
  }));
  const claims: Claim[] = [];
  const refuted: ClaimSite[] = [];
  for (const [i, site] of graph.claims.entries()) {
    const others = elsewhere.flatMap((other): Place[] => {
      const same = other.claims[i];
      // Where sizes choose the layers, a claim may stand on layers that are not there.
      return same?.claim === site.claim ? [{ ...other, site: same }] : [];
    });
    // Of several claims about one layer, or about it and what it stands in, the first is told.
    const told = refuted.some(({ first, last }) => first < site.last && site.first < last);
    const place = { site: told ? { ...site, follows: true } : site, nodes: graph.nodes, tally };
    const claim = judge(place, others, source, sink);
    if (claim) claims.push(claim);
    if (claim && !claim.holds && !told) refuted.push(site);
  }
  return {
    name: graph.name.text,
    span: graph.span,
    complete: graph.complete,
    nodes: graph.nodes,
    inputs: graph.inputs,
    outputs: graph.outputs,
    totals,
    claims: claims.sort((a, b) => a.span.start - b.span.start),
    ...(graph.openSizes ? { openSizes: graph.openSizes } : {}),
  };
}
