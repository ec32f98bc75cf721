import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { ClaimSite, Graph } from "../../ir/graph.ts";
import type { CheckedNet, Claim, CountName } from "../../ir/net.ts";
import { digits, formatShape, sameShape } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { Tally } from "./tally.ts";

const COUNTS: readonly CountName[] = ["weights", "learned", "tracked", "fixed", "multiply-adds"];

/** Graph → checked net: totals are counted and every claim is proved or refuted. */
export function check(graph: Graph, source: SourceFile, sink: Sink): CheckedNet {
  const tally = new Tally(graph.nodes);
  const totals = tally.totals(0, graph.nodes.length);
  const claims: Claim[] = [];
  const refuted: ClaimSite[] = [];
  for (const site of graph.claims) {
    // Of several claims about one layer, or about it and what it stands in, the first is told.
    const told = refuted.some(({ first, last }) => first < site.last && site.first < last);
    const claim = judge(told ? { ...site, follows: true } : site, tally, source, sink);
    if (claim) claims.push(claim);
    if (claim && !claim.holds && !told) refuted.push(site);
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
    ...(graph.openSizes ? { openSizes: graph.openSizes } : {}),
  };
}

function judge(site: ClaimSite, tally: Tally, source: SourceFile, sink: Sink): Claim | undefined {
  const { claim, subject } = site;
  const text = source.slice(claim.span);
  const base = {
    text,
    subject,
    span: claim.span,
    ...(site.source === undefined ? {} : { source: site.source }),
  };
  if (claim.type === "shape") {
    const holds = sameShape(site.values, site.output);
    const found = formatShape(site.output);
    if (!holds && !site.follows) {
      sink.error("claim_refuted", claim.span, `${subject} gives ${found}, not ${formatShape(site.values)}`);
    }
    return { ...base, claims: { shape: site.values }, found, holds, arithmetic: "" };
  }
  const what = COUNTS.find((name) => name === claim.count.text);
  if (!what) {
    sink.error(
      "claim_unknown",
      claim.count.span,
      `\`${claim.count.text}\` is not something that is counted`,
      {
        help: didYouMean(claim.count.text, COUNTS) ?? `counted are ${COUNTS.join(", ")}`,
      },
    );
    return undefined;
  }
  const value = site.values[0]!;
  const totals = tally.totals(site.first, site.last);
  const found = what === "multiply-adds" ? totals.multiplyAdds : totals[what];
  const sum = what === "multiply-adds" ? "" : tally.arithmetic(site.first, site.last, what);
  const holds = found === value;
  if (!holds && !site.follows) {
    const word = what === "weights" || what === "multiply-adds" ? what : `${what} weights`;
    sink.error("claim_refuted", claim.span, `${subject} has ${digits(found)} ${word}, not ${digits(value)}`, {
      notes: sum ? [`${sum} = ${digits(found)}`] : [],
    });
  }
  return { ...base, claims: { count: what, value }, found: String(found), holds, arithmetic: sum };
}
