/**
 * The gradient of maximum pooling of volumes on tfjs's WebGPU backend. It notes the place of a maximum in its window as
 * z·h·h + y·w + x and reads it as z·h·w + y·w + x, so that windows that are not as wide as high lose their maximum.
 */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { bound, type GraphicsBackend } from "./memory.ts";

/** The part of tfjs's `WebGPUProgram` that is changed. */
interface Program {
  shaderKey: string;
  getUserCode(): string;
}

interface WebGPUBackend extends GraphicsBackend {
  runWebGPUProgram(program: Program, ...others: unknown[]): tf.TensorInfo;
}

const WRONG = "wD * uniforms.filterDims.y * uniforms.filterDims.y";
const RIGHT = "wD * uniforms.filterDims.y * uniforms.filterDims.z";

/** tfjs's kernel `MaxPool3DGrad`: tfjs's own, with the place noted as it is read. */
export function maxPool3DGrad(original: tf.KernelFunc) {
  return ({ inputs, attrs, backend }: KernelArgs<"dy" | "input", object, WebGPUBackend>): tf.TensorInfo => {
    const corrected: WebGPUBackend = Object.create(backend, {
      runWebGPUProgram: {
        value: (program: Program, ...others: unknown[]) =>
          backend.runWebGPUProgram(correct(program), ...others),
      },
    });
    return bound(original, corrected)(inputs, attrs);
  };
}

function correct(program: Program): Program {
  const code = program.getUserCode();
  if (!code.includes(WRONG)) return program;
  // Shaders are cached by their key.
  return Object.assign(program, {
    shaderKey: `${program.shaderKey}-corrected`,
    getUserCode: () => code.replace(WRONG, RIGHT),
  });
}
