/**
 * The 3-D convolution and its gradients on WASM, as sums of 2-D convolutions: for each plane k of the filter, all
 * pairs of an input plane and the output plane that it reaches through k make one batch for XNNPACK. tfjs's own
 * kernels are scalar loops.
 */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { filterGradient, inputGradient } from "./conv2d-gradients.ts";
import { allocate, type BackendWasm, dispose, runKernel, valuesOf } from "./memory.ts";

type Conv3DInfo = tf.backend_util.Conv3DInfo;
type Shape5D = [number, number, number, number, number];

interface Conv3DAttrs {
  strides: number | [number, number, number];
  pad: "valid" | "same";
  dilations?: number | [number, number, number];
}

function conv3DInfo(inputShape: number[], filterShape: number[], attrs: Conv3DAttrs): Conv3DInfo {
  return tf.backend_util.computeConv3DInfo(
    inputShape as Shape5D,
    filterShape as Shape5D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
  );
}

/** Planes of input and output that meet through one plane of the filter, by their index over the whole batch. */
interface PlanePairs {
  input: number[];
  output: number[];
}

function planePairs(info: Conv3DInfo, filterPlane: number): PlanePairs {
  const pairs: PlanePairs = { input: [], output: [] };
  for (let b = 0; b < info.batchSize; b++) {
    for (let out = 0; out < info.outDepth; out++) {
      const plane = out * info.strideDepth + filterPlane * info.dilationDepth - info.padInfo.front;
      if (plane < 0 || plane >= info.inDepth) continue;
      pairs.input.push(b * info.inDepth + plane);
      pairs.output.push(b * info.outDepth + out);
    }
  }
  return pairs;
}

/** The 2-D convolution that one plane of the filter does to `planes` input planes. */
function planeInfo(info: Conv3DInfo, planes: number): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    [planes, info.inHeight, info.inWidth, info.inChannels],
    [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels],
    [info.strideHeight, info.strideWidth],
    [info.dilationHeight, info.dilationWidth],
    planePadding(info),
  );
}

function planePadding({ padInfo }: Conv3DInfo): [[0, 0], [number, number], [number, number], [0, 0]] {
  return [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
}

/** Copies the planes `indices` of x, batch × depth × height × width × channels, one after the other. */
function gatherPlanes(backend: BackendWasm, x: tf.TensorInfo, indices: number[]): tf.TensorInfo {
  const [, , height, width, channels] = x.shape as Shape5D;
  const size = height * width * channels;
  const planes = allocate(backend, [indices.length, height, width, channels]);
  const from = valuesOf(backend, x);
  const to = valuesOf(backend, planes);
  indices.forEach((plane, at) => {
    to.set(from.subarray(plane * size, (plane + 1) * size), at * size);
  });
  return planes;
}

/** Adds `planes` to the planes `indices` of x. */
function addToPlanes(backend: BackendWasm, x: tf.TensorInfo, indices: number[], planes: tf.TensorInfo): void {
  const size = tf.util.sizeFromShape(planes.shape.slice(1));
  const from = valuesOf(backend, planes);
  const to = valuesOf(backend, x);
  indices.forEach((plane, at) => {
    const target = plane * size;
    const source = at * size;
    for (let i = 0; i < size; i++) to[target + i]! += from[source + i]!;
  });
}

/** Plane k of a filter, depth × height × width × inputs × outputs. */
function filterPlane(backend: BackendWasm, filter: tf.TensorInfo, k: number): tf.TensorInfo {
  const shape = filter.shape.slice(1);
  const size = tf.util.sizeFromShape(shape);
  const plane = allocate(backend, shape);
  valuesOf(backend, plane).set(valuesOf(backend, filter).subarray(k * size, (k + 1) * size));
  return plane;
}

function zeros(backend: BackendWasm, shape: number[]): tf.TensorInfo {
  const tensor = allocate(backend, shape);
  valuesOf(backend, tensor).fill(0);
  return tensor;
}

/** tfjs's kernel `Conv3D`. */
export function conv3D({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x" | "filter", Conv3DAttrs, BackendWasm>): tf.TensorInfo {
  const { x, filter } = inputs;
  const info = conv3DInfo(x.shape, filter.shape, attrs);
  const y = zeros(backend, info.outShape);
  for (let k = 0; k < info.filterDepth; k++) {
    const pairs = planePairs(info, k);
    if (pairs.input.length === 0) continue;
    const planes = gatherPlanes(backend, x, pairs.input);
    const weights = filterPlane(backend, filter, k);
    const part = runKernel(
      backend,
      "Conv2D",
      { x: planes, filter: weights },
      {
        strides: [info.strideHeight, info.strideWidth],
        dilations: [info.dilationHeight, info.dilationWidth],
        pad: planePadding(info),
        dataFormat: "NHWC",
      },
    );
    addToPlanes(backend, y, pairs.output, part);
    dispose(backend, planes, weights, part);
  }
  return y;
}

/** tfjs's kernel `Conv3DBackpropFilterV2`. */
export function conv3DBackpropFilter({
  inputs,
  attrs,
  backend,
}: KernelArgs<"x" | "dy", Conv3DAttrs & { filterShape: number[] }, BackendWasm>): tf.TensorInfo {
  const { x, dy } = inputs;
  const info = conv3DInfo(x.shape, attrs.filterShape, attrs);
  const dw = zeros(backend, attrs.filterShape);
  const size = tf.util.sizeFromShape(attrs.filterShape.slice(1));
  for (let k = 0; k < info.filterDepth; k++) {
    const pairs = planePairs(info, k);
    if (pairs.input.length === 0) continue;
    const planes = gatherPlanes(backend, x, pairs.input);
    const gradients = gatherPlanes(backend, dy, pairs.output);
    const part = filterGradient(backend, planes, gradients, planeInfo(info, pairs.input.length));
    valuesOf(backend, dw).set(valuesOf(backend, part), k * size);
    dispose(backend, planes, gradients, part);
  }
  return dw;
}

/** tfjs's kernel `Conv3DBackpropInputV2`, which is also its transposed convolution. */
export function conv3DBackpropInput({
  inputs,
  attrs,
  backend,
}: KernelArgs<"dy" | "filter", Conv3DAttrs & { inputShape: number[] }, BackendWasm>): tf.TensorInfo {
  const { dy, filter } = inputs;
  const info = conv3DInfo(attrs.inputShape, filter.shape, attrs);
  const dx = zeros(backend, attrs.inputShape);
  for (let k = 0; k < info.filterDepth; k++) {
    const pairs = planePairs(info, k);
    if (pairs.input.length === 0) continue;
    const gradients = gatherPlanes(backend, dy, pairs.output);
    const weights = filterPlane(backend, filter, k);
    const part = inputGradient(backend, gradients, weights, planeInfo(info, pairs.input.length));
    addToPlanes(backend, dx, pairs.input, part);
    dispose(backend, gradients, weights, part);
  }
  return dx;
}
