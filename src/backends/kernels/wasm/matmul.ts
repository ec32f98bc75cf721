/**
 * Matrix product on WASM. tfjs hands only products without a transposed factor to XNNPACK; the gradients of a dense
 * layer have one each, and its loop for them is 8 to 20 times slower. So factors are transposed first.
 */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { type BackendWasm, dispose, transpose } from "./memory.ts";

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/**
 * tfjs's kernel `BatchMatMul`: … × m × k times … × k × n.
 *
 * @param original tfjs's own kernel, which multiplies in the end
 */
export function batchMatMul(original: tf.KernelFunc) {
  return ({ inputs, attrs, backend }: KernelArgs<"a" | "b", MatMulAttrs, BackendWasm>): tf.TensorInfo => {
    const a = attrs.transposeA ? swapLastAxes(backend, inputs.a) : inputs.a;
    const b = attrs.transposeB ? swapLastAxes(backend, inputs.b) : inputs.b;
    const product = original({
      inputs: { a, b },
      attrs: { transposeA: false, transposeB: false },
      backend,
    }) as tf.TensorInfo;
    if (a !== inputs.a) dispose(backend, a);
    if (b !== inputs.b) dispose(backend, b);
    return product;
  };
}

function swapLastAxes(backend: BackendWasm, x: tf.TensorInfo): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  return transpose(backend, x, [...axes.slice(0, last - 1), last, last - 1]);
}
