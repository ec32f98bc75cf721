/**
 * What a training step does to every weight, as one program each on WebGPU. Out of tfjs's kernels it would be three to
 * seven of them, each with a number of its own that is uploaded at every step.
 */
import * as tf from "../../tf.ts";
import { type KernelArgs, replaceKernel } from "../register.ts";

/** A program as tfjs's WebGPU backend runs it. */
interface Program {
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  readonly workgroupSize: readonly [number, number, number];
  readonly dispatchLayout: { readonly x: readonly number[] };
  readonly dispatch: readonly [number, number, number];
  /** Whether the program's parameters hold its size. */
  readonly size: true;
  readonly shaderKey: string;
  /** Declarations of the numbers that are given with each run. */
  readonly uniforms: string;
  getUserCode(): string;
}

interface WebGPUBackend {
  runWebGPUProgram(
    program: Program,
    inputs: readonly tf.TensorInfo[],
    dtype: "float32",
    numbers: readonly { readonly type: "float32"; readonly data: readonly number[] }[],
  ): tf.TensorInfo;
}

const WORKGROUP = 128;

/**
 * Registers a kernel that computes each number of its output from those of its inputs, all of one shape, and some numbers
 * that are the same for all.
 *
 * @param value in WGSL; `inputs` and `numbers` go by their names
 */
function elementwise<Input extends string, Numbers extends string>(
  kernelName: string,
  inputs: readonly Input[],
  numbers: readonly Numbers[],
  value: string,
): void {
  const userCode = `
    fn main(index : i32) {
      if (index < uniforms.size) {
        ${inputs.map((name) => `let ${name} = get${name[0]!.toUpperCase()}${name.slice(1)}ByOutputIndex(index);`).join("\n")}
        ${numbers.map((name) => `let ${name} = uniforms.${name};`).join("\n")}
        setOutputAtIndex(index, ${value});
      }
    }`;
  const run = (args: KernelArgs<Input, { readonly [name in Numbers]: number }, WebGPUBackend>) => {
    const given = inputs.map((name) => args.inputs[name]);
    const { shape } = given[0]!;
    const count = tf.util.sizeFromShape(shape);
    const program: Program = {
      variableNames: inputs,
      outputShape: shape,
      workgroupSize: [WORKGROUP, 1, 1],
      dispatchLayout: { x: shape.map((_, axis) => axis) },
      dispatch: [Math.ceil(count / WORKGROUP), 1, 1],
      size: true,
      shaderKey: kernelName,
      uniforms: numbers.map((name) => `${name} : f32,`).join(" "),
      getUserCode: () => userCode,
    };
    const uniforms = numbers.map((name) => ({ type: "float32" as const, data: [args.attrs[name]] }));
    return args.backend.runWebGPUProgram(program, given, "float32", uniforms);
  };
  replaceKernel("webgpu", kernelName, run);
}

/** Registers the kernels of this file. */
export function registerElementwise(): void {
  elementwise("MovingAverage", ["average", "value"], ["share"], "share * average + (1.0 - share) * value");
  elementwise(
    "MovingSquare",
    ["average", "value"],
    ["share"],
    "share * average + (1.0 - share) * value * value",
  );
  elementwise(
    "AdamStep",
    ["weight", "mean", "variance"],
    ["keep", "meanScale", "varianceScale", "epsilon"],
    "keep * weight - meanScale * mean / (varianceScale * sqrt(variance) + epsilon)",
  );
}
