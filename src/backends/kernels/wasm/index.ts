/** What tfjs's WASM backend lacks or does slowly. */

import * as tf from "../../tf.ts";
import { replaceKernel } from "../register.ts";
import { convolution, filterGradient, inputGradient } from "./convolution.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./depthwise-gradients.ts";
import { placeWindows } from "./loose-padding.ts";
import { batchMatMul } from "./matmul.ts";
import { avgPoolGrad, maxPool3D, maxPoolGrad } from "./pooling.ts";
import { unsortedSegmentSum } from "./segment-sum.ts";
import { cast, identity } from "./sharing.ts";
import { sum } from "./sum.ts";
import { tanh } from "./tanh.ts";
import { tile } from "./tile.ts";

/** Registers the kernels of this folder; the backend must have been started. */
export function registerWasmKernels(): void {
  for (const name of ["Conv2D", "Conv3D"]) replaceKernel("wasm", name, convolution);
  for (const name of ["Conv2DBackpropInput", "Conv3DBackpropInputV2"])
    replaceKernel("wasm", name, inputGradient);
  for (const name of ["Conv2DBackpropFilter", "Conv3DBackpropFilterV2"])
    replaceKernel("wasm", name, filterGradient);
  replaceKernel("wasm", "DepthwiseConv2dNativeBackpropFilter", depthwiseFilterGradient);
  replaceKernel("wasm", "DepthwiseConv2dNativeBackpropInput", depthwiseInputGradient);
  replaceKernel("wasm", "AvgPoolGrad", avgPoolGrad);
  replaceKernel("wasm", "AvgPool3DGrad", avgPoolGrad);
  replaceKernel("wasm", "MaxPool3D", maxPool3D);
  replaceKernel("wasm", "MaxPoolGrad", maxPoolGrad);
  replaceKernel("wasm", "MaxPool3DGrad", maxPoolGrad);
  replaceKernel("wasm", "Tanh", tanh);
  replaceKernel("wasm", "UnsortedSegmentSum", unsortedSegmentSum);
  replaceKernel("wasm", "Tile", tile);
  placeWindows();
  const own = (name: string) => tf.getKernel(name, "wasm")!.kernelFunc;
  replaceKernel("wasm", "BatchMatMul", batchMatMul(own("BatchMatMul")));
  replaceKernel("wasm", "Sum", sum(own("Sum")));
  replaceKernel("wasm", "Identity", identity(own("Identity")));
  replaceKernel("wasm", "Cast", cast(own("Cast")));
}
