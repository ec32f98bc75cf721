import { rank } from "../../shape/shape.ts";
import type { CheckedNet, Node } from "../net.ts";
import { sourcesOf } from "../sources.ts";
import type { Verification } from "./verification.ts";

/** Specification of where a net begins and ends: its inputs, and outputs that are what their tasks ask for. */
export function verifyEnds(
  { nodes, inputs, outputs, complete }: Pick<CheckedNet, "nodes" | "inputs" | "outputs" | "complete">,
  net: string,
  v: Verification,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const first = nodes.filter((node) => node.inputs.length === 0).map(({ id }) => id);
  v.expect(
    JSON.stringify(inputs.map(({ node }) => node)) === JSON.stringify(first),
    net,
    "its inputs are not the nodes that take nothing",
  );
  v.expect(!complete || outputs.length > 0, net, "it gives nothing");
  v.unique(
    outputs.map(({ name }) => name),
    net,
    "names of outputs",
  );
  const taken = new Set(nodes.flatMap((node) => node.inputs));
  const sources = sourcesOf(nodes);
  for (const { node: id, name, task } of outputs) {
    const node = byId.get(id);
    v.expect(node !== undefined, name, "no node gives this output");
    if (!node || !task) continue;
    v.expect(!taken.has(id), name, "something follows this head");
    const about = inputOf(sources.get(id)!.map((source) => byId.get(source)!));
    v.expect(
      node.task === task.name && node.output.at(-1) === v.rules.outputs(task, about?.output ?? node.output),
      name,
      `it is not what its task \`${task.name}\` asks for`,
    );
  }
}

/** The input that an answer is about: the first with places, or else the first. */
function inputOf(inputs: readonly Node[]): Node | undefined {
  return inputs.find(({ output }) => rank(output) > 0) ?? inputs[0];
}
