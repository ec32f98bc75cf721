import type { Sink } from "../../../diagnostics/diagnostic.ts";
import { write } from "../../../diagnostics/fix.ts";
import type { Name } from "../../../ir/ast.ts";
import type { Graph } from "../../../ir/graph.ts";
import type { Node } from "../../../ir/net.ts";
import type { ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import { digits, product } from "../../../shape/shape.ts";
import { type Prober, type Sizes, tryExpand } from "./analyse.ts";
import type { Refusal } from "./certify.ts";

/** A net with open sizes that works at `sizes`. */
interface OpenNet {
  readonly net: ResolvedNet;
  readonly program: ResolvedProgram;
  readonly graph: Graph;
  readonly open: readonly Name[];
  readonly sizes: Sizes;
  readonly prober: Prober;
}

/** Other sizes are looked at so far behind those that work, to show how weights change. */
const NEIGHBOURS = 64;

/** Says why a net that works at some sizes can't leave them open. */
export function refuse(refusal: Refusal, given: OpenNet, sink: Sink): void {
  if (refusal.kind === "choice") refuseChoice(refusal, given, sink);
  else if (refusal.kind !== "weights") refuseSizes(refusal, given, sink);
  else if (!showWeights(refusal, given, sink))
    refuseUntold({ ...refusal, kind: "untold", why: "its weights follow from one" }, given, sink);
}

/** Where one size alone works, or few do, that is why. */
function refuseSizes(
  refusal: Extract<Refusal, { kind: "untold" | "few" }>,
  given: OpenNet,
  sink: Sink,
): void {
  const { net, open, sizes, prober } = given;
  const bound = open.filter(({ text }) => !prober.analyse(text));
  const pinned = bound.find(({ text }) => prober.isAlone(text, sizes.get(text)!));
  if (pinned) reportOnly(pinned, given, sink);
  else if (refusal.kind === "untold") refuseUntold(refusal, given, sink);
  else {
    const { text: name, span } = bound[0] ?? net.symbols[0]!;
    sink.error("shape_not_open", span, `\`${name}\` can't be left open: only few sizes work`, {
      notes: [`${sizes.get(name)} does`],
      help: `write a size in its place, or set it: \`cnnc check --set ${name}=${sizes.get(name)}\``,
    });
  }
}

function refuseChoice(
  { choice: { kind, span, symbol }, other }: Extract<Refusal, { kind: "choice" }>,
  given: OpenNet,
  sink: Sink,
): void {
  const { open, sizes } = given;
  const moved = open.filter(({ text }) => other.get(text) !== sizes.get(text));
  const at = (point: Sizes) => moved.map(({ text }) => `${text} = ${point.get(text)}`).join(", ");
  const deciding = open.filter(({ text }) => symbol === undefined || text === symbol);
  const names = listed(deciding);
  const what = kind === "if" ? "which layers stand here" : "how often this is repeated";
  sink.error(
    "choice_open",
    span,
    `${what} depends on ${names}, which ${deciding.length > 1 ? "are" : "is"} left open: it is one way at ${at(sizes)}, another at ${at(other)}`,
    {
      labels: deciding.map(({ text, span }) => ({ span, text: `\`${text}\` may be any size` })),
      help: `a net has the same layers for every input: leave the choice out, write the sizes, or set them: ${command(deciding, sizes)}`,
    },
  );
}

function refuseUntold(
  { why, span, choice }: Extract<Refusal, { kind: "untold" }>,
  { open, sizes }: OpenNet,
  sink: Sink,
): void {
  const names = listed(open);
  const are = open.length > 1 ? "are" : "is";
  const message = choice
    ? `${names} ${are} left open, and whether this comes out the same at all sizes can't be told, since ${why}`
    : `${names} can't be left open: what this gives at all sizes can't be told, since ${why}`;
  sink.error(choice ? "choice_open" : "shape_not_open", span, message, {
    labels: open.map(({ text, span }) => ({ span, text: `\`${text}\` may be any size` })),
    help: `write the sizes, or set them: ${command(open, sizes)}`,
  });
}

/** `` `D`, `H` and `W` `` */
function listed(names: readonly Name[]): string {
  const [last, ...before] = names.map(({ text }) => `\`${text}\``).reverse();
  return before.length > 0 ? `${before.reverse().join(", ")} and ${last}` : last!;
}

function command(open: readonly Name[], sizes: Sizes): string {
  return `\`cnnc check ${open.map(({ text }) => `--set ${text}=${sizes.get(text)}`).join(" ")}\``;
}

/** Shows by an example that weights depend on an open size. */
function showWeights(
  { span }: Extract<Refusal, { kind: "weights" }>,
  { net, program, graph, open, sizes }: OpenNet,
  sink: Sink,
): boolean {
  for (const symbol of open) {
    const from = sizes.get(symbol.text)!;
    for (let size = from + 1; size <= from + NEIGHBOURS; size++) {
      const other = tryExpand(net, program, new Map([...sizes, [symbol.text, size]]));
      for (const [at, node] of graph.nodes.entries()) {
        if (node.span.start !== span.start || !other?.nodes[at]) continue;
        if (countOf(node) === countOf(other.nodes[at]!)) continue;
        reportWeights(node, other.nodes[at]!, size, symbol, sizes, sink);
        return true;
      }
    }
  }
  return false;
}

/** Says that the weights of a layer change with an open size. */
function reportWeights(
  node: Node,
  other: Node,
  size: number,
  { text: name, span }: Name,
  sizes: Sizes,
  sink: Sink,
): void {
  const [here, there] = [countOf(node), countOf(other)];
  // With the same options, what it reads is to blame.
  const sameOptions = JSON.stringify(node.params) === JSON.stringify(other.params);
  sink.error(
    "weight_open",
    node.span,
    `the number of weights of \`${node.label}\` depends on \`${name}\`, which is left open: ${digits(here)} at ${name} = ${sizes.get(name)}, ${digits(there)} at ${name} = ${size}`,
    {
      labels: [{ span, text: `\`${name}\` may be any size` }],
      help: sameOptions
        ? `\`avgpool all\` gives one number a channel, whatever the size; or write the size in place of \`${name}\``
        : `write a number in place of what follows from \`${name}\``,
    },
  );
}

function countOf({ weights }: Node): number {
  return weights.reduce((sum, { shape }) => sum + product(shape), 0);
}

/** Says that a size can't be left open, of which one value alone works. */
function reportOnly({ text: name, span }: Name, { sizes, prober }: OpenNet, sink: Sink): void {
  const value = sizes.get(name)!;
  const { fault } = prober.at(new Map([...sizes, [name, value + 1]]));
  const all = new Map([...sizes].map(([each, size]) => [each, size + 1] as const));
  const equal = sizes.size > 1 && new Set(sizes.values()).size === 1 && !prober.at(all).fault;
  const others = [...sizes].filter(([each]) => each !== name).map(([each, size]) => `${each} = ${size}`);
  const besides = equal ? ` where ${others.join(", ")}` : "";
  sink.error("shape_not_open", span, `\`${name}\` can't be left open: only ${value} works${besides}`, {
    labels: fault ? [{ span: fault.span, text: `at ${name} = ${value + 1}: ${fault.message}` }] : [],
    help: equal
      ? "sizes that must be equal have one name: `input image H x H x 1`"
      : { text: `write ${value} in its place`, fix: write(String(value), span) },
  });
}
