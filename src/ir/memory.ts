import type { LayerDefinition } from "../layers/definition.ts";
import { product } from "../shape/shape.ts";
import type { Node } from "./net.ts";

/** Bytes of one number. */
export const FLOAT_BYTES = 4;

/** The most bytes of values that are alive at one moment, for one example; a batch takes as many times more. */
export interface PeakMemory {
  readonly inference: number;
  readonly training: number;
}

/**
 * Memory of a net's values: 4 bytes a number, layers run one at a time in their order.
 *
 * - Inference: while a layer runs, its inputs, its output, and all that a later layer still takes. A value is dropped
 *   after its last use. Inputs of the net are there from the start; its outputs stay.
 * - Training: every value is kept until the gradients are done, and beside them, while the layers are gone through
 *   backwards, lie the gradients that are alive at one moment: that of a value from its last use back to the layer that
 *   made it. A value that no learned weight comes into has none.
 *
 * `flatten` and `reshape` share the memory of what they take; so do `dropout` and `drop_path` in inference. Left out are
 * weights and their gradients, the optimizer's state, the working memory of kernels, and what a framework keeps for
 * itself, such as the places of maxima. Takes time in proportion to the number of layers.
 */
export function peakMemory(
  nodes: readonly Node[],
  definitionOf: (kind: string) => Pick<LayerDefinition, "shares"> | undefined,
): PeakMemory {
  const trained = learnedFrom(nodes);
  const inShared = (node: Node, training: boolean) => {
    const shares = definitionOf(node.kind)?.shares;
    return shares === "always" || (shares === "inference" && !training);
  };
  const inference = lives(nodes, (node) => inShared(node, false));
  const training = lives(nodes, (node) => inShared(node, true));
  const all = training.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    inference: most(inference, nodes.length),
    // Backwards, a value's gradient lives through the same moments as the value itself on the way there.
    training:
      all +
      most(
        training.filter((_, i) => trained[i]),
        nodes.length,
      ),
  };
}

/** A piece of memory, from the moment when a layer writes it to the last one that reads it. */
interface Life {
  first: number;
  last: number;
  bytes: number;
}

/** By node; one that shares its input's memory has none of its own, and prolongs that of its input. */
function lives(nodes: readonly Node[], shares: (node: Node) => boolean): readonly Life[] {
  const owners = new Map<string, Life>();
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs));
  return nodes.map((node, i) => {
    for (const id of node.inputs) {
      const owner = owners.get(id)!;
      owner.last = Math.max(owner.last, i);
    }
    const first = node.inputs.length === 0 ? 0 : i;
    // What nobody takes is what the net gives.
    const last = taken.has(node.id) ? i : nodes.length - 1;
    const own = { first, last, bytes: product(node.output) * FLOAT_BYTES };
    if (!shares(node)) {
      owners.set(node.id, own);
      return own;
    }
    owners.set(node.id, owners.get(node.inputs[0]!)!);
    return { ...own, bytes: 0 };
  });
}

/** The largest sum of bytes that live through one moment. */
function most(pieces: readonly Life[], moments: number): number {
  const change = new Array<number>(moments + 1).fill(0);
  for (const { first, last, bytes } of pieces) {
    change[first]! += bytes;
    change[last + 1]! -= bytes;
  }
  let alive = 0;
  let peak = 0;
  for (const difference of change) {
    alive += difference;
    peak = Math.max(peak, alive);
  }
  return peak;
}

/** Whether a learned weight comes into each value, in its own layer or before it. */
function learnedFrom(nodes: readonly Node[]): readonly boolean[] {
  const learned = new Map<string, boolean>();
  return nodes.map((node) => {
    const is =
      node.weights.some(({ role }) => role === "learned") || node.inputs.some((id) => learned.get(id)!);
    learned.set(node.id, is);
    return is;
  });
}
