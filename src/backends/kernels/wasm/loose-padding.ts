/**
 * Convolutions of tfjs's WASM backend, at the places of their windows. Where the windows of `same` leave numbers over at the
 * end (kernel 2, stride 3), it puts them elsewhere, and what it computes is wrong; with the same places written as padding it
 * is right.
 */
import * as tf from "../../tf.ts";
import { type KernelArgs, replaceKernel } from "../register.ts";
import type { BackendWasm } from "./memory.ts";

interface Attrs {
  readonly strides: number | [number, number];
  readonly pad: number | "valid" | "same" | tf.backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number] | null;
}

/** The padding that says where the windows of a convolution are, whatever the backend makes of `same`. */
function placed(
  x: readonly number[],
  filter: readonly number[],
  attrs: Attrs,
  depthwise: boolean,
): Attrs["pad"] {
  const { strides, pad } = attrs;
  if (pad !== "same") return pad;
  const info = tf.backend_util.computeConv2DInfo(
    x as never,
    filter as never,
    strides,
    attrs.dilations ?? 1,
    pad,
    undefined,
    depthwise,
  );
  const { padInfo, inHeight, inWidth, outHeight, outWidth } = info;
  const covered = [
    (outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
    (outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
  ] as const;
  if (covered[0] >= inHeight && covered[1] >= inWidth) return pad;
  return [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
}

/** Registers the kernels again; our own `Conv2D` needs no help. */
export function placeWindows(): void {
  for (const name of ["FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2D"]) {
    const depthwise = name.includes("Depthwise");
    const plain = tf.getKernel(name, "wasm")!.kernelFunc;
    replaceKernel(
      "wasm",
      name,
      ({ inputs, attrs, backend }: KernelArgs<"x" | "filter", Attrs, BackendWasm>) => {
        const pad = placed(inputs.x.shape, inputs.filter.shape, attrs, depthwise);
        return plain({ inputs, backend, attrs: { ...attrs, pad } as never }) as tf.TensorInfo;
      },
    );
  }
}
