import type { Json, Weight } from "../../ir/net.ts";
import { isProblem } from "../../layers/definition.ts";
import { spread } from "../../layers/kinds/transposed.ts";
import { channels, rank, type Shape, spatial } from "../../shape/shape.ts";
import { paddingOf, perAxis, type Window } from "../../shape/window.ts";
import {
  cropping,
  type Emission,
  type EmittedLayer,
  type EmitterTable,
  keras,
  misplacedAxes,
  reshape,
  type StoredWeight,
  untouched,
  zeroPadding,
} from "./emitter.ts";

/** Convolutions. What TensorFlow.js lacks is put together from padding, folding and pooling of size 1. */
export const convolutions: EmitterTable<"conv" | "depthwise" | "transposed"> = {
  conv(node) {
    const { params, input, weights } = node;
    const axes = rank(input);
    const kernel = weights[0]!.shape.slice(0, axes);
    const dilation = perAxis(params.dilation ?? [1], axes)!;
    const config = {
      kernel_size: [...kernel],
      use_bias: params.bias !== false,
      ...untouched,
      trainable: node.trainable,
    };
    const groups = params.groups ?? 1;
    if (groups > 1 && groups === channels(input))
      return oneKernelAChannel(node, kernel, dilation, params.kernels.count / groups, config);
    const layer = (step: readonly number[], padding: string) =>
      keras(groups === 1 ? `Conv${axes}D` : "CnncGroupedConv", {
        filters: params.kernels.count,
        strides: [...step],
        padding,
        dilation_rate: [...dilation],
        ...(groups === 1 ? {} : { groups }),
        ...config,
      });
    return windowed(input, node.window!, dilation, layer);
  },
  depthwise(node) {
    const { params, input, weights } = node;
    const axes = rank(input);
    return oneKernelAChannel(
      node,
      weights[0]!.shape.slice(0, axes),
      perAxis(params.dilation ?? [1], axes)!,
      params.multiplier ?? 1,
      { use_bias: params.bias !== false, activation: "linear", trainable: node.trainable },
    );
  },
  transposed({ params, input, output, weights, trainable }) {
    const places = spread(input, params);
    if (isProblem(places)) throw new Error(places.message);
    const { extent, stride, cut } = places;
    const axes = rank(input);
    // Of a volume, TensorFlow.js takes a stride above the kernel for a border below zero.
    const misplaced = axes === 3 && extent.some((size, axis) => size < stride[axis]!);
    const same = params.pad === undefined && !params.valid && !misplaced;
    // TensorFlow.js has none for signals: one stands as an image of one column.
    const flat = axes === 1;
    const layer: EmittedLayer = {
      ...keras(`Conv${flat ? 2 : axes}DTranspose`, {
        filters: params.kernels.count,
        kernel_size: flat ? [...extent, 1] : [...extent],
        strides: flat ? [...stride, 1] : [...stride],
        padding: same ? "same" : "valid",
        use_bias: params.bias !== false,
        ...untouched,
        trainable,
      }),
      stored: storedAs(weights, flat ? [extent[0]!, 1, ...weights[0]!.shape.slice(1)] : weights[0]!.shape),
    };
    const made = spatial(input).map((size, axis) =>
      same ? size * stride[axis]! : size * stride[axis]! + Math.max(0, extent[axis]! - stride[axis]!),
    );
    const cuts = made.map((size, axis): [number, number] => {
      const before = same ? 0 : cut[axis]!;
      return [before, size - before - output[axis]!];
    });
    const whole = [...made, channels(output)];
    return [
      ...(flat ? [reshape([input[0]!, 1, input[1]!]), layer, reshape(whole)] : [layer]),
      ...cropping(whole, cuts),
    ];
  },
};

/** Kernel and bias of a node under the names and shapes that the layer has in TensorFlow.js. */
function storedAs(weights: readonly Weight[], kernel: Shape, name = "kernel"): StoredWeight[] {
  return weights.map((weight) =>
    weight.name === "kernel"
      ? { name, shape: kernel, holds: "kernel" }
      : { name: weight.name, shape: weight.shape, holds: weight.name },
  );
}

/** A convolution of one channel a kernel. TensorFlow.js has it for images, and without dilation. */
function oneKernelAChannel(
  { input, output, window, weights }: Emission,
  kernel: readonly number[],
  dilation: readonly number[],
  multiplier: number,
  config: { readonly [name: string]: Json },
): readonly EmittedLayer[] {
  const axes = rank(input);
  const maps = channels(input);
  // It reads a dilation, and then computes without it.
  if (axes === 3 || dilation.some((step) => step > 1)) {
    const { use_bias, trainable } = config as { readonly use_bias: boolean; readonly trainable: boolean };
    const options = { kernel_size: [...kernel], dilation_rate: [...dilation], multiplier };
    return everyStride(input, window!, {
      ...keras("CnncDepthwiseConv", { ...options, use_bias, trainable }),
      stored: storedAs(weights, [...kernel, maps, multiplier]),
    });
  }
  const flat = axes === 1;
  const layer = (step: readonly number[], padding: string): EmittedLayer => ({
    ...keras("DepthwiseConv2D", {
      ...config,
      kernel_size: flat ? [...kernel, 1] : [...kernel],
      strides: flat ? [step[0]!, step[0]!] : [...step],
      padding,
      depth_multiplier: multiplier,
      depthwise_initializer: { class_name: "Zeros", config: {} },
    }),
    stored: storedAs(weights, [kernel[0]!, flat ? 1 : kernel[1]!, maps, multiplier], "depthwise_kernel"),
  });
  const layers = windowed(input, window!, dilation, layer);
  if (!flat) return layers;
  const [last] = layers.slice(-1);
  const length =
    layers.length > 1 ? input[0]! + padsOf(input, window!)[0]!.reduce((a, b) => a + b) : input[0]!;
  return [...layers.slice(0, -1), reshape([length, 1, maps]), last!, reshape(output)];
}

/** Zeros before and after each axis. */
function padsOf(input: Shape, { extent, stride, padding }: Window): [number, number][] {
  return spatial(input).map((size, axis) => paddingOf(size, extent[axis]!, stride[axis]!, padding, axis));
}

/** A window with its padding. TensorFlow.js has no stride on a dilated window: every stride-th number of all is kept. */
function windowed(
  input: Shape,
  window: Window,
  dilation: readonly number[],
  layer: (stride: readonly number[], padding: "same" | "valid") => EmittedLayer,
): readonly EmittedLayer[] {
  const { stride, padding } = window;
  const strided = stride.some((step) => step > 1) && dilation.some((step) => step > 1);
  if (!strided) {
    if (typeof padding === "string" && misplacedAxes(input, window).length === 0)
      return [layer(stride, padding)];
    return [...zeroPadding(input, padsOf(input, window)), layer(stride, "valid")];
  }
  return everyStride(
    input,
    window,
    layer(
      stride.map(() => 1),
      "valid",
    ),
  );
}

/** A layer without border or stride, behind its border and before what keeps every stride-th number. */
function everyStride(input: Shape, window: Window, layer: EmittedLayer): readonly EmittedLayer[] {
  const { stride } = window;
  const all = [...zeroPadding(input, padsOf(input, window)), layer];
  if (stride.every((step) => step === 1)) return all;
  const ones = stride.map(() => 1);
  const every = { pool_size: ones, strides: [...stride], padding: "valid" };
  return [...all, keras(`MaxPooling${stride.length}D`, every)];
}
