import type { CustomLayer, Tensor, Tf } from "./custom-layer.ts";

interface Config {
  readonly groups: number;
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: "same" | "valid";
  readonly useBias: boolean;
}

/** A convolution whose kernels read one group of the channels each, in one, two and three dimensions. */
export const groupedConv: CustomLayer<Config> = {
  className: "CnncGroupedConv",
  weights: ({ kernelSize, groups, filters, useBias }, input) => ({
    kernel: [...kernelSize, input.at(-1)! / groups, filters],
    ...(useBias ? { bias: [filters] } : {}),
  }),
  output: ({ kernelSize, strides, dilationRate, padding, filters }, input) => [
    input[0]!,
    ...kernelSize.map((size, axis) => {
      const reach = padding === "same" ? 0 : (size - 1) * dilationRate[axis]!;
      return Math.ceil((input[axis + 1]! - reach) / strides[axis]!);
    }),
    filters,
  ],
  call(tf, config, input, { kernel, bias }) {
    const kernels = tf.split(kernel!, config.groups, -1);
    const parts = tf
      .split(input, config.groups, -1)
      .map((part, i) => convolve(tf, config, part, kernels[i]!));
    const maps = tf.concat(parts, -1);
    return bias ? tf.add(maps, bias) : maps;
  },
};

function convolve(tf: Tf, { strides, dilationRate, padding }: Config, input: Tensor, kernel: Tensor): Tensor {
  const step = [...strides];
  const dilation = [...dilationRate];
  switch (strides.length) {
    case 1:
      return tf.conv1d(input as never, kernel as never, step[0]!, padding, "NWC", dilation[0]!);
    case 2:
      return tf.conv2d(input as never, kernel as never, step as never, padding, "NHWC", dilation as never);
    default:
      return tf.conv3d(input as never, kernel as never, step as never, padding, "NDHWC", dilation as never);
  }
}
