/** Gradients of the depthwise convolution, which tfjs's WASM backend lacks. */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";

interface Attrs {
  readonly strides: number | [number, number];
  readonly pad: number | "valid" | "same";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape4D = [number, number, number, number];

function infoOf(input: number[], filter: number[], { strides, pad, dimRoundingMode }: Attrs) {
  return tf.backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
    true,
  );
}

/**
 * Calls `visit` for every tap of every window inside the image: offsets of its first channel in the input, in the
 * filter (channels × multiplier) and in the output (channels × multiplier).
 */
function forEachTap(
  info: tf.backend_util.Conv2DInfo,
  visit: (input: number, filter: number, output: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  let output = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++, output += outChannels) {
        for (let p = 0; p < info.filterHeight; p++) {
          const y = i * info.strideHeight - padInfo.top + p;
          if (y < 0 || y >= inHeight) continue;
          for (let q = 0; q < info.filterWidth; q++) {
            const x = j * info.strideWidth - padInfo.left + q;
            if (x < 0 || x >= inWidth) continue;
            const tap = (p * info.filterWidth + q) * outChannels;
            visit(((b * inHeight + y) * inWidth + x) * inChannels, tap, output);
          }
        }
      }
    }
  }
}

/** tfjs's kernel `DepthwiseConv2dNativeBackpropFilter`. */
export function depthwiseFilterGradient({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x" | "dy", Attrs & { filterShape: number[] }, BackendWasm>): tf.TensorInfo {
  const info = infoOf(inputs.x.shape, attrs.filterShape, attrs);
  const dw = allocate(backend, attrs.filterShape);
  const [x, dy, result] = [valuesOf(backend, inputs.x), valuesOf(backend, inputs.dy), valuesOf(backend, dw)];
  result.fill(0);
  const { inChannels } = info;
  const multiplier = info.outChannels / inChannels;
  forEachTap(info, (input, filter, output) => {
    for (let c = 0, k = 0; c < inChannels; c++) {
      const value = x[input + c]!;
      for (let m = 0; m < multiplier; m++, k++) result[filter + k]! += value * dy[output + k]!;
    }
  });
  return dw;
}

/** tfjs's kernel `DepthwiseConv2dNativeBackpropInput`. */
export function depthwiseInputGradient({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "filter", Attrs & { inputShape: number[] }, BackendWasm>): tf.TensorInfo {
  const info = infoOf(attrs.inputShape, inputs.filter.shape, attrs);
  const dx = allocate(backend, attrs.inputShape);
  const [w, dy, result] = [
    valuesOf(backend, inputs.filter),
    valuesOf(backend, inputs.dy),
    valuesOf(backend, dx),
  ];
  result.fill(0);
  const { inChannels } = info;
  const multiplier = info.outChannels / inChannels;
  forEachTap(info, (input, filter, output) => {
    for (let c = 0, k = 0; c < inChannels; c++) {
      let sum = 0;
      for (let m = 0; m < multiplier; m++, k++) sum += w[filter + k]! * dy[output + k]!;
      result[input + c]! += sum;
    }
  });
  return dx;
}
