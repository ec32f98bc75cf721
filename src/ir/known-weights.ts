import type { CheckedNet, Node, Weight } from "./net.ts";

/** Whether a weight's numbers are known without training: they are written down, or nothing ever changes them. */
export function isKnown({ initial, role }: Weight): boolean {
  return initial.type === "literal" || role === "fixed";
}

/** The first layer with a weight that only training can tell; undefined where all are known. */
export function firstUnknown({ nodes }: CheckedNet): Node | undefined {
  return nodes.find(({ weights }) => !weights.every(isKnown));
}
