import type { CheckedNet, Node, Task } from "./net.ts";

/** The input of a net that has one and no more. */
export function onlyInput(net: Pick<CheckedNet, "nodes" | "inputs">): Node | undefined {
  const [input] = net.inputs;
  return net.inputs.length === 1 ? net.nodes.find(({ id }) => id === input!.node) : undefined;
}

/** The task of a net that gives one value and no more. */
export function onlyTask({ outputs }: Pick<CheckedNet, "outputs">): Task | undefined {
  return outputs.length === 1 ? outputs[0]!.task : undefined;
}

/** The node whose value a net gives that gives one and no more. */
export function onlyOutput(net: Pick<CheckedNet, "nodes" | "outputs">): Node | undefined {
  const [output] = net.outputs;
  return net.outputs.length === 1 ? net.nodes.find(({ id }) => id === output!.node) : undefined;
}
