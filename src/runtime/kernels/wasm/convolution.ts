/**
 * Convolutions of one to three dimensions and their gradients on WASM, by our own SIMD code: tfjs's has no gradient by the
 * filter, loops over single numbers for volumes, and runs on one thread in Node.
 */
import * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";
import { CONVOLVE, run, SUM_GRADIENT } from "./simd/job.ts";
import { type Simd, simd } from "./simd/memory.ts";
import { type Axis, type Convolution, forwardPlan, type Grid, inputPlan, type Plan } from "./simd/plan.ts";

interface Attrs {
  readonly strides: number | readonly number[];
  readonly pad: number | "valid" | "same" | tf.backend_util.ExplicitPadding;
  readonly dilations?: number | readonly number[] | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Filters in a panel, numbers of a window in a tile: what the code computes at a time. */
const PANEL = 8;
const TILE = 4;
/** Bytes of input and output that are in the memory at a time, unless one group of images has more. */
const SLICE = 32 * 2 ** 20;
/** Products that a chunk has at least, so that taking it costs nothing. */
const CHUNK = 250_000;
/** Bytes of gradients that stay in the processor's nearest cache. */
const NEAR = 16 * 2 ** 10;

/** The geometry of a convolution of two or three dimensions whose channels come last. */
function convolutionOf(x: readonly number[], filter: readonly number[], attrs: Attrs): Convolution {
  const { strides, pad, dimRoundingMode } = attrs;
  const dilations = attrs.dilations ?? 1;
  if (x.length === 4) {
    const info = tf.backend_util.computeConv2DInfo(
      x as never,
      filter as never,
      strides as never,
      dilations as never,
      pad,
      dimRoundingMode,
    );
    return {
      batch: info.batchSize,
      inputs: info.inChannels,
      outputs: info.outChannels,
      axes: [
        {
          input: info.inHeight,
          output: info.outHeight,
          kernel: info.filterHeight,
          stride: info.strideHeight,
          dilation: info.dilationHeight,
          before: info.padInfo.top,
        },
        {
          input: info.inWidth,
          output: info.outWidth,
          kernel: info.filterWidth,
          stride: info.strideWidth,
          dilation: info.dilationWidth,
          before: info.padInfo.left,
        },
      ],
    };
  }
  const info = tf.backend_util.computeConv3DInfo(
    x as never,
    filter as never,
    strides as never,
    dilations as never,
    pad as "same",
  );
  return {
    batch: info.batchSize,
    inputs: info.inChannels,
    outputs: info.outChannels,
    axes: [
      {
        input: info.inDepth,
        output: info.outDepth,
        kernel: info.filterDepth,
        stride: info.strideDepth,
        dilation: info.dilationDepth,
        before: info.padInfo.front,
      },
      {
        input: info.inHeight,
        output: info.outHeight,
        kernel: info.filterHeight,
        stride: info.strideHeight,
        dilation: info.dilationHeight,
        before: info.padInfo.top,
      },
      {
        input: info.inWidth,
        output: info.outWidth,
        kernel: info.filterWidth,
        stride: info.strideWidth,
        dilation: info.dilationWidth,
        before: info.padInfo.left,
      },
    ],
  };
}

const plans = new Map<string, Plan>();

/** The plan of a geometry, which is made once: a net's layers keep theirs. */
function planned(make: (convolution: Convolution) => Plan, convolution: Convolution): Plan {
  const { axes, inputs, outputs } = convolution;
  const key = [make.name, inputs, outputs, ...axes.flatMap((axis: Axis) => Object.values(axis))].join();
  let plan = plans.get(key);
  if (!plan) {
    plan = make(convolution);
    plans.set(key, plan);
  }
  return plan;
}

/** Images that are in the memory at a time, whole groups of them. */
function sliceOf(plan: Plan, batch: number): number {
  const bytes = (paddedSize(plan.read) + plan.outSize) * BYTES;
  return Math.min(batch, Math.max(1, Math.floor(SLICE / bytes / plan.images)) * plan.images);
}

function paddedSize({ size, before, behind, channels }: Grid): number {
  return size.reduce((all, n, axis) => all * (before[axis]! + n + behind[axis]!), channels);
}

/** Puts images, one behind the other, into the memory with zeros around each; returns their address. */
function putPadded(machine: Simd, grid: Grid, images: number, values: Float32Array): number {
  const { size, before, behind, channels } = grid;
  if ([...before, ...behind].every((zeros) => zeros === 0)) return machine.put(values);
  const [planes, rows, columns] = size as [number, number, number];
  const row = columns * channels;
  const rowStep = (before[2]! + columns + behind[2]!) * channels;
  const planeStep = (before[1]! + rows + behind[1]!) * rowStep;
  const imageStep = (before[0]! + planes + behind[0]!) * planeStep;
  const start = before[0]! * planeStep + before[1]! * rowStep + before[2]! * channels;
  const address = machine.reserve(images * imageStep * BYTES);
  const padded = machine.numbers(address, images * imageStep).fill(0);
  let from = 0;
  for (let image = 0; image < images; image++) {
    for (let plane = 0; plane < planes; plane++) {
      let to = image * imageStep + plane * planeStep + start;
      for (let i = 0; i < rows; i++) {
        padded.set(values.subarray(from, from + row), to);
        from += row;
        to += rowStep;
      }
    }
  }
  return address;
}

/** Places of a job over `images` images: whole groups of them, and what the last group has. */
function groupsOf(plan: Plan, images: number, count: number) {
  const groups = Math.ceil(images / plan.images);
  const whole = Math.min(images, plan.images);
  return {
    places: whole * count,
    lastPlaces: (images - (groups - 1) * plan.images) * count,
    groups,
    inputStep: plan.images * paddedSize(plan.read) * BYTES,
    outputStep: plan.images * plan.outSize * BYTES,
  };
}

/**
 * Runs a plan: the convolution, or its gradient by the input.
 *
 * @param filter taps × inputs × outputs of the convolution
 * @param transposed whether the plan reads the outputs
 */
function convolve(
  backend: BackendWasm,
  plan: Plan,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  transposed: boolean,
  y: tf.TensorInfo,
): void {
  const machine = simd();
  const batch = x.shape[0]!;
  const { channels } = plan.read;
  const readSize = plan.read.size.reduce((a, b) => a * b, channels);
  const from = valuesOf(backend, x);
  const to = valuesOf(backend, y);
  const slice = sliceOf(plan, batch);
  machine.clear();
  const weights = machine.put(valuesOf(backend, filter));
  const [inputs, outputs] = filter.shape.slice(-2) as [number, number];
  const pack = transposed ? machine.code.packTransposed : machine.code.packPanels;
  const passes = plan.places.map(({ count, rows, outs, runs, taps }) => {
    const depth = taps.length * channels;
    const panelCount = Math.ceil(plan.outChannels / PANEL);
    const panels = machine.reserve(panelCount * PANEL * depth * BYTES);
    const runsAt = machine.put(runs);
    pack(panels, weights, machine.put(taps), taps.length, inputs, outputs);
    return {
      count,
      depth,
      job: {
        kind: CONVOLVE,
        rows: machine.put(rows),
        outs: machine.put(outs),
        filters: plan.outChannels,
        runs: runsAt,
        runCount: runs.length / 2,
        depth,
        panels,
      },
    };
  });
  const output = machine.reserve(slice * plan.outSize * BYTES);
  const fixed = machine.mark();
  for (let image = 0; image < batch; image += slice) {
    const images = Math.min(slice, batch - image);
    machine.clear(fixed);
    const input = putPadded(
      machine,
      plan.read,
      images,
      from.subarray(image * readSize, (image + images) * readSize),
    );
    if (plan.gaps) machine.numbers(output, images * plan.outSize).fill(0);
    for (const { count, depth, job } of passes) {
      const groups = groupsOf(plan, images, count);
      const each = depth * plan.outChannels;
      const block = Math.min(128, Math.max(32, TILE * Math.ceil(CHUNK / each / TILE)));
      const chunks = groups.groups * Math.ceil(groups.places / block);
      run(machine, { ...job, ...groups, block, input, output }, chunks, images * count * each);
    }
    to.set(machine.numbers(output, images * plan.outSize), image * plan.outSize);
  }
}

/** The gradient by the filter, taps × inputs × outputs, from the plan of the convolution. */
function sumGradient(
  backend: BackendWasm,
  plan: Plan,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  dw: tf.TensorInfo,
): void {
  const machine = simd();
  const batch = x.shape[0]!;
  const { channels } = plan.read;
  const readSize = plan.read.size.reduce((a, b) => a * b, channels);
  const target = valuesOf(backend, dw);
  const [place] = plan.places;
  if (!place) {
    target.fill(0);
    return;
  }
  const { count, rows, outs, runs } = place;
  const slice = sliceOf(plan, batch);
  machine.clear();
  const tiles = tilesOf(runs);
  const tileCount = tiles.sizes.length;
  const filters = plan.outChannels;
  const width = Math.ceil(filters / PANEL) * PANEL;
  const sumsStep = width * BYTES;
  const block = Math.min(256, Math.max(32, 2 * Math.floor(NEAR / sumsStep / 2)));
  const products = batch * count * tileCount * TILE * filters;
  const share = Math.max(8, Math.ceil(tileCount / 16), Math.ceil((CHUNK / products) * tileCount));
  const chunks = Math.ceil(tileCount / share);
  const scratchStep = block * (TILE * BYTES + sumsStep);
  const sums = machine.reserve(tileCount * TILE * sumsStep);
  machine.numbers(sums, tileCount * TILE * width).fill(0);
  const job = {
    kind: SUM_GRADIENT,
    rows: machine.put(rows),
    outs: machine.put(outs),
    block,
    filters,
    tiles: machine.put(tiles.offsets),
    tileCount,
    share,
    sums,
    sumsStep,
    scratch: machine.reserve(chunks * scratchStep),
    scratchStep,
  };
  const fixed = machine.mark();
  for (let image = 0; image < batch; image += slice) {
    const images = Math.min(slice, batch - image);
    machine.clear(fixed);
    const input = putPadded(
      machine,
      plan.read,
      images,
      valuesOf(backend, x).subarray(image * readSize, (image + images) * readSize),
    );
    const output = machine.put(
      valuesOf(backend, dy).subarray(image * plan.outSize, (image + images) * plan.outSize),
    );
    run(
      machine,
      { ...job, ...groupsOf(plan, images, count), input, output },
      chunks,
      (products * images) / batch,
    );
  }
  unturned(machine.numbers(sums, tileCount * TILE * width), tiles.sizes, width, filters, target);
}

/** Tiles of four numbers under a window, the last of a run with fewer. */
interface Tiles {
  readonly offsets: Uint32Array;
  /** How many numbers of each tile count. */
  readonly sizes: Uint32Array;
}

function tilesOf(runs: Uint32Array): Tiles {
  const offsets: number[] = [];
  const sizes: number[] = [];
  for (let run = 0; run < runs.length; run += 2) {
    const length = runs[run + 1]!;
    for (let at = 0; at < length; at += TILE) {
      offsets.push(runs[run]! + at * BYTES);
      sizes.push(Math.min(TILE, length - at));
    }
  }
  return { offsets: Uint32Array.from(offsets), sizes: Uint32Array.from(sizes) };
}

/** Copies the sums that count to their places, out of rows of `width` that are turned as `gradientTile` leaves them. */
function unturned(
  sums: Float32Array,
  sizes: Uint32Array,
  width: number,
  filters: number,
  to: Float32Array,
): void {
  let at = 0;
  sizes.forEach((size, tile) => {
    const start = tile * TILE * width;
    for (let row = 0; row < size; row++) {
      for (let f = 0; f < filters; f++) to[at++] = sums[start + ((row - f) & (TILE - 1)) * width + f]!;
    }
  });
}

/** tfjs's kernels `Conv2D` and `Conv3D`. */
export function convolution({
  inputs: { x, filter },
  attrs,
  backend,
}: KernelArgs<"x" | "filter", Attrs, BackendWasm>): tf.TensorInfo {
  const { batch, outputs, ...geometry } = convolutionOf(x.shape, filter.shape, attrs);
  const shape = [batch, ...geometry.axes.map(({ output }) => output), outputs];
  const y = allocate(backend, shape);
  convolve(backend, planned(forwardPlan, { batch, outputs, ...geometry }), x, filter, false, y);
  return y;
}

/** tfjs's kernels `Conv2DBackpropInput` and `Conv3DBackpropInputV2`, which are also its transposed convolutions. */
export function inputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelArgs<"dy" | "filter", Attrs & { readonly inputShape: number[] }, BackendWasm>): tf.TensorInfo {
  const geometry = convolutionOf(attrs.inputShape, filter.shape, attrs);
  const dx = allocate(backend, attrs.inputShape);
  convolve(backend, planned(inputPlan, geometry), dy, filter, true, dx);
  return dx;
}

/** tfjs's kernels `Conv2DBackpropFilter` and `Conv3DBackpropFilterV2`. */
export function filterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelArgs<"x" | "dy", Attrs & { readonly filterShape: number[] }, BackendWasm>): tf.TensorInfo {
  const geometry = convolutionOf(x.shape, attrs.filterShape, attrs);
  const dw = allocate(backend, attrs.filterShape);
  sumGradient(backend, planned(forwardPlan, geometry), x, dy, dw);
  return dw;
}
