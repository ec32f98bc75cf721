import type { CheckedNet, Node } from "./net.ts";

/** The first layer that training normalises over the examples of a batch, and whose averages it tracks; frozen ones are not. */
export function normalisedOverBatches({ nodes }: Pick<CheckedNet, "nodes">): Node | undefined {
  return nodes.find(({ weights }) => weights.some(({ role }) => role === "tracked"));
}
