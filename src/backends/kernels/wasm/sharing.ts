/**
 * Copies on WASM that share their original's data, as they do on tfjs's other backends: a step makes one of each value that a
 * gradient needs. Nothing writes over a tensor that exists: kernels and optimizers make new ones.
 */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import type { BackendWasm } from "./memory.ts";

/** The same tensor once more; the data go when the last one is disposed of. */
function shared(x: tf.TensorInfo, backend: BackendWasm): tf.TensorInfo {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/**
 * tfjs's kernel `Identity`.
 *
 * @param original tfjs's own kernel, for strings
 */
export function identity(original: tf.KernelFunc) {
  return ({ inputs, attrs, backend }: KernelArgs<"x", tf.NamedAttrMap, BackendWasm>): tf.TensorInfo =>
    inputs.x.dtype === "string"
      ? (original({ inputs, attrs, backend }) as tf.TensorInfo)
      : shared(inputs.x, backend);
}

/**
 * tfjs's kernel `Cast`.
 *
 * @param original tfjs's own kernel, where the type changes
 */
export function cast(original: tf.KernelFunc) {
  return ({
    inputs,
    attrs,
    backend,
  }: KernelArgs<"x", { readonly dtype: tf.DataType }, BackendWasm>): tf.TensorInfo =>
    inputs.x.dtype === attrs.dtype
      ? shared(inputs.x, backend)
      : (original({ inputs, attrs: attrs as never, backend }) as tf.TensorInfo);
}
