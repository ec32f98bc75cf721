/** Repetition along axes, which tfjs's WASM backend computes index by index: fifty times slower than copies of runs. */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import type { BackendWasm } from "./memory.ts";

/** tfjs's kernel `Tile`, for numbers of any type. */
export function tile({
  inputs: { x },
  attrs: { reps },
  backend,
}: KernelArgs<"x", { readonly reps: readonly number[] }, BackendWasm>): tf.TensorInfo {
  const { shape } = x;
  const y = backend.makeOutput(
    shape.map((size, axis) => size * reps[axis]!),
    x.dtype,
  );
  const source = backend.typedArrayFromHeap(x);
  const target = backend.typedArrayFromHeap(y);
  const last = reps.findLastIndex((count) => count > 1);
  let read = 0;
  /** Writes a block of the axes from this one on, and returns its end. */
  const write = (axis: number, start: number): number => {
    let end = start;
    if (axis > last) {
      const size = shape.slice(axis).reduce((a, b) => a * b, 1);
      target.set(source.subarray(read, read + size), start);
      read += size;
      return start + size;
    }
    for (let i = 0; i < shape[axis]!; i++) end = write(axis + 1, end);
    return repeat(target, start, end, reps[axis]!);
  };
  write(0, 0);
  return y;
}

/** Writes what stands from `start` to `end` so many times in all, one behind the other; returns the new end. */
function repeat(values: tf.TypedArray, start: number, end: number, count: number): number {
  const last = start + (end - start) * count;
  if (end - start === 1) {
    values.fill(values[start]!, start, last);
    return last;
  }
  // What is there already is copied as a whole, twice as much each time.
  for (let at = end; at < last; at += at - start)
    values.copyWithin(at, start, Math.min(at, start + last - at));
  return last;
}
