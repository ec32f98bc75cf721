/** Losses and metrics of a net's heads over any number of batches: begun, updated, merged and finished. */

import * as tf from "../../backends/tf.ts";
import type { Head } from "../losses.ts";
import type { Counts, Measure } from "./metric.ts";

/** What a head did on some examples. */
export interface Judgement {
  /** The mean over them, their places and outputs. */
  readonly loss: number;
  /** The metric by which its task is known. */
  readonly metric: number;
  /** The others, by their names. */
  readonly measures?: { readonly [metric: string]: Measure };
}

/** What is counted of a head, each once. */
const countsOf = ({ metrics }: Head): readonly Counts[] => [...new Set(metrics.map(({ counts }) => counts))];

/** Sums of no batch: of each head in turn its loss, and what its metrics count. */
export function beginSums(heads: readonly Head[]): tf.Tensor {
  const size = (head: Head) => countsOf(head).reduce((sum, counts) => sum + counts.size(head), 1);
  return tf.zeros([heads.reduce((sum, head) => sum + size(head), 0)]);
}

/**
 * Sums with those of one batch added. Nothing is read back from the device; the caller disposes both.
 *
 * @param outputs of each head, before its activation
 * @param losses of each head, means over the batch
 * @param size examples in the batch
 */
export function addBatch(
  sums: tf.Tensor,
  heads: readonly Head[],
  outputs: readonly tf.Tensor[],
  losses: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
  size: number,
): tf.Tensor {
  return tf.tidy(() => {
    const parts = heads.flatMap((head, i) => [
      tf.reshape(tf.mul(losses[i]!, size), [1]),
      ...countsOf(head).map((counts) => counts.of(outputs[i]!, targets[i]!)),
    ]);
    return tf.add(sums, tf.concat(parts));
  });
}

/** What each head did on so many examples, out of the sums of their batches, read back. */
export function finishSums(sums: Float32Array, heads: readonly Head[], examples: number): Judgement[] {
  let at = 0;
  return heads.map((head) => {
    const loss = sums[at++]! / examples;
    const counted = new Map<Counts, Float32Array>();
    for (const counts of countsOf(head)) {
      const size = counts.size(head);
      counted.set(counts, sums.subarray(at, at + size));
      at += size;
    }
    const [first, ...others] = head.metrics.map(
      ({ name, counts, finish }) => [name, finish(counted.get(counts)!, examples, head)] as const,
    );
    return {
      loss,
      metric: first![1].value ?? Number.NaN,
      ...(others.length > 0 ? { measures: Object.fromEntries(others) } : {}),
    };
  });
}
