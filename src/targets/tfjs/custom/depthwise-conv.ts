import type { CustomLayer, Tensor } from "./custom-layer.ts";

interface Config {
  readonly kernelSize: readonly number[];
  readonly dilationRate: readonly number[];
  readonly multiplier: number;
  readonly useBias: boolean;
}

/**
 * A depthwise convolution without border, at any rank and dilation: y = Σ over the places p of the kernel of x, moved
 * by p·dilation, times the kernel's number there. Channel c of the input gives the channels c·multiplier and following.
 */
export const depthwiseConv: CustomLayer<Config> = {
  className: "CnncDepthwiseConv",
  weights: ({ kernelSize, multiplier, useBias }, input) => ({
    kernel: [...kernelSize, input.at(-1)!, multiplier],
    ...(useBias ? { bias: [input.at(-1)! * multiplier] } : {}),
  }),
  output: ({ kernelSize, dilationRate, multiplier }, input) => [
    input[0]!,
    ...kernelSize.map((size, axis) => input[axis + 1]! - (size - 1) * dilationRate[axis]!),
    input.at(-1)! * multiplier,
  ],
  call(tf, config, input, { kernel, bias }) {
    const { kernelSize, dilationRate, multiplier } = config;
    const channels = input.shape.at(-1)!;
    const output = [...depthwiseConv.output(config, input.shape)] as number[];
    const spread = [...output.slice(0, -1), channels, 1];
    const windows = [...output.slice(0, -1), channels];
    // TensorFlow.js has no gradient through an `unstack` of one.
    const taps = kernelSize.every((size) => size === 1)
      ? [tf.reshape(kernel!, [channels, multiplier])]
      : tf.unstack(tf.reshape(kernel!, [-1, channels, multiplier]));
    const products = taps.map((weights, place): Tensor => {
      const offsets = placeIn(kernelSize, place).map((at, axis) => at * dilationRate[axis]!);
      const moved = tf.slice(input, [0, ...offsets, 0], windows);
      return multiplier === 1
        ? tf.mul(moved, tf.reshape(weights, [channels]))
        : tf.mul(tf.reshape(moved, spread), weights);
    });
    const maps = tf.reshape(tf.addN(products), output);
    return bias ? tf.add(maps, bias) : maps;
  },
};

/** The place of that number in a grid of these sizes, row by row. */
function placeIn(sizes: readonly number[], number: number): number[] {
  const place: number[] = [];
  let rest = number;
  for (const size of [...sizes].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}
