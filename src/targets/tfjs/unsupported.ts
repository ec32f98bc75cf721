import { type Diagnostic, Sink } from "../../diagnostics/diagnostic.ts";
import type { CheckedNet } from "../../ir/net.ts";
import { emit } from "./place.ts";

/** What TensorFlow.js can't do of a net, one message a place, in the order of the source. */
export function findUnsupported(net: CheckedNet): Diagnostic[] {
  const sink = new Sink();
  const shapes = new Map(net.nodes.map((node) => [node.id, node.output]));
  for (const node of net.nodes) {
    const emitted = emit(node, shapes.get(node.inputs[0] ?? "") ?? node.output);
    if (!("unsupported" in emitted)) continue;
    const use = node.scopes.findLast((scope) => scope.kind === "block");
    sink.error("export_unsupported", node.span, `\`${node.label}\`: TensorFlow.js ${emitted.unsupported}`, {
      labels: use ? [{ span: use.span, text: "used here" }] : [],
      help: "the net is sound and its counts hold; it can't be compiled or trained with TensorFlow.js",
    });
  }
  return sink.sorted();
}
