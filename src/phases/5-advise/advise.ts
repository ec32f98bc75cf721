import type { Code } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { CheckedNet, Node } from "../../ir/net.ts";
import { layerOf } from "../../layers/registry.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { advice } from "./advice.ts";
import type { Allowances } from "./allowances.ts";
import { findTaught } from "./clustering.ts";
import type { View } from "./view.ts";

const ADVICE = Object.entries(advice);

/**
 * Looks for what is allowed but rarely meant, and warns of it. `# allow CODE` in a layer's line, or in the line above,
 * silences that warning there.
 */
export function advise(net: CheckedNet, source: SourceFile, allowances: Allowances, sink: Sink): void {
  const nodes = new Map(net.nodes.map((node) => [node.id, node]));
  const consumers = new Map<string, Node[]>();
  for (const node of net.nodes) {
    for (const id of new Set(node.inputs)) {
      const list = consumers.get(id);
      if (list) list.push(node);
      else consumers.set(id, [node]);
    }
  }
  const soleWays = findSoleWays(net);
  const taught = findTaught(net);
  const outputs = new Set(net.outputs.map(({ node }) => node));
  const shared = new Set(net.nodes.flatMap(({ id, shares }) => (shares === undefined ? [] : [id, shares])));
  const inputsOf = (node: Node) => node.inputs.map((id) => nodes.get(id)!);
  for (const [i, node] of net.nodes.entries()) {
    const inputs = inputsOf(node);
    const view: View = {
      net,
      node,
      source,
      definition: layerOf(node.kind)!,
      inputs,
      consumers: consumers.get(node.id) ?? [],
      isShared: shared.has(node.id),
      isOutput: outputs.has(node.id),
      next: net.nodes[i + 1],
      taught,
      soleWay: soleWays.has(node.id),
      input: inputs[0]?.output ?? node.output,
      definitionOf: (other) => layerOf(other.kind)!,
      inputsOf,
    };
    for (const [code, find] of ADVICE) {
      const finding = find(view);
      if (!finding || allowances.allow(code, node.span.start)) continue;
      sink.warning(code as Code, node.span, finding.message, { help: finding.help, fix: finding.fix });
    }
  }
}

/** Ids of the nodes that every way from the input to the output leads through. */
function findSoleWays(net: CheckedNet): ReadonlySet<string> {
  const place = new Map(net.nodes.map((node, i) => [node.id, i]));
  /** By node, the last one that uses its output. */
  const last = net.nodes.map((_, i) => i);
  for (const [i, node] of net.nodes.entries()) for (const id of node.inputs) last[place.get(id)!] = i;
  const found = new Set<string>();
  let reach = 0;
  for (const [i, node] of net.nodes.entries()) {
    if (reach <= i) found.add(node.id);
    reach = Math.max(reach, last[i]!);
  }
  return found;
}
