import type { Sink } from "../../diagnostics/diagnostic.ts";
import { offer, remove, write } from "../../diagnostics/fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Expression, Name, Sizes } from "../../ir/ast.ts";
import { claimedText } from "../../ir/claimed.ts";
import { COUNTS, PLACES, SUMS } from "../../ir/counts.ts";
import type { ClaimSite } from "../../ir/graph.ts";
import type { Claim, Claimed, Node } from "../../ir/net.ts";
import { digits, formatShape, product, rank, type Shape, sameShape, spatial } from "../../shape/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Tally } from "./tally.ts";

/** What is true of a part of a net. */
interface Truth {
  readonly found: Claimed;
  readonly arithmetic: string;
  /** As a sentence: `conv 3@3 has 30 weights`. */
  readonly told: string;
}

/** A claim in a net. */
export interface Place {
  /** Where the spec leaves some open: those of this place, as `H = 264`. */
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
 * Proves or refutes a claim, and reports one that does not hold: here, or `elsewhere` at sizes at which it fails. Undefined
 * where nothing such is counted, or where it can't be told. `open` are the names of sizes that the spec leaves open.
 */
export function judge(
  here: Place,
  elsewhere: Place | undefined,
  open: ReadonlySet<string>,
  source: SourceFile,
  sink: Sink,
): Claim | undefined {
  const first = verdictAt(here, sink);
  if (!first) return undefined;
  const { untold } = here.site;
  if (first.holds && untold !== undefined) {
    const { claim, subject } = here.site;
    sink.error(
      "claim_untold",
      claim.span,
      `whether this holds for ${subject} at all sizes that work can't be told, since ${untold}`,
      { help: "claim what one open size decides, or set them: `cnnc check --set H=256`" },
    );
    return undefined;
  }
  const other = first.holds && elsewhere ? verdictAt(elsewhere, sink) : undefined;
  const { claims, but, found, holds, isTrue, arithmetic, told, place } = other ?? first;
  const { claim, subject, follows, source: cited } = here.site;
  const notes = arithmetic ? [`${arithmetic} = ${claimedText(found)}`] : [];
  const where = place.sizes === undefined ? "" : ` at ${place.sizes}`;
  const wrong = claim.but ?? claim.value;
  // What is computed from open sizes is refuted in its own words.
  const said = wrong.sizes.some((size) => names(size, open)) ? source.slice(wrong.span) : undefined;
  if (!holds && isTrue) {
    sink.error("claim_no_erratum", claim.but!.span, `${told}, as the source says${where}`, {
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
    sink.error("claim_refuted", claim.span, `${told}, not ${said ?? claimedText(but ?? claims)}${where}`, {
      notes,
      // What is computed, or holds at several sizes, is not mended by one number.
      fix: place.sizes === undefined && isPlain(wrong) ? write(asWritten(found), wrong.span) : undefined,
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

/** Whether an expression names an open size. */
function names(expression: Expression, open: ReadonlySet<string>): boolean {
  switch (expression.type) {
    case "number":
      return false;
    case "name":
      return open.has(expression.name);
    case "call":
      return expression.arguments.some((each) => names(each, open));
    case "binary":
      return names(expression.left, open) || names(expression.right, open);
    case "negate":
    case "not":
      return names(expression.operand, open);
  }
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
