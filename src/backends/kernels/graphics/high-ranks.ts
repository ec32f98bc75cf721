/**
 * Kernels that tfjs's WebGL and WebGPU backends have up to rank 4 only: `Select` says so, and the shader of `PadV2` doesn't
 * compile. On WebGPU nor do those that join a tensor of one axis to one of five or more. A batch of volumes has rank 5.
 * The same is computed of the same numbers in another shape.
 */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { bound, free, type GraphicsBackend, type GraphicsBackendName, kernelOf } from "./memory.ts";

const MAX_RANK = 4;

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

/** tfjs's kernel `Select`, of which all three inputs have one shape at these ranks. */
export function select(name: GraphicsBackendName, original: tf.KernelFunc) {
  return ({
    inputs,
    attrs,
    backend,
  }: KernelArgs<"condition" | "t" | "e", object, GraphicsBackend>): tf.TensorInfo => {
    const run = bound(original, backend);
    const { shape } = inputs.t;
    if (shape.length <= MAX_RANK) return run(inputs, attrs);
    const reshape = kernelOf(name, "Reshape", backend);
    const flat = (x: tf.TensorInfo) =>
      reshape({ x }, { shape: [product(shape.slice(0, -1)), shape.at(-1)!] });
    const [condition, t, e] = [flat(inputs.condition), flat(inputs.t), flat(inputs.e)];
    const chosen = run({ condition, t, e }, attrs);
    const y = reshape({ x: chosen }, { shape });
    free(backend, condition, t, e, chosen);
    return y;
  };
}

interface PadAttrs {
  readonly paddings: readonly (readonly [number, number])[];
  readonly constantValue: number;
}

/** Axes that are padded first, where there are more than `MAX_RANK`. */
const FIRST = 3;

/** tfjs's kernel `PadV2`, up to rank 6: first along the front axes, with the others as one, then along the others. */
export function pad(name: GraphicsBackendName, original: tf.KernelFunc) {
  return ({ inputs: { x }, attrs, backend }: KernelArgs<"x", PadAttrs, GraphicsBackend>): tf.TensorInfo => {
    const run = bound(original, backend);
    const { paddings, constantValue } = attrs;
    if (x.shape.length <= MAX_RANK) return run({ x }, attrs);
    const reshape = kernelOf(name, "Reshape", backend);
    const shape = x.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]);
    const front = [...x.shape.slice(0, FIRST), product(x.shape.slice(FIRST))];
    const back = [product(shape.slice(0, FIRST)), ...x.shape.slice(FIRST)];
    const whole = reshape({ x }, { shape: front });
    const once = run({ x: whole }, { paddings: [...paddings.slice(0, FIRST), [0, 0]], constantValue });
    const turned = reshape({ x: once }, { shape: back });
    const twice = run({ x: turned }, { paddings: [[0, 0], ...paddings.slice(FIRST)], constantValue });
    const y = reshape({ x: twice }, { shape });
    free(backend, whole, once, turned, twice);
    return y;
  };
}

/** Kernels of two tensors, one of which may have fewer axes than the other. */
export const BROADCASTING = [
  "Add",
  "Equal",
  "Greater",
  "GreaterEqual",
  "Less",
  "LessEqual",
  "LogicalAnd",
  "LogicalOr",
  "Maximum",
  "Minimum",
  "Multiply",
  "NotEqual",
  "Pow",
  "Prelu",
  "RealDiv",
  "SquaredDifference",
  "Sub",
] as const;

/** One of these kernels on WebGPU, whose shader for a tensor of one axis beside one of five or more doesn't compile. */
export function broadcasting(original: tf.KernelFunc) {
  return ({ inputs, attrs, backend }: KernelArgs<string, object, GraphicsBackend>): tf.TensorInfo => {
    const run = bound(original, backend);
    if (Object.values(inputs).every(({ shape }) => shape.length <= MAX_RANK)) return run(inputs, attrs);
    const reshape = kernelOf("webgpu", "Reshape", backend);
    const rows = Object.entries(inputs)
      .filter(([, { shape }]) => shape.length === 1)
      .map(([name, x]) => [name, reshape({ x }, { shape: [1, x.shape[0]!] })] as const);
    const y = run({ ...inputs, ...Object.fromEntries(rows) }, attrs);
    free(backend, ...rows.map(([, row]) => row));
    return y;
  };
}
