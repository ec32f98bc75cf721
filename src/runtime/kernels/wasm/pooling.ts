/** Pooling on WASM: tfjs's gradients are slow loops, and its 3-D maximum is never below the smallest positive float. */
import type * as tf from "../../tf.ts";
import { averagePoolGradient, maxPool, maxPoolGradient, type PoolAttrs, poolGeometryOf } from "../pooling.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";

/** tfjs's kernels `AvgPoolGrad` and `AvgPool3DGrad`. */
export function avgPoolGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "input", PoolAttrs, BackendWasm>): tf.TensorInfo {
  const dx = allocate(backend, inputs.input.shape);
  const geometry = poolGeometryOf(inputs.input.shape, attrs);
  averagePoolGradient(geometry, valuesOf(backend, inputs.dy), valuesOf(backend, dx).fill(0));
  return dx;
}

/** tfjs's kernels `MaxPoolGrad` and `MaxPool3DGrad`. */
export function maxPoolGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "input", PoolAttrs, BackendWasm>): tf.TensorInfo {
  const { dy, input } = inputs;
  const dx = allocate(backend, input.shape);
  const geometry = poolGeometryOf(input.shape, attrs);
  maxPoolGradient(geometry, valuesOf(backend, input), valuesOf(backend, dy), valuesOf(backend, dx).fill(0));
  return dx;
}

/** tfjs's kernel `MaxPool3D`. */
export function maxPool3D({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x", PoolAttrs, BackendWasm>): tf.TensorInfo {
  const geometry = poolGeometryOf(inputs.x.shape, attrs);
  const y = allocate(backend, [geometry.batch, ...geometry.output, geometry.channels]);
  maxPool(geometry, valuesOf(backend, inputs.x), valuesOf(backend, y));
  return y;
}
