import type { Node } from "../../ir/net.ts";
import { weightsOf } from "../../ir/weights-of.ts";

/** What something in a picture stands for. The counts of all that is drawn, times the repeats around it, are the net's. */
export interface Counts {
  readonly layers: number;
  /** Weights that count at these layers: those that are shared count where they stand first. */
  readonly weights: number;
  /** How many rounds with other weights each are in these numbers; 1 for what is drawn for one. */
  readonly rounds: number;
  /** Whether some of the layers use weights that count elsewhere. */
  readonly shared: boolean;
}

/** The counts of one layer. */
export function countsOf(node: Node): Counts {
  const shared = node.shares !== undefined && node.weights.length > 0;
  return { layers: 1, weights: weightsOf(node), rounds: 1, shared };
}

/** The counts of what is drawn together. */
export function summed(parts: readonly Counts[]): Counts {
  if (parts.length === 1) return parts[0]!;
  let [layers, weights, rounds, shared] = [0, 0, 1, false];
  for (const part of parts) {
    layers += part.layers;
    weights += part.weights;
    rounds = Math.max(rounds, part.rounds);
    shared ||= part.shared;
  }
  return { layers, weights, rounds, shared };
}

/** Attributes from which a script adds a picture up: digits alone. */
export function countData({ layers, weights }: Pick<Counts, "layers" | "weights">): {
  readonly layers: string;
  readonly weights: string;
} {
  return { layers: String(layers), weights: String(weights) };
}
