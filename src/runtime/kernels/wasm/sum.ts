/**
 * Sums over the first axes on WASM, as the gradient by a bias is one. tfjs moves those axes to the end before it adds, number
 * by number where there are more than four axes.
 */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";

interface Attrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * tfjs's kernel `Sum`.
 *
 * @param original tfjs's own kernel, which adds along all other axes
 */
export function sum(original: tf.KernelFunc) {
  return ({ inputs: { x }, attrs, backend }: KernelArgs<"x", Attrs, BackendWasm>): tf.TensorInfo => {
    const { shape } = x;
    const axes = tf.util.parseAxisParam(attrs.axis, shape).sort((a, b) => a - b);
    const first = axes.every((axis, i) => axis === i) && axes.length > 0 && axes.length < shape.length;
    if (!first || x.dtype !== "float32") {
      return original({ inputs: { x }, attrs: attrs as never, backend }) as tf.TensorInfo;
    }
    const kept = shape.slice(axes.length);
    const y = allocate(backend, attrs.keepDims ? [...axes.map(() => 1), ...kept] : kept);
    addRows(valuesOf(backend, x), valuesOf(backend, y));
    return y;
  };
}

/** Adds up rows of as many numbers as `to` has, in float64. */
function addRows(rows: Float32Array, to: Float32Array): void {
  const sums = new Float64Array(to.length);
  for (let at = 0; at < rows.length; ) {
    for (let i = 0; i < sums.length; i++, at++) sums[i]! += rows[at]!;
  }
  to.set(sums);
}
