/** What tfjs's WASM backend lacks or does slowly. */

import * as tf from "../../tf.ts";
import { replaceKernel } from "../register.ts";
import { conv2DBackpropFilter, conv2DBackpropInput } from "./conv2d-gradients.ts";
import { conv3D, conv3DBackpropFilter, conv3DBackpropInput } from "./conv3d.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./depthwise-gradients.ts";
import { placeWindows } from "./loose-padding.ts";
import { batchMatMul } from "./matmul.ts";
import { avgPoolGrad, maxPool3D, maxPoolGrad } from "./pooling.ts";
import { unsortedSegmentSum } from "./segment-sum.ts";
import { tanh } from "./tanh.ts";
import { tile } from "./tile.ts";

/** Registers the kernels of this folder; the backend must have been started. */
export function registerWasmKernels(): void {
  replaceKernel("wasm", "Conv2DBackpropFilter", conv2DBackpropFilter);
  replaceKernel("wasm", "Conv2DBackpropInput", conv2DBackpropInput);
  replaceKernel("wasm", "Conv3D", conv3D);
  replaceKernel("wasm", "Conv3DBackpropFilterV2", conv3DBackpropFilter);
  replaceKernel("wasm", "Conv3DBackpropInputV2", conv3DBackpropInput);
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
  replaceKernel("wasm", "BatchMatMul", batchMatMul(tf.getKernel("BatchMatMul", "wasm")!.kernelFunc));
}
