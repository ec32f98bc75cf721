/** A model cut into stages, each computed for all examples before the next one begins. */

import type * as tf from "../backends/tf.ts";
import { product } from "../shape/shape.ts";

/** A value of a model; its numbers are told apart by `id`. */
type Value = tf.SymbolicTensor;

/** What one stage computes of each example. */
export interface Stage {
  /** Values that the stage's layers of interest take, with the layer. */
  readonly measured: readonly { readonly layer: tf.layers.Layer; readonly value: Value }[];
  /** Values that later stages need, each with the last one that does. */
  readonly kept: readonly { readonly value: Value; readonly until: number }[];
  /** How many numbers of one example are computed. */
  readonly size: number;
}

/**
 * The stages of a model by the depth of its `marked` layers: a value belongs to the stage of the most such layers that stand
 * in a row before it. Stage 0 computes what the first ones take, stage 1 takes that through them to what the next ones take,
 * and so on; what lies behind the last is in no stage.
 */
export function stagesOf(model: tf.LayersModel, marked: ReadonlySet<tf.layers.Layer>): readonly Stage[] {
  const depths = new Map<number, number>();
  const depthOf = (value: Value): number => {
    const known = depths.get(value.id);
    if (known !== undefined) return known;
    const before = Math.max(0, ...takenBy(value).map(depthOf));
    const depth = before + (marked.has(value.sourceLayer) ? 1 : 0);
    depths.set(value.id, depth);
    return depth;
  };
  const measured = [...marked].flatMap((layer) =>
    layer.inboundNodes.map(({ inputTensors }) => ({ layer, value: inputTensors[0]! as Value })),
  );
  const count = 1 + Math.max(-1, ...measured.map(({ value }) => depthOf(value)));
  const given = new Set(model.inputs.map(({ id }) => id));
  /** By value, the last stage that needs it; only what leads to a measured one is there. */
  const needed = new Map<number, { readonly value: Value; until: number }>();
  const need = (value: Value, at: number): void => {
    const known = needed.get(value.id);
    if (known) {
      known.until = Math.max(known.until, at);
      return;
    }
    needed.set(value.id, { value, until: at });
    const depth = depthOf(value);
    for (const each of takenBy(value)) need(each, depth);
  };
  for (const { value } of measured) need(value, depthOf(value));
  const computed = [...needed.values()].filter(({ value }) => !given.has(value.id));
  return Array.from({ length: count }, (_, at) => {
    const here = computed.filter(({ value }) => depthOf(value) === at);
    return {
      measured: measured.filter(({ value }) => depthOf(value) === at),
      kept: here.filter(({ until }) => until > at),
      size: here.reduce((sum, { value }) => sum + sizeOf(value), 0),
    };
  });
}

/** How many numbers a value has for one example. */
export function sizeOf({ shape }: Value): number {
  return product(shape.slice(1) as number[]);
}

/**
 * The value as numbers, computed from those that are known, without training anything. What is computed on the way becomes
 * known; the caller disposes it.
 *
 * @param known by the ids of values
 */
export function computed(value: Value, known: Map<number, tf.Tensor>): tf.Tensor {
  const found = known.get(value.id);
  if (found) return found;
  const taken = takenBy(value).map((each) => computed(each, known));
  const given = [value.sourceLayer.apply(taken.length === 1 ? taken[0]! : taken, { training: false })].flat();
  const outputs = nodeOf(value).outputTensors as Value[];
  for (const [i, output] of outputs.entries()) known.set(output.id, given[i] as tf.Tensor);
  return known.get(value.id)!;
}

function nodeOf({ sourceLayer, nodeIndex }: Value) {
  return sourceLayer.inboundNodes[nodeIndex]!;
}

/** The values that a value's layer takes; none for an input of the model. */
function takenBy(value: Value): readonly Value[] {
  return (nodeOf(value).inputTensors as Value[]).filter(({ id }) => id !== value.id);
}
