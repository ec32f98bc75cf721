import { type Diagnostic, Sink } from "../../diagnostics/diagnostic.ts";
import type { CheckedNet, Node } from "../../ir/net.ts";
import { weightsOf } from "../../ir/weights-of.ts";
import { digits, product } from "../../shape/shape.ts";
import { type Unsupported, unsupported } from "./emitter.ts";
import { emit, whyNotShared } from "./place.ts";

/** Weights of a net, and numbers of one value: a gigabyte of 32-bit numbers, of which training takes several times as much. */
export const MOST_NUMBERS = 2 ** 28;

/** What TensorFlow.js can't do of a net, one message a place, in the order of the source. */
export function findUnsupported(net: CheckedNet): Diagnostic[] {
  const sink = new Sink();
  const nodes = new Map(net.nodes.map((node) => [node.id, node]));
  const inputOf = (node: Node) => nodes.get(node.inputs[0] ?? "")?.output ?? node.output;
  let weights = 0;
  for (const node of net.nodes) {
    const before = weights;
    weights += weightsOf(node);
    const large = tooLarge(node, before, weights);
    if (large) {
      sink.error("export_unsupported", node.span, `\`${node.label}\`: TensorFlow.js ${large.unsupported}`, {
        help: "the counts of the net hold; it can't be compiled or trained",
      });
      continue;
    }
    if (weights > MOST_NUMBERS) continue;
    const owner = node.shares === undefined ? undefined : nodes.get(node.shares);
    const input = inputOf(node);
    const emitted = (owner && whyNotShared(node, owner, [input, inputOf(owner)])) ?? emit(node, input);
    if (!("unsupported" in emitted)) continue;
    const use = node.scopes.findLast(({ kind }) => kind === "block" || kind === "shared");
    sink.error("export_unsupported", node.span, `\`${node.label}\`: TensorFlow.js ${emitted.unsupported}`, {
      labels: use ? [{ span: use.span, text: "used here" }] : [],
      help: "the net is sound and its counts hold; it can't be compiled or trained with TensorFlow.js",
    });
  }
  return sink.sorted();
}

/** Whether a node is the first with which the weights are too many, or gives a value that is too large. */
function tooLarge({ output }: Node, before: number, weights: number): Unsupported | undefined {
  if (before <= MOST_NUMBERS && weights > MOST_NUMBERS) {
    return unsupported(
      `would have to hold ${digits(weights)} weights up to here, and ${digits(MOST_NUMBERS)} are the most that can be trained`,
    );
  }
  if (product(output) <= MOST_NUMBERS) return undefined;
  return unsupported(
    `would have to hold a value of ${digits(product(output))} numbers for each example, and ${digits(MOST_NUMBERS)} are the most`,
  );
}
