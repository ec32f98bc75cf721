/** The gradient of a convolution by its filter. */
import type * as tf from "../../tf.ts";
import { type BackendWasm, valuesOf } from "./memory.ts";
import { forEachSlice, groupsOf } from "./padded.ts";
import { FILTER_GRADIENT, run, SUM_GRADIENT, threadCount } from "./simd/job.ts";
import { simd } from "./simd/memory.ts";
import type { Plan } from "./simd/plan.ts";
import { kernelFactors, turnedAround } from "./simd/winograd.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Filters in a panel, numbers of a window in a tile: what the code computes at a time. */
const PANEL = 8;
const TILE = 4;
/** Products that a chunk has at least, so that taking it costs nothing. */
const CHUNK = 250_000;
/** Bytes of gradients that stay in the processor's nearest cache. */
const NEAR = 16 * 2 ** 10;

/**
 * The gradient of a convolution by its filter.
 *
 * @param plan of the convolution
 * @param x its input
 * @param dy gradient by its output
 * @param dw receives the gradient by the filter, taps × inputs × outputs
 */
export function sumGradient(
  backend: BackendWasm,
  plan: Plan,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  dw: tf.TensorInfo,
): void {
  const machine = simd();
  const batch = x.shape[0]!;
  const target = valuesOf(backend, dw);
  const slopes = valuesOf(backend, dy);
  const [places] = plan.places;
  if (!places) {
    target.fill(0);
    return;
  }
  const { count, rows, outs, runs, windows } = places;
  machine.clear();
  const tiles = tilesOf(runs);
  const tileCount = tiles.sizes.length;
  const filters = plan.outChannels;
  const width = Math.ceil(filters / PANEL) * PANEL;
  const sumsStep = width * BYTES;
  const points = windows ? 2 * windows.pairs + 2 : 1;
  const block = Math.min(256, Math.max(32, 2 * Math.floor(NEAR / sumsStep / 2)));
  const products = points * batch * count * tileCount * TILE * filters;
  // Each chunk changes the gradients of the outputs to the points anew.
  const share = Math.max(
    4,
    Math.ceil(tileCount / (windows ? 2 * threadCount() : 16)),
    Math.ceil((CHUNK / products) * tileCount),
  );
  const chunks = Math.ceil(tileCount / share);
  const scratchStep = points * block * ((windows ? share : 1) * TILE * BYTES + sumsStep);
  const sumsLength = tileCount * TILE * width;
  const sums = machine.reserve(points * sumsLength * BYTES);
  machine.numbers(sums, points * sumsLength).fill(0);
  const job = {
    kind: windows ? FILTER_GRADIENT : SUM_GRADIENT,
    rows: machine.put(rows),
    outs: machine.put(outs),
    block,
    filters,
    tiles: machine.put(tiles.offsets),
    tileCount,
    share,
    sums,
    sumsStep,
    scratch: machine.reserve(threadCount() * scratchStep),
    scratchStep,
    ...(windows && { ...windows, sizes: machine.put(windows.sizes) }),
  };
  forEachSlice(machine, plan, batch, valuesOf(backend, x), ({ image, images, input }) => {
    const output = machine.put(slopes.subarray(image * plan.outSize, (image + images) * plan.outSize));
    run(
      machine,
      { ...job, ...groupsOf(plan, images, count), input, output },
      chunks,
      (products * images) / batch,
    );
  });
  if (!windows) {
    unturned(machine.numbers(sums, sumsLength), tiles.sizes, width, filters, target);
    return;
  }
  const { kernel, pairs } = windows;
  const gradients = machine.reserve(kernel * sumsLength * BYTES);
  const factors = machine.put(turnedAround(kernelFactors(pairs, kernel), kernel));
  const step = sumsLength * BYTES;
  machine.code.combineBlocks(gradients, step, kernel, sums, step, points, factors, sumsLength);
  const lines = runs.length / 2;
  const [lineLength, lineSize] = [sumsLength / lines, target.length / lines];
  const tapSize = runs[1]! * filters;
  for (let line = 0; line < lines; line++) {
    const to = target.subarray(line * lineSize, (line + 1) * lineSize);
    for (let tap = 0; tap < kernel; tap++) {
      const from = machine.numbers(gradients + tap * step + line * lineLength * BYTES, lineLength);
      // The end of the last tap may be missing.
      unturned(from, tiles.sizes, width, filters, to.subarray(tap * tapSize, (tap + 1) * tapSize));
    }
  }
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
  for (let start = 0, tile = 0; start < sums.length; start += TILE * width, tile++) {
    for (let row = 0; row < sizes[tile]!; row++) {
      for (let f = 0; f < filters; f++) to[at++] = sums[start + ((row - f) & (TILE - 1)) * width + f]!;
    }
  }
}
