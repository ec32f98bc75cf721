import { isProblem } from "../../layers/definition.ts";
import { paddingOfLayer } from "../../layers/kinds/pad.ts";
import { resizeMatrix } from "../../layers/kinds/resize.ts";
import { digits, product, rank, spatial } from "../../shape/shape.ts";
import { perAxis } from "../../shape/window.ts";
import {
  cropping,
  type EmittedLayer,
  type EmitterTable,
  keras,
  onPlanes,
  permute,
  reshape,
  unsupported,
  zeroPadding,
} from "./emitter.ts";

type Kind =
  | "flatten"
  | "upsample"
  | "crop"
  | "pad"
  | "resize"
  | "reshape"
  | "permute"
  | "dropout"
  | "drop_path";

/** Numbers of a matrix that resizes an axis: 8192 places to as many. */
const MOST_SHARES = 2 ** 26;

/** Changes of shape, and what is dropped in training. */
export const shapes: EmitterTable<Kind> = {
  // TensorFlow.js's Flatten refuses what is a list already.
  flatten: ({ input, output }) => [rank(input) === 0 ? reshape(output) : keras("Flatten")],
  upsample({ params, input, output }) {
    const factor = perAxis(params.factor, rank(input))!;
    const upsampling = (size: readonly number[]) =>
      keras("UpSampling2D", { size: [...size], data_format: "channels_last", interpolation: "nearest" });
    return onPlanes(input, output, (axes) => upsampling(axes.map((axis) => (axis < 0 ? 1 : factor[axis]!))));
  },
  crop({ params, input, output }) {
    const margin = perAxis(params.margin, rank(input))!;
    const layers = cropping(
      input,
      margin.map((size) => [size, size]),
    );
    return layers.length > 0 ? layers : [reshape(output)];
  },
  pad({ params, input, output }) {
    const pads = paddingOfLayer(input, params);
    if (isProblem(pads)) throw new Error(pads.message);
    const layers = zeroPadding(input, pads);
    return layers.length > 0 ? layers : [reshape(output)];
  },
  /** One product with a fixed matrix an axis. TensorFlow.js's Resizing puts corners on corners, which nobody else does. */
  resize({ params, input, output }) {
    const axes = rank(input);
    const largest = Math.max(...spatial(input).map((from, axis) => from * output[axis]!));
    if (largest > MOST_SHARES)
      return unsupported(`resizes by a matrix, and this one would have ${digits(largest)} numbers`);
    const layers = spatial(input).flatMap((from, axis): EmittedLayer[] => {
      const to = output[axis]!;
      const swapped = Array.from({ length: axes + 1 }, (_, i) =>
        i === axis ? axes + 1 : i === axes ? axis + 1 : i + 1,
      );
      const mix: EmittedLayer = {
        ...keras("Dense", {
          units: to,
          use_bias: false,
          kernel_initializer: { class_name: "Zeros", config: {} },
          activation: "linear",
          trainable: false,
        }),
        stored: [{ name: "kernel", shape: [from, to], holds: resizeMatrix(from, to, params.nearest) }],
      };
      return from === to ? [] : [permute(swapped), mix, permute(swapped)];
    });
    return layers.length > 0 ? layers : [reshape(output)];
  },
  reshape: ({ output }) => [reshape(output)],
  permute: ({ params }) => [permute(params.order)],
  dropout: ({ params }) => [keras("Dropout", { rate: params.rate })],
  // A one for each example is dropped or scaled, and multiplies the whole value.
  drop_path: ({ params, input }) => [
    reshape([product(input), 1]),
    keras("GlobalAveragePooling1D"),
    keras("Rescaling", { scale: 0, offset: 1 }),
    keras("Dropout", { rate: params.rate }),
    reshape(input.map(() => 1)),
    { ...keras("Multiply"), takes: ["node", 4] },
  ],
};
