import type { InitialValue, Weight } from "../../ir/net.ts";
import { SMALLEST_DEVIATION } from "../../layers/kinds/normalise.ts";
import { channels, product, rank, type Shape, spatial } from "../../shape/shape.ts";
import {
  type Emission,
  type EmittedLayer,
  type EmitterTable,
  keras,
  permute,
  reshape,
  type StoredWeight,
} from "./emitter.ts";

type Kind = "batchnorm" | "layernorm" | "groupnorm" | "instancenorm" | "normalise" | "rescale" | "scale";

/** What is added to the variance where a spec says nothing: Keras' value. */
const EPSILON = 0.001;

/** Normalisations. TensorFlow.js has two of them; the others are put together from those. */
export const normalisations: EmitterTable<Kind> = {
  batchnorm: ({ params, input, trainable }) =>
    folded(
      input,
      keras("BatchNormalization", {
        axis: -1,
        momentum: params.momentum ?? 0.99,
        epsilon: params.epsilon ?? EPSILON,
        center: params.shift,
        scale: params.scale,
        trainable,
      }),
    ),
  layernorm: ({ params, input, trainable }) =>
    folded(
      input,
      keras("LayerNormalization", {
        axis: -1,
        epsilon: params.epsilon ?? EPSILON,
        center: params.shift,
        scale: params.scale,
        trainable,
      }),
    ),
  groupnorm: (node) => perGroup(node, node.params.groups),
  instancenorm: (node) => perGroup(node, channels(node.input)),
  normalise({ input, weights }) {
    const [mean, variance] = weights.map(numbersOf);
    const factors = variance!.map((value) => 1 / Math.max(Math.sqrt(value), SMALLEST_DEVIATION));
    const offsets = factors.map((factor, i) => 0 - mean![i]! * factor);
    return perChannel(input, false, [
      { name: "depthwise_kernel", shape: [1, 1, channels(input), 1], holds: factors },
      { name: "bias", shape: [channels(input)], holds: offsets },
    ]);
  },
  rescale: ({ params }) => [keras("Rescaling", { scale: params.factor, offset: params.offset ?? 0 })],
  scale: ({ input, weights, trainable }) => perChannel(input, trainable, scaling(input, weights)),
};

/** TensorFlow.js normalises up to two spatial axes; statistics are the same with two of three folded. */
function folded(input: Shape, layer: EmittedLayer): readonly EmittedLayer[] {
  if (rank(input) < 3) return [layer];
  const [depth, height, width, maps] = input as readonly [number, number, number, number];
  return [reshape([depth * height, width, maps]), layer, reshape(input)];
}

function numbersOf({ initial, shape }: Weight): readonly number[] {
  const start: InitialValue = initial;
  if (start.type === "literal") return [...start.values];
  return new Array<number>(product(shape)).fill(start.type === "constant" ? start.value : 0);
}

/** The learned factor and offset of each channel, as TensorFlow.js keeps those of a depthwise convolution of size 1. */
function scaling(input: Shape, weights: readonly Weight[]): StoredWeight[] {
  const maps = channels(input);
  return [
    { name: "depthwise_kernel", shape: [1, 1, maps, 1], holds: "gamma" },
    ...(weights.some(({ name }) => name === "beta") ? [{ name: "bias", shape: [maps], holds: "beta" }] : []),
  ];
}

/** Multiplies each channel by a number and adds another: a depthwise convolution of size 1. */
function perChannel(
  input: Shape,
  trainable: boolean,
  stored: readonly StoredWeight[],
): readonly EmittedLayer[] {
  const layer: EmittedLayer = {
    ...keras("DepthwiseConv2D", {
      kernel_size: [1, 1],
      strides: [1, 1],
      padding: "valid",
      depth_multiplier: 1,
      use_bias: stored.length > 1,
      depthwise_initializer: { class_name: "Zeros", config: {} },
      activation: "linear",
      trainable,
    }),
    stored,
  };
  if (rank(input) === 2) return [layer];
  return [reshape([product(spatial(input)), 1, channels(input)]), layer, reshape(input)];
}

/**
 * Mean 0 and variance 1 of each group of channels: the groups are brought to the front, so that each is one row, and a
 * layer normalisation without weights runs over the rows.
 */
function perGroup(
  { params, input, weights, trainable }: Emission<"groupnorm" | "instancenorm">,
  groups: number,
): readonly EmittedLayer[] {
  const places = product(spatial(input));
  const members = channels(input) / groups;
  const norm = keras("LayerNormalization", {
    axis: -1,
    epsilon: params.epsilon ?? EPSILON,
    center: false,
    scale: false,
  });
  const rows = [
    reshape([places, groups, members]),
    permute([2, 1, 3]),
    reshape([groups, places * members]),
    norm,
    reshape([groups, places, members]),
    permute([2, 1, 3]),
    reshape(input),
  ];
  if (params.scale) return [...rows, ...perChannel(input, trainable, scaling(input, weights))];
  const beta = weights.map(({ name, shape }) => ({ name, shape, holds: name }));
  return params.shift ? [...rows, { ...keras("CnncShift", { trainable }), stored: beta }] : rows;
}
