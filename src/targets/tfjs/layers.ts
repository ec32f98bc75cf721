import type { LayerKind } from "../../layers/registry.ts";
import { channels, rank, spatial } from "../../shape/shape.ts";
import { activations } from "./activations.ts";
import { convolutions } from "./convolutions.ts";
import { type Emission, type EmitterTable, keras, misplacedAxes, untouched } from "./emitter.ts";
import type { KerasLayer } from "./keras.ts";
import { normalisations } from "./normalisations.ts";
import { sequences } from "./sequences.ts";
import { shapes } from "./shapes.ts";

/** Every kind of layer; one that is missing here is a type error. */
export const emitters: EmitterTable<LayerKind> = {
  input: ({ output }) => [
    keras("InputLayer", { batch_input_shape: [null, ...output], dtype: "float32", sparse: false }),
  ],
  ...convolutions,
  dense: ({ params, trainable }) => [
    keras("Dense", { units: params.units, use_bias: params.bias !== false, ...untouched, trainable }),
  ],
  centroids: ({ output, trainable }) => [keras("CnncCentroids", { units: channels(output), trainable })],
  maxpool: (node) => pooling("Max", node),
  avgpool: (node) => pooling("Average", node),
  ...normalisations,
  ...activations,
  ...sequences,
  ...shapes,
  add: () => [keras("Add")],
  concat: () => [keras("Concatenate", { axis: -1 })],
  multiply: () => [keras("Multiply")],
};

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
