/** Pooling on WASM: tfjs's gradients are slow loops, and its 3-D maximum is never below the smallest positive float. */
import type * as tf from "../../tf.ts";
import {
  averagePoolGradient,
  type PoolAttrs,
  type PoolGeometry,
  poolGeometryOf,
  type Triple,
} from "../pooling.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";
import { type Simd, simd } from "./simd/memory.ts";
import { slicesOf } from "./simd/slices.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;

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

/** Numbers of an image of the input and of the output. */
function sizesOf({ input, output, channels }: PoolGeometry): [input: number, output: number] {
  const size = (image: Triple) => image.reduce((a, b) => a * b, channels);
  return [size(input), size(output)];
}

/** Puts the geometry of so many images into the memory, as `pooling.as.ts` reads it; returns its address. */
function putGeometry(machine: Simd, images: number, geometry: PoolGeometry): number {
  const { channels, input, output, window, stride, padding } = geometry;
  machine.clear();
  return machine.put(Uint32Array.from([images, channels, input, output, window, stride, padding].flat()));
}

/** tfjs's kernels `MaxPoolGrad` and `MaxPool3DGrad`. */
export function maxPoolGrad({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "input", PoolAttrs, BackendWasm>): tf.TensorInfo {
  const gradient = allocate(backend, inputs.input.shape);
  const geometry = poolGeometryOf(inputs.input.shape, attrs);
  const [inputSize, outputSize] = sizesOf(geometry);
  const [from, slopes, to] = [inputs.input, inputs.dy, gradient].map((each) => valuesOf(backend, each)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const machine = simd();
  for (const [start, end] of slicesOf(geometry.batch, (2 * inputSize + outputSize) * BYTES)) {
    const at = putGeometry(machine, end - start, geometry);
    const x = machine.put(from.subarray(start * inputSize, end * inputSize));
    const dy = machine.put(slopes.subarray(start * outputSize, end * outputSize));
    const size = (end - start) * inputSize;
    const dx = machine.reserve(size * BYTES);
    machine.numbers(dx, size).fill(0);
    machine.code.maxPoolGradient(at, x, dy, dx);
    to.set(machine.numbers(dx, size), start * inputSize);
  }
  return gradient;
}

/** tfjs's kernel `MaxPool3D`. */
export function maxPool3D({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x", PoolAttrs, BackendWasm>): tf.TensorInfo {
  const geometry = poolGeometryOf(inputs.x.shape, attrs);
  const largest = allocate(backend, [geometry.batch, ...geometry.output, geometry.channels]);
  const [inputSize, outputSize] = sizesOf(geometry);
  const from = valuesOf(backend, inputs.x);
  const to = valuesOf(backend, largest);
  const machine = simd();
  for (const [start, end] of slicesOf(geometry.batch, (inputSize + outputSize) * BYTES)) {
    const at = putGeometry(machine, end - start, geometry);
    const x = machine.put(from.subarray(start * inputSize, end * inputSize));
    const size = (end - start) * outputSize;
    const y = machine.reserve(size * BYTES);
    machine.code.maxPool(at, x, y);
    to.set(machine.numbers(y, size), start * outputSize);
  }
  return largest;
}
