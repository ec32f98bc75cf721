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
  const others = (graph.others ?? []).map(({ sizes, graph: { nodes, claims } }) => ({
    sizes,
    nodes,
    claims,
    tally: new Tally(nodes),
  }));
  const { opened } = graph;
  const sizes = opened && [...opened].map(([name, size]) => `${name} = ${size}`).join(", ");
  const claims: Claim[] = [];
  const refuted: ClaimSite[] = [];
  for (const [i, site] of graph.claims.entries()) {
    const other = site.elsewhere === undefined ? undefined : others[site.elsewhere]!;
    // Of several claims about one layer, or about it and what it stands in, the first is told.
    const told = refuted.some(({ first, last }) => first < site.last && site.first < last);
    const own = told ? { ...site, follows: true } : site;
    const place: Place = { site: own, nodes: graph.nodes, tally, ...(sizes === undefined ? {} : { sizes }) };
    const elsewhere = other && { ...other, site: other.claims[i]! };
    const claim = judge(place, elsewhere, new Set(opened?.keys()), source, sink);
    // Where the net has a fault, it is not known to hold at other sizes.
    if (claim?.holds && opened && !graph.openSizes) continue;
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
