/**
 * Convolutions of one to three dimensions and their gradients on WASM, by our own SIMD code: tfjs's has no gradient by the
 * filter, loops over single numbers for volumes, and runs on one thread in Node.
 */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { sumGradient } from "./filter-gradient.ts";
import { type ConvolutionAttrs, convolutionOf } from "./geometry.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";
import { forEachSlice, groupsOf } from "./padded.ts";
import { CONVOLVE, FILTER, type Job, run, threadCount } from "./simd/job.ts";
import { type Simd, simd } from "./simd/memory.ts";
import { type Convolution, forwardPlan, inputPlan, type Places, type Plan } from "./simd/plan.ts";
import { kernelFactors } from "./simd/winograd.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Filters in a panel, places in a tile: what the code computes at a time. */
const PANEL = 8;
const TILE = 4;
/** Products that a chunk has at least, so that taking it costs nothing. */
const CHUNK = 250_000;
/** Bytes of windows that stay in the processor's nearest cache. */
const NEAR = 16 * 2 ** 10;

/** Plans that are made once for each geometry: a net's layers keep theirs. */
function kept(make: (convolution: Convolution) => Plan): (convolution: Convolution) => Plan {
  const plans = new Map<string, Plan>();
  return (convolution) => {
    const { axes, inputs, outputs } = convolution;
    const key = [inputs, outputs, ...axes.flatMap((axis) => Object.values(axis))].join();
    let plan = plans.get(key);
    if (!plan) {
      plan = make(convolution);
      plans.set(key, plan);
    }
    return plan;
  };
}

const forward = kept(forwardPlan);
const backward = kept(inputPlan);

/** A filter, taps × inputs × outputs of the convolution, and whether the plan reads the outputs. */
interface Filter {
  readonly address: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly transposed: boolean;
}

/** What is done at some places of a plan. */
interface Pass {
  readonly count: number;
  /** Products of a place. */
  readonly products: number;
  readonly job: Job & { readonly block?: number };
}

/** Runs a plan: the convolution, or its gradient by the input. */
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
  const to = valuesOf(backend, y);
  machine.clear();
  const [inputs, outputs] = filter.shape.slice(-2) as [number, number];
  const address = machine.put(valuesOf(backend, filter));
  const weights = { address, inputs, outputs, transposed };
  const passes = plan.places.map((places) =>
    places.windows ? filterPass(machine, plan, places, weights) : productPass(machine, plan, places, weights),
  );
  forEachSlice(machine, plan, batch, valuesOf(backend, x), ({ image, images, input }) => {
    const output = machine.reserve(images * plan.outSize * BYTES);
    if (plan.gaps) machine.numbers(output, images * plan.outSize).fill(0);
    for (const { count, products, job } of passes) {
      const groups = groupsOf(plan, images, count);
      const block = job.block ?? blockOf(products);
      const chunks = groups.groups * Math.ceil(groups.places / block);
      run(machine, { ...job, ...groups, block, input, output }, chunks, images * count * products);
    }
    to.set(machine.numbers(output, images * plan.outSize), image * plan.outSize);
  });
}

/** Places in a block, where each has so many products. */
function blockOf(products: number): number {
  return Math.min(128, Math.max(32, TILE * Math.ceil(CHUNK / products / TILE)));
}

function packed(machine: Simd, to: number, { taps }: Places, filter: Filter): void {
  const pack = filter.transposed ? machine.code.packTransposed : machine.code.packPanels;
  pack(to, filter.address, machine.put(taps), taps.length, filter.inputs, filter.outputs);
}

function panelsOf(plan: Plan): number {
  return Math.ceil(plan.outChannels / PANEL);
}

/** A product for each tap. */
function productPass(machine: Simd, plan: Plan, places: Places, filter: Filter): Pass {
  const { count, rows, outs, runs, taps } = places;
  const depth = taps.length * plan.read.channels;
  const panels = machine.reserve(panelsOf(plan) * PANEL * depth * BYTES);
  packed(machine, panels, places, filter);
  return {
    count,
    products: depth * plan.outChannels,
    job: {
      kind: CONVOLVE,
      rows: machine.put(rows),
      outs: machine.put(outs),
      filters: plan.outChannels,
      runs: machine.put(runs),
      runCount: runs.length / 2,
      depth,
      panels,
    },
  };
}

/** Minimal filtering: the weights are changed to values at the points, panels for each point. */
function filterPass(machine: Simd, plan: Plan, places: Places, filter: Filter): Pass {
  const { count, rows, outs, runs, taps, windows } = places;
  const { pairs, outputs, kernel, readStep, outStep, sizes } = windows!;
  const points = 2 * pairs + 2;
  const runCount = runs.length / 2;
  const channels = runs[1]!;
  const depth = runCount * channels;
  const panelCount = panelsOf(plan);
  const width = panelCount * PANEL;
  const block = Math.min(64, Math.max(2 * TILE, TILE * Math.floor(NEAR / BYTES / depth / TILE)));
  const lines = Uint32Array.from({ length: block }, (_, i) => i);
  const panelsStep = width * depth * BYTES;
  const panels = machine.reserve(points * panelsStep);
  const scratchStep = points * block * (depth + width) * BYTES + 16 * points;
  const job = {
    kind: FILTER,
    block,
    rows: machine.put(rows),
    outs: machine.put(outs),
    sizes: machine.put(sizes),
    filters: plan.outChannels,
    runs: machine.put(runs),
    runCount,
    depth,
    panels,
    pairs,
    outputs,
    readStep,
    outStep,
    localRows: machine.put(lines.map((i) => i * depth * BYTES)),
    localOuts: machine.put(lines.map((i) => i * width * BYTES)),
    localRun: machine.put(Uint32Array.of(0, depth)),
    scratch: machine.reserve(scratchStep * threadCount()),
    scratchStep,
  };
  const start = machine.mark();
  const factors = machine.put(kernelFactors(pairs, kernel));
  const inOrder = machine.reserve(panelCount * PANEL * taps.length * plan.read.channels * BYTES);
  packed(machine, inOrder, places, filter);
  const size = channels * PANEL;
  for (let i = 0; i < panelCount * runCount; i++) {
    const to = panels + i * size * BYTES;
    const from = inOrder + i * kernel * size * BYTES;
    machine.code.combineBlocks(to, panelsStep, points, from, size * BYTES, kernel, factors, size);
  }
  machine.clear(start);
  return { count, products: points * depth * plan.outChannels, job };
}

/** tfjs's kernels `Conv2D` and `Conv3D`. */
export function convolution({
  inputs: { x, filter },
  attrs,
  backend,
}: KernelArgs<"x" | "filter", ConvolutionAttrs, BackendWasm>): tf.TensorInfo {
  const { batch, outputs, ...geometry } = convolutionOf(x.shape, filter.shape, attrs);
  const shape = [batch, ...geometry.axes.map(({ output }) => output), outputs];
  const y = allocate(backend, shape);
  convolve(backend, forward({ batch, outputs, ...geometry }), x, filter, false, y);
  return y;
}

/** tfjs's kernels `Conv2DBackpropInput` and `Conv3DBackpropInputV2`, which are also its transposed convolutions. */
export function inputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelArgs<
  "dy" | "filter",
  ConvolutionAttrs & { readonly inputShape: number[] },
  BackendWasm
>): tf.TensorInfo {
  const geometry = convolutionOf(attrs.inputShape, filter.shape, attrs);
  const dx = allocate(backend, attrs.inputShape);
  convolve(backend, backward(geometry), dy, filter, true, dx);
  return dx;
}

/** tfjs's kernels `Conv2DBackpropFilter` and `Conv3DBackpropFilterV2`. */
export function filterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelArgs<
  "x" | "dy",
  ConvolutionAttrs & { readonly filterShape: number[] },
  BackendWasm
>): tf.TensorInfo {
  const geometry = convolutionOf(x.shape, attrs.filterShape, attrs);
  const dw = allocate(backend, attrs.filterShape);
  sumGradient(backend, forward(geometry), x, dy, dw);
  return dw;
}
