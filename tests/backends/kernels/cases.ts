/** Operations with their gradients, over ranks, strides, paddings, odd sizes and batch sizes. */
import { normaliseBatch } from "../../../src/backends/batchnorm/batchnorm.ts";
import * as tf from "../../../src/backends/tf.ts";

/** A differentiable function and the shapes of its inputs. */
export interface Case {
  name: string;
  shapes: number[][];
  f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** tfjs's CPU backend computes this gradient wrongly: compare with finite differences only. */
  referenceIsWrong?: boolean;
  /** Inputs whose values all differ, so that no maximum is tied or nearly tied. */
  distinct?: boolean;
}

type Pad = "valid" | "same";

const conv1d = (x: number[], w: number[], stride: number, pad: Pad): Case => ({
  name: `conv1d ${x} * ${w} stride ${stride} ${pad}`,
  shapes: [x, w],
  f: (a, b) => tf.conv1d(a as tf.Tensor3D, b as tf.Tensor3D, stride, pad),
});

const conv2d = (
  x: number[],
  w: number[],
  stride: number | [number, number],
  pad: Pad | [[number, number], [number, number]],
): Case => ({
  name: `conv2d ${x} * ${w} stride ${stride} ${typeof pad === "string" ? pad : JSON.stringify(pad)}`,
  shapes: [x, w],
  f: (a, b) => {
    const padding =
      typeof pad === "string" ? pad : ([[0, 0], ...pad, [0, 0]] as tf.backend_util.ExplicitPadding);
    return tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, padding);
  },
});

const dilated = (x: number[], w: number[], dilation: number | [number, number], pad: Pad): Case => ({
  name: `conv2d ${x} * ${w} dilation ${dilation} ${pad}`,
  shapes: [x, w],
  f: (a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, pad, "NHWC", dilation),
});

const depthwise = (x: number[], w: number[], stride: number, pad: Pad): Case => ({
  name: `conv2d depthwise ${x} * ${w} stride ${stride} ${pad}`,
  shapes: [x, w],
  f: (a, b) => tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad),
});

const conv3d = (x: number[], w: number[], stride: number | [number, number, number], pad: Pad): Case => ({
  name: `conv3d ${x} * ${w} stride ${stride} ${pad}`,
  shapes: [x, w],
  f: (a, b) => tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, stride, pad),
});

/** Pooling of rank 1, 2 or 3 by the input's rank; rank 1 as tfjs-layers does it, over images of width 1. */
function pool(kind: "max" | "avg", x: number[], size: number, stride: number, pad: Pad): Case {
  const op2 = kind === "max" ? tf.maxPool : tf.avgPool;
  const op3 = kind === "max" ? tf.maxPool3d : tf.avgPool3d;
  return {
    name: `${kind}pool ${x} size ${size} stride ${stride} ${pad}`,
    shapes: [x],
    distinct: kind === "max",
    referenceIsWrong: kind === "avg" && pad === "same",
    f: (a) => {
      if (x.length === 3) return op2(tf.expandDims(a, 2) as tf.Tensor4D, [size, 1], [stride, 1], pad);
      return x.length === 4
        ? op2(a as tf.Tensor4D, size, stride, pad)
        : op3(a as tf.Tensor5D, size, stride, pad);
    },
  };
}

/** Batch normalisation in training, as our operation. */
const batchNormInTraining = (x: number[], scaled: boolean, shifted: boolean): Case => ({
  name: `batchnorm in training ${x}${scaled ? "" : " without scale"}${shifted ? "" : " without offset"}`,
  shapes: [x, ...[scaled, shifted].filter(Boolean).map(() => [x.at(-1)!])],
  f: (a, ...given) => {
    const weights = [...given] as tf.Tensor1D[];
    const scale = scaled ? weights.shift() : undefined;
    return normaliseBatch(a, scale, shifted ? weights.shift() : undefined, 1e-3, () => {});
  },
});

/** Batch normalisation as in training: with the batch's own mean and variance, over all axes but the last. */
const batchNorm = (x: number[]): Case => ({
  name: `batchnorm ${x}`,
  shapes: [x, [x.at(-1)!], [x.at(-1)!]],
  f: (a, scale, offset) => {
    const { mean, variance } = tf.moments(
      a,
      x.slice(0, -1).map((_, axis) => axis),
    );
    const flat = tf.reshape(a, [-1, 1, 1, x.at(-1)!]) as tf.Tensor4D;
    return tf.batchNorm(
      flat,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
    );
  },
});

const unary = (name: string, f: (x: tf.Tensor) => tf.Tensor, shape = [3, 7, 5]): Case => ({
  name: `${name} ${shape}`,
  shapes: [shape],
  f,
});

function maxOf(x: tf.Tensor, shape: number[]): tf.Tensor {
  const negative = tf.sub(x, 2);
  return shape.length === 4
    ? tf.maxPool(negative as tf.Tensor4D, 2, 2, "valid")
    : tf.maxPool3d(negative as tf.Tensor5D, 2, 2, "valid");
}

const matMul = (a: number[], b: number[], transposeA: boolean, transposeB: boolean): Case => ({
  name: `matmul ${a} * ${b} ${transposeA} ${transposeB}`,
  shapes: [a, b],
  f: (x, y) => tf.matMul(x, y, transposeA, transposeB),
});

/** Before and after each of four axes. */
const around: [number, number][] = [
  [0, 0],
  [1, 0],
  [2, 2],
  [0, 1],
];

export const cases: Case[] = [
  dilated([2, 9, 8, 2], [3, 3, 2, 4], 2, "same"),
  dilated([2, 9, 8, 2], [3, 2, 2, 3], [2, 3], "valid"),
  dilated([1, 7, 9, 1], [4, 3, 1, 2], 2, "same"),
  depthwise([2, 7, 8, 3], [3, 3, 3, 1], 1, "same"),
  depthwise([2, 7, 8, 3], [3, 2, 3, 2], 2, "same"),
  depthwise([1, 6, 5, 2], [2, 3, 2, 2], 2, "valid"),
  conv1d([2, 9, 3], [3, 3, 4], 1, "valid"),
  conv1d([3, 10, 2], [4, 2, 5], 1, "same"),
  conv1d([1, 11, 1], [3, 1, 2], 2, "valid"),
  conv1d([2, 8, 4], [5, 4, 1], 3, "same"),
  conv2d([1, 5, 5, 1], [3, 3, 1, 2], 1, "valid"),
  conv2d([3, 7, 6, 2], [3, 3, 2, 4], 1, "same"),
  conv2d([2, 8, 5, 3], [2, 4, 3, 5], 1, "same"),
  conv2d([2, 9, 8, 3], [3, 3, 3, 4], 2, "valid"),
  conv2d([2, 8, 7, 3], [3, 2, 3, 4], [2, 3], "same"),
  conv2d([1, 10, 11, 2], [5, 5, 2, 3], 3, "valid"),
  conv2d([2, 6, 6, 5], [1, 1, 5, 7], 1, "valid"),
  conv2d([2, 7, 7, 3], [1, 1, 3, 2], 2, "same"),
  conv2d([2, 6, 5, 2], [3, 3, 2, 3], 1, [
    [1, 2],
    [0, 1],
  ]),
  conv2d([2, 6, 5, 2], [3, 3, 2, 3], 2, [
    [2, 1],
    [1, 3],
  ]),
  conv2d([1, 4, 4, 2], [2, 2, 2, 3], 1, [
    [3, 3],
    [2, 4],
  ]),
  conv3d([1, 4, 5, 6, 2], [2, 3, 2, 2, 3], 1, "valid"),
  conv3d([2, 5, 4, 5, 1], [3, 3, 3, 1, 4], 1, "same"),
  conv3d([2, 5, 6, 7, 3], [3, 2, 3, 3, 2], 2, "same"),
  conv3d([1, 7, 5, 6, 2], [3, 3, 3, 2, 2], [3, 1, 2], "valid"),
  conv3d([2, 3, 3, 3, 4], [1, 1, 1, 4, 5], 1, "valid"),
  ...(["max", "avg"] as const).flatMap((kind) => [
    pool(kind, [2, 9, 3], 2, 2, "valid"),
    pool(kind, [3, 7, 2], 3, 2, "same"),
    pool(kind, [3, 8, 6, 2], 2, 2, "valid"),
    pool(kind, [2, 7, 9, 3], 3, 2, "valid"),
    pool(kind, [2, 7, 5, 3], 2, 2, "same"),
    pool(kind, [1, 6, 6, 1], 3, 1, "same"),
    pool(kind, [2, 4, 6, 5, 3], 2, 2, "valid"),
    pool(kind, [1, 5, 5, 4, 2], 3, 2, "same"),
  ]),
  batchNormInTraining([6, 4], true, true),
  batchNormInTraining([3, 7, 2], true, false),
  batchNormInTraining([2, 5, 4, 3], false, true),
  batchNormInTraining([2, 3, 4, 3, 2], false, false),
  batchNorm([6, 4]),
  batchNorm([3, 7, 2]),
  batchNorm([2, 5, 4, 3]),
  batchNorm([2, 3, 4, 3, 2]),
  unary("tanh", tf.tanh),
  unary("tanh of large values", (x) => tf.tanh(tf.mul(x, 20))),
  unary("sigmoid", tf.sigmoid),
  unary("relu", tf.relu),
  unary("softmax", (x) => tf.softmax(x)),
  unary("flatten", (x) => tf.reshape(x, [3, 35])),
  unary("dropout", (x) => tf.dropout(x, 0.4, undefined, 7)),
  {
    ...unary("upsample", (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [8, 9]), [2, 4, 3, 3]),
    referenceIsWrong: true,
  },
  { ...unary("maxpool of negative values", (x) => maxOf(x, [2, 4, 4, 3]), [2, 4, 4, 3]), distinct: true },
  {
    ...unary("maxpool of negative values", (x) => maxOf(x, [1, 4, 4, 4, 2]), [1, 4, 4, 4, 2]),
    distinct: true,
  },
  unary(
    "cross entropy",
    (x) => tf.losses.softmaxCrossEntropy(tf.oneHot([1, 0, 3], 5), x as tf.Tensor2D),
    [3, 5],
  ),
  unary("sum over all", (x) => tf.sum(x)),
  unary("sum over the outer axes", (x) => tf.sum(x, [0, 1])),
  unary("mean over an inner axis", (x) => tf.mean(x, 1, true)),
  unary("tile", (x) => tf.tile(x, [1, 3, 2]), [2, 1, 3]),
  unary("tile of single numbers", (x) => tf.tile(x, [2, 1, 4]), [3, 2, 1]),
  unary("mean and variance", (x) => tf.moments(x, [0, 1]).variance),
  matMul([5, 7], [7, 3], false, false),
  matMul([7, 5], [7, 3], true, false),
  matMul([5, 7], [3, 7], false, true),
  matMul([7, 5], [3, 7], true, true),
  matMul([2, 7, 5], [2, 3, 7], true, true),
  {
    name: "fused dense with bias",
    shapes: [[4, 6], [6, 5], [5]],
    f: (x, w, bias) => tf.tanh(tf.fused.matMul({ a: x, b: w, bias })),
  },
  {
    name: "fused convolution with bias",
    shapes: [[2, 5, 5, 2], [3, 3, 2, 4], [4]],
    f: (x, w, bias) =>
      tf.tanh(
        tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: "same", bias }),
      ),
  },
  {
    name: "conv2d fused, dilation 2",
    shapes: [[2, 7, 8, 2], [3, 2, 2, 3], [3]],
    f: (x, w, bias) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: "same",
        dilations: 2,
        bias,
      }),
  },
  {
    name: "conv3d dilation 2",
    shapes: [
      [2, 5, 6, 4, 2],
      [2, 3, 2, 2, 3],
    ],
    f: (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "same", "NDHWC", 2),
  },
  unary("selu", tf.selu, [2, 3, 2, 4, 3]),
  unary("leaky relu", (x) => tf.leakyRelu(x, 0.3), [2, 3, 2, 4, 3]),
  unary("slice", (x) => tf.slice(x, [0, 1, 0, 2, 1], [2, 2, 2, 2, 1]), [2, 3, 2, 4, 3]),
  unary("slice", (x) => tf.slice(x, [0, 1, 0, 0, 1, 1], [2, 2, 2, 1, 1, 2]), [2, 3, 2, 2, 2, 3]),
  unary("pad", (x) => tf.pad(x, [...around, [2, 1]], 0.5), [2, 3, 2, 4, 3]),
  unary("pad", (x) => tf.pad(x, [...around, [2, 1], [0, 3]], 0.5), [2, 3, 2, 2, 2, 3]),
  {
    name: "a volume times a row",
    shapes: [[2, 3, 2, 2, 3], [3]],
    f: (x, row) => tf.mul(x, row),
  },
  unary("sum of many", (x) => tf.addN(tf.unstack(tf.square(x))), [19, 2, 3]),
  {
    ...unary(
      "maxpool of windows that are no cubes",
      (x) => tf.maxPool3d(x as tf.Tensor5D, [2, 3, 2], [2, 3, 2], "valid"),
      [1, 4, 6, 4, 2],
    ),
    distinct: true,
    referenceIsWrong: true,
  },
];
