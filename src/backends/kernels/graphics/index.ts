/** What tfjs's backends of graphics cards, WebGL and WebGPU, compute wrongly or not at all. */
import * as tf from "../../tf.ts";
import { type KernelArgs, replaceKernel } from "../register.ts";
import { addN } from "./add-n.ts";
import { avgPoolGrad } from "./average-pooling.ts";
import { registerElementwise } from "./elementwise.ts";
import { BROADCASTING, broadcasting, pad, select } from "./high-ranks.ts";
import { maxPool3DGrad } from "./max-pooling.ts";
import type { GraphicsBackendName } from "./memory.ts";

/** Registers the kernels of this folder; the backend must have been started. */
export function registerGraphicsKernels(backend: GraphicsBackendName): void {
  const replace = <Inputs extends string, Attrs, Backend>(
    name: string,
    ours: (original: tf.KernelFunc) => (args: KernelArgs<Inputs, Attrs, Backend>) => tf.TensorInfo,
  ) => replaceKernel(backend, name, ours(tf.getKernel(name, backend)!.kernelFunc));

  for (const name of ["AvgPoolGrad", "AvgPool3DGrad"]) {
    replace(name, (original) => avgPoolGrad(backend, original));
  }
  replace("Select", (original) => select(backend, original));
  replace("PadV2", (original) => pad(backend, original));
  if (backend === "webgl") return;
  registerElementwise();
  replace("AddN", addN);
  replace("MaxPool3DGrad", maxPool3DGrad);
  for (const name of BROADCASTING) replace(name, broadcasting);
}
