import type { Json } from "../../ir/net.ts";
import type { LayerKind, ParamsOf } from "../../layers/registry.ts";
import { channels, product, rank, type Shape, spatial } from "../../shape/shape.ts";
import { paddingOf, perAxis, type Window } from "../../shape/window.ts";
import type { KerasLayer } from "./keras.ts";

/** One node as an emitter sees it. Shapes have no batch. */
export interface Emission<K extends LayerKind> {
  readonly params: ParamsOf<K>;
  readonly input: Shape;
  readonly output: Shape;
  readonly window: Window | undefined;
  /** Whether training changes its weights. */
  readonly trainable: boolean;
}

/**
 * How TensorFlow.js spells a kind: layers of its own, one after the other. The one that holds the node's weights is
 * named after the node.
 */
export type Emitter<K extends LayerKind> = (node: Emission<K>) => readonly KerasLayer[];

const keras = (class_name: string, config: { readonly [name: string]: Json } = {}): KerasLayer => ({
  class_name,
  config,
});

const reshape = (shape: Shape) => keras("Reshape", { target_shape: [...shape] });

const activation = (name: string) => () => [keras("Activation", { activation: name })];

/** Every kind of layer; one that is missing here is a type error. */
export const emitters = {
  input: ({ output }) => [
    keras("InputLayer", { batch_input_shape: [null, ...output], dtype: "float32", sparse: false }),
  ],
  conv({ params, input, window, trainable }) {
    const { extent, stride, padding } = window!;
    const explicit = typeof padding === "object" || misplacedAxes(input, window!).length > 0;
    return [
      ...(explicit ? zeroPadding(input, window!) : []),
      keras(`Conv${rank(input)}D`, {
        filters: params.kernels.count,
        kernel_size: [...extent],
        strides: [...stride],
        padding: explicit ? "valid" : padding,
        use_bias: params.bias !== false,
        ...untouched,
        trainable,
      }),
    ];
  },
  dense: ({ params, trainable }) => [
    keras("Dense", { units: params.units, use_bias: params.bias !== false, ...untouched, trainable }),
  ],
  maxpool: (node) => pooling("Max", node),
  avgpool: (node) => pooling("Average", node),
  batchnorm({ input, output, trainable }) {
    const config = { axis: -1, momentum: 0.99, epsilon: 0.001, center: true, scale: true, trainable };
    const layer = keras("BatchNormalization", config);
    if (rank(input) < 3) return [layer];
    // TensorFlow.js normalises up to two spatial axes; statistics are the same with two of three folded.
    const [depth, height, width, maps] = input as readonly [number, number, number, number];
    return [reshape([product([depth, height]), width, maps]), layer, reshape(output)];
  },
  // TensorFlow.js's Flatten refuses what is a list already.
  flatten: ({ input, output }) => [rank(input) === 0 ? reshape(output) : keras("Flatten")],
  dropout: ({ params }) => [keras("Dropout", { rate: params.rate })],
  relu: activation("relu"),
  sigmoid: activation("sigmoid"),
  tanh: activation("tanh"),
  softmax: activation("softmax"),
  upsample({ params, input, output }) {
    const factor = perAxis(params.factor, rank(input))!;
    const upsampling = (size: readonly number[]) =>
      keras("UpSampling2D", { size: [...size], data_format: "channels_last", interpolation: "nearest" });
    return onPlanes(input, output, (axes) => upsampling(axes.map((axis) => (axis < 0 ? 1 : factor[axis]!))));
  },
  add: () => [keras("Add")],
  concat: () => [keras("Concatenate", { axis: -1 })],
  // A list of channels needs no reshaping: TensorFlow.js puts axes of size 1 before it.
  multiply: () => [keras("Multiply")],
} as const satisfies { readonly [K in LayerKind]: Emitter<K> };

/** Weights come from the weights file, so no time goes into drawing others first. */
const untouched = { kernel_initializer: { class_name: "Zeros", config: {} }, activation: "linear" };

function pooling(
  kind: "Max" | "Average",
  { params, input, window }: Emission<"maxpool">,
): readonly KerasLayer[] {
  const axes = rank(input);
  if (params.window === "all") {
    if (axes < 3) return [keras(`Global${kind}Pooling${axes}D`)];
    const size = [...spatial(input)];
    return [
      keras(`${kind}Pooling3D`, { pool_size: size, strides: size, padding: "valid" }),
      keras("Flatten"),
    ];
  }
  const { extent, stride, padding } = window!;
  const pool = (size: readonly number[], step: readonly number[], border: "same" | "valid") =>
    keras(`${kind}Pooling${axes}D`, { pool_size: [...size], strides: [...step], padding: border });
  const misplaced = misplacedAxes(input, window!);
  if (misplaced.length > 0) {
    // These axes need no border, and pooling can be done along some axes first and the others then.
    const along = (sizes: readonly number[], these: boolean) =>
      sizes.map((size, axis) => (misplaced.includes(axis) === these ? size : 1));
    return [
      pool(along(extent, false), along(stride, false), "same"),
      pool(along(extent, true), along(stride, true), "valid"),
    ];
  }
  if (typeof padding === "string") return [pool(extent, stride, padding)];
  // Half a window of padding is `same` at stride 1, of which every stride-th number is kept.
  const every = pool(
    extent,
    Array.from(extent, () => 1),
    "same",
  );
  return stride.every((step) => step === 1)
    ? [every]
    : [
        every,
        pool(
          Array.from(extent, () => 1),
          stride,
          "valid",
        ),
      ];
}

/**
 * Axes along which TensorFlow.js puts the windows of `same` off their places: of a volume, where the stride is so much
 * larger than the window that numbers are left over. It takes the surplus for a border below zero, in 3-D alone.
 */
function misplacedAxes(input: Shape, { extent, stride, padding }: Window): readonly number[] {
  if (padding !== "same" || rank(input) < 3) return [];
  const covered = (size: number, axis: number) =>
    (Math.ceil(size / stride[axis]!) - 1) * stride[axis]! + extent[axis]!;
  return [...spatial(input).entries()]
    .filter(([axis, size]) => covered(size, axis) < size)
    .map(([axis]) => axis);
}

/** The zeros that a window wants around a value; TensorFlow.js pads two axes alone, so others are folded into those. */
function zeroPadding(input: Shape, { extent, stride, padding }: Window): readonly KerasLayer[] {
  const borders = spatial(input).map((size, axis) =>
    paddingOf(size, extent[axis]!, stride[axis]!, padding, axis),
  );
  if (borders.every(([before, after]) => before + after === 0)) return [];
  const output = [
    ...spatial(input).map((size, axis) => size + borders[axis]![0] + borders[axis]![1]),
    channels(input),
  ];
  return onPlanes(input, output, (axes) => {
    const border = axes.map((axis) => (axis < 0 ? [0, 0] : borders[axis]!));
    return keras("ZeroPadding2D", { padding: border, data_format: "channels_last" });
  });
}

/**
 * Applies a layer that works on planes to a value of any rank, by folding axes. `layer` is given, for both axes of the
 * plane, the axis of the value that it stands for, or −1 for none. A plane gets every axis exactly once.
 */
function onPlanes(
  input: Shape,
  output: Shape,
  layer: (axes: readonly [number, number]) => KerasLayer,
): readonly KerasLayer[] {
  switch (rank(input)) {
    case 1:
      return [reshape([input[0]!, 1, input[1]!]), layer([0, -1]), reshape(output)];
    case 2:
      return [layer([0, 1])];
    default: {
      const [depth, height, width, maps] = input as readonly [number, number, number, number];
      const [newDepth, newHeight] = output as readonly [number, number];
      return [
        reshape([depth, height, product([width, maps])]),
        layer([0, 1]),
        reshape([product([newDepth, newHeight]), width, maps]),
        layer([-1, 2]),
        reshape(output),
      ];
    }
  }
}
