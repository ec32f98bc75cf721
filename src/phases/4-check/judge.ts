import type { Sink } from "../../diagnostics/diagnostic.ts";
import { offer, remove, write } from "../../diagnostics/fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Name, Sizes } from "../../ir/ast.ts";
import { claimedText } from "../../ir/claimed.ts";
import type { ClaimSite } from "../../ir/graph.ts";
import type { Claim, Claimed, CountName, Node, PlacesName, SumName } from "../../ir/net.ts";
import { digits, formatShape, product, rank, type Shape, sameShape, spatial } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Tally } from "./tally.ts";

const SUMS: readonly SumName[] = ["weights", "learned", "tracked", "fixed", "multiply-adds"];

/** What the places of a value are called, and the value itself, by its number of spatial axes. */
const PLACES: readonly { readonly name: PlacesName; readonly of: string }[] = [
  { name: "samples", of: "a signal" },
  { name: "pixels", of: "an image" },
  { name: "voxels", of: "a volume" },
];

const COUNTS: readonly CountName[] = [...SUMS, ...PLACES.map(({ name }) => name)];

/** What is true of a part of a net. */
interface Truth {
  readonly found: Claimed;
  readonly arithmetic: string;
  /** As a sentence: `conv 3@3 has 30 weights`. */
  readonly told: string;
}

/** A claim in a net: at the sizes that its table shows, or at others where the spec leaves some open. */
export interface Place {
  /** The others, as `H = 264`. */
  readonly sizes?: string;
  readonly site: ClaimSite;
  readonly nodes: readonly Node[];
  readonly tally: Tally;
}

/** How a claim fares at one place. */
interface Verdict extends Truth {
  readonly place: Place;
  readonly claims: Claimed;
  readonly but: Claimed | undefined;
  /** Whether the first number is true, and whether the claim holds, as an erratum does whose first is not. */
  readonly isTrue: boolean;
  readonly holds: boolean;
}

/**
 * Proves or refutes a claim, and reports one that does not hold, here or at another choice of the open sizes; undefined
 * where nothing such is counted.
 */
export function judge(
  here: Place,
  others: readonly Place[],
  source: SourceFile,
  sink: Sink,
): Claim | undefined {
  const verdicts = [here, ...others].map((place) => verdictAt(place, sink));
  const [first] = verdicts;
  if (!first) return undefined;
  const { claims, but, found, holds, isTrue, arithmetic, told, place } =
    verdicts.find((verdict) => verdict && !verdict.holds) ?? first;
  const { claim, subject, follows, source: cited } = here.site;
  const notes = arithmetic ? [`${arithmetic} = ${claimedText(found)}`] : [];
  const where = place.sizes === undefined ? "" : ` at ${place.sizes}`;
  if (!holds && isTrue) {
    sink.error("claim_no_erratum", claim.but!.span, `${told}, as the source says`, {
      notes,
      help: {
        text: `leave \`but ${source.slice(claim.but!.span)}\` away`,
        fix: offer(
          "leave it away",
          remove((claim.type === "count" ? claim.count : claim.value).span.end, claim.but!.span.end),
        ),
      },
    });
  } else if (!holds && !follows)
    sink.error("claim_refuted", claim.span, `${told}, not ${claimedText(but ?? claims)}${where}`, {
      notes,
      // What is computed, or holds at several sizes, is not mended by one number.
      fix:
        others.length === 0 && isPlain(claim.but ?? claim.value)
          ? write(asWritten(found), (claim.but ?? claim.value).span)
          : undefined,
    });
  return {
    text: source.slice(claim.span),
    claims,
    ...(but ? { but } : {}),
    found: "count" in found ? String(found.value) : formatShape(found.shape),
    holds,
    subject,
    arithmetic,
    ...(cited === undefined ? {} : { source: cited }),
    span: claim.span,
  };
}

function isPlain({ sizes }: Sizes): boolean {
  return sizes.every(({ type }) => type === "number");
}

/** What is true as a spec says it: `26x26x4`, `61_706`. */
function asWritten(found: Claimed): string {
  if (!("count" in found)) return found.shape.join("x");
  const text = String(found.value);
  return text.length < 5 ? text : text.replace(/\B(?=(\d{3})+$)/g, "_");
}

function verdictAt(place: Place, sink: Sink): Verdict | undefined {
  const { site, nodes, tally } = place;
  const { claim } = site;
  const truth = claim.type === "shape" ? shapeOf(site) : countOf(site, claim.count, nodes, tally, sink);
  if (!truth) return undefined;
  const { found } = truth;
  const claimedAs = (numbers: readonly number[]): Claimed =>
    "count" in found ? { count: found.count, value: numbers[0]! } : { shape: numbers };
  const claims = claimedAs(site.values);
  const but = site.but && claimedAs(site.but);
  const isTrue = same(claims, found);
  return { ...truth, place, claims, but, isTrue, holds: but ? !isTrue && same(but, found) : isTrue };
}

function shapeOf({ subject, output }: ClaimSite): Truth {
  return { found: { shape: output }, arithmetic: "", told: `${subject} gives ${formatShape(output)}` };
}

function countOf(
  site: ClaimSite,
  name: Name,
  nodes: readonly Node[],
  tally: Tally,
  sink: Sink,
): Truth | undefined {
  const { subject, first, last } = site;
  const places = PLACES.find((each) => each.name === name.text);
  if (places) return placesOf(site, name, places, nodes, sink);
  const what = SUMS.find((each) => each === name.text);
  if (!what) {
    sink.error("claim_unknown", name.span, `\`${name.text}\` is not something that is counted`, {
      help: didYouMean(name.text, COUNTS, name.span) ?? `counted are ${COUNTS.join(", ")}`,
    });
    return undefined;
  }
  const totals = tally.totals(first, last);
  const value = what === "multiply-adds" ? totals.multiplyAdds : totals[what];
  const word = what === "weights" || what === "multiply-adds" ? what : `${what} weights`;
  return {
    found: { count: what, value },
    arithmetic: what === "multiply-adds" ? "" : tally.arithmetic(first, last, what),
    told: `${subject} has ${digits(value)} ${word}`,
  };
}

/** Places of the value behind a part of a net; of the whole net, those of its input. */
function placesOf(
  { subject, first, output }: ClaimSite,
  name: Name,
  { name: count, of }: (typeof PLACES)[number],
  nodes: readonly Node[],
  sink: Sink,
): Truth | undefined {
  const value: Shape = first === 0 ? nodes[0]!.output : output;
  const fitting = PLACES[rank(value) - 1];
  const does = first === 0 ? "has" : "gives";
  if (fitting?.name !== count) {
    sink.error(
      "claim_unknown",
      name.span,
      `\`${count}\` are the places of ${of}, and ${subject} ${does} ${fitting?.of ?? "a list of numbers"}, ${formatShape(value)}`,
      {
        help: fitting
          ? {
              text: `those of ${fitting.of} are \`${fitting.name}\``,
              fix: write(fitting.name, name.span),
            }
          : "say how many numbers it has: `=> 10`",
      },
    );
    return undefined;
  }
  const total = product(spatial(value));
  return {
    found: { count, value: total },
    arithmetic: rank(value) > 1 ? spatial(value).join("·") : "",
    told: `${subject} ${does} ${digits(total)} ${count}`,
  };
}

function same(a: Claimed, b: Claimed): boolean {
  return "count" in a ? "count" in b && a.value === b.value : "shape" in b && sameShape(a.shape, b.shape);
}
