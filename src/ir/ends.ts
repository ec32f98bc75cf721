import type { CheckedNet, Node } from "./net.ts";

/** The node whose value a net gives that gives one and no more. */
export function onlyOutput(net: Pick<CheckedNet, "nodes" | "outputs">): Node | undefined {
  const [output] = net.outputs;
  return net.outputs.length === 1 ? net.nodes.find(({ id }) => id === output!.node) : undefined;
}
