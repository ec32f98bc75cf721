/**
 * Sums over the first axes on WASM, as the gradient by a bias is one. tfjs moves those axes to the end before it adds,
 * number by number where there are more than four axes; here they are added in SIMD, row by row.
 */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";
import { SimdRows } from "./simd/rows.ts";
import { slicesOf } from "./simd/slices.ts";

interface Attrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** With more numbers in a row, the room for their float64 sums costs more time than tfjs's detour. */
const WIDEST = 2 ** 20;

/**
 * tfjs's kernel `Sum`.
 *
 * @param original tfjs's own kernel, for all other sums
 */
export function sum(original: tf.KernelFunc) {
  return ({ inputs: { x }, attrs, backend }: KernelArgs<"x", Attrs, BackendWasm>): tf.TensorInfo => {
    const { shape } = x;
    const axes = tf.util.parseAxisParam(attrs.axis, shape).sort((a, b) => a - b);
    const first = axes.every((axis, i) => axis === i) && axes.length > 0 && axes.length < shape.length;
    const kept = shape.slice(axes.length);
    if (!first || x.dtype !== "float32" || tf.util.sizeFromShape(kept) > WIDEST) {
      return original({ inputs: { x }, attrs: attrs as never, backend }) as tf.TensorInfo;
    }
    const y = allocate(backend, attrs.keepDims ? [...axes.map(() => 1), ...kept] : kept);
    addRows(valuesOf(backend, x), valuesOf(backend, y));
    return y;
  };
}

/** Adds up rows of as many numbers as `to` has; each sum is made in float64 and rounded once. */
function addRows(rows: Float32Array, to: Float32Array): void {
  const { length } = to;
  const sums = new Float64Array(length);
  for (const [start, end] of slicesOf(rows.length / length, to.byteLength)) {
    const part = new SimdRows(length, rows.subarray(start * length, end * length)).sums();
    for (let i = 0; i < length; i++) sums[i]! += part[i]!;
  }
  to.set(sums);
}
