/** The sum of the rows of each segment, which tfjs's WASM backend lacks: the gradient of an embedding. */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";

/** tfjs's kernel `UnsortedSegmentSum`; rows of no segment (a negative one, as in TensorFlow) are left out. */
export function unsortedSegmentSum({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x" | "segmentIds", { readonly numSegments: number }, BackendWasm>): tf.TensorInfo {
  const { x, segmentIds } = inputs;
  const [rows, ...rest] = x.shape as [number, ...number[]];
  const y = allocate(backend, [attrs.numSegments, ...rest]);
  const size = rest.reduce((a, b) => a * b, 1);
  const sums = valuesOf(backend, y).fill(0);
  const values = valuesOf(backend, x);
  const segments = backend.typedArrayFromHeap(segmentIds);
  for (let row = 0; row < rows; row++) {
    const segment = segments[row]!;
    if (segment < 0 || segment >= attrs.numSegments) continue;
    for (let i = 0; i < size; i++) sums[segment * size + i]! += values[row * size + i]!;
  }
  return y;
}
