import { type Diagnostic, Sink } from "../../diagnostics/diagnostic.ts";
import type { CheckedNet, Node } from "../../ir/net.ts";
import { emit, whyNotShared } from "./place.ts";

/** What TensorFlow.js can't do of a net, one message a place, in the order of the source. */
export function findUnsupported(net: CheckedNet): Diagnostic[] {
  const sink = new Sink();
  const nodes = new Map(net.nodes.map((node) => [node.id, node]));
  const inputOf = (node: Node) => nodes.get(node.inputs[0] ?? "")?.output ?? node.output;
  for (const node of net.nodes) {
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
