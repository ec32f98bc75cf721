/** The geometry of tfjs's convolutions. */
import * as tf from "../../tf.ts";
import type { Axis, Convolution } from "./simd/plan.ts";

export interface ConvolutionAttrs {
  readonly strides: number | readonly number[];
  readonly pad: number | "valid" | "same" | tf.backend_util.ExplicitPadding;
  readonly dilations?: number | readonly number[] | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** What tfjs calls the axes of a volume; an image has the last two. */
const AXES = [
  ["Depth", "front"],
  ["Height", "top"],
  ["Width", "left"],
] as const;

/**
 * The geometry of a convolution of two or three dimensions whose channels come last.
 *
 * @param x shape of its input, batch first
 * @param filter shape of its filter, inputs and outputs last
 */
export function convolutionOf(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations, dimRoundingMode }: ConvolutionAttrs,
): Convolution {
  const { computeConv2DInfo, computeConv3DInfo } = tf.backend_util;
  const shapes = [x as never, filter as never, strides as never, (dilations ?? 1) as never] as const;
  const info =
    x.length === 4
      ? computeConv2DInfo(...shapes, pad, dimRoundingMode)
      : computeConv3DInfo(...shapes, pad as "same");
  const sizes = info as unknown as Readonly<Record<string, number>>;
  const zeros = info.padInfo as unknown as Readonly<Record<string, number>>;
  return {
    batch: info.batchSize,
    inputs: info.inChannels,
    outputs: info.outChannels,
    axes: AXES.slice(5 - x.length).map(
      ([axis, side]): Axis => ({
        input: sizes[`in${axis}`]!,
        output: sizes[`out${axis}`]!,
        kernel: sizes[`filter${axis}`]!,
        stride: sizes[`stride${axis}`]!,
        dilation: sizes[`dilation${axis}`]!,
        before: zeros[side]!,
      }),
    ),
  };
}
