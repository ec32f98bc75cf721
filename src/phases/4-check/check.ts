import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { ClaimSite, Graph } from "../../ir/graph.ts";
import type { CheckedNet, Claim, CountName } from "../../ir/net.ts";
import { digits, formatShape, sameShape } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { Tally } from "./tally.ts";

const COUNTS: readonly CountName[] = ["weights", "learned", "tracked", "fixed", "multiply-adds"];

/** A claim at another choice of the sizes that the spec leaves open. */
interface Other {
  readonly sizes: string;
  readonly site: ClaimSite;
  readonly tally: Tally;
}

/** Graph → checked net: totals are counted and every claim is proved or refuted. */
export function check(graph: Graph, source: SourceFile, sink: Sink): CheckedNet {
  const tally = new Tally(graph.nodes);
  const totals = tally.totals(0, graph.nodes.length);
  const elsewhere = (graph.others ?? []).map(({ sizes, graph: { nodes, claims } }) => ({
    sizes,
    claims,
    tally: new Tally(nodes),
  }));
  const claims: Claim[] = [];
  const refuted: ClaimSite[] = [];
  for (const [i, site] of graph.claims.entries()) {
    const others = elsewhere.flatMap((other): Other[] => {
      const same = other.claims[i];
      // Where sizes choose the layers, a claim may stand on layers that are not there.
      return same?.claim === site.claim ? [{ sizes: other.sizes, site: same, tally: other.tally }] : [];
    });
    // Of several claims about one layer, or about it and what it stands in, the first is told.
    const told = refuted.some(({ first, last }) => first < site.last && site.first < last);
    const claim = judge(told ? { ...site, follows: true } : site, tally, others, source, sink);
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

function judge(
  site: ClaimSite,
  tally: Tally,
  others: readonly Other[],
  source: SourceFile,
  sink: Sink,
): Claim | undefined {
  const { claim, subject } = site;
  const text = source.slice(claim.span);
  const base = {
    text,
    subject,
    span: claim.span,
    ...(site.source === undefined ? {} : { source: site.source }),
  };
  if (claim.type === "shape") {
    const holds = (at: ClaimSite) => sameShape(at.values, at.output);
    const refuted = [{ sizes: undefined, site }, ...others].find((at) => !holds(at.site));
    const found = formatShape((refuted?.site ?? site).output);
    if (refuted && !site.follows) {
      const claimed = formatShape(refuted.site.values);
      sink.error("claim_refuted", claim.span, `${subject} gives ${found}, not ${claimed}${where(refuted)}`);
    }
    const { values } = refuted?.site ?? site;
    return { ...base, claims: { shape: values }, found, holds: !refuted, arithmetic: "" };
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
  const countAt = (at: ClaimSite, counts: Tally) => {
    const totals = counts.totals(at.first, at.last);
    return what === "multiply-adds" ? totals.multiplyAdds : totals[what];
  };
  const refuted = [{ sizes: undefined, site, tally }, ...others].find(
    (at) => countAt(at.site, at.tally) !== at.site.values[0],
  );
  const at = refuted ?? { site, tally };
  const value = at.site.values[0]!;
  const found = countAt(at.site, at.tally);
  const sum = what === "multiply-adds" ? "" : at.tally.arithmetic(at.site.first, at.site.last, what);
  if (refuted && !site.follows) {
    const word = what === "weights" || what === "multiply-adds" ? what : `${what} weights`;
    sink.error(
      "claim_refuted",
      claim.span,
      `${subject} has ${digits(found)} ${word}, not ${digits(value)}${where(refuted)}`,
      { notes: sum ? [`${sum} = ${digits(found)}`] : [] },
    );
  }
  return {
    ...base,
    claims: { count: what, value },
    found: String(found),
    holds: !refuted,
    arithmetic: sum,
  };
}

/** ` at H = 264`, for a claim that holds at the sizes that the table shows and not there. */
function where({ sizes }: { readonly sizes: string | undefined }): string {
  return sizes === undefined ? "" : ` at ${sizes}`;
}
