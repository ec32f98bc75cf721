/**
 * Convolutions along the last axis by minimal filtering (Winograd 1980; Lavin & Gray, arXiv:1509.09308), in SIMD.
 *
 * m outputs of a kernel of r numbers take m · r products; n = m + r − 1 are enough. The n numbers under a window, the kernel
 * and the gradients of its outputs are each changed to values at the points 0, ±1, ±2, in the long form ±½ too, and ∞, and
 * multiplied there. `winograd.ts` has the points and says what is changed how.
 */
import {
  BLOCK,
  DEPTH,
  FILTERS,
  field,
  GROUPS,
  INPUT,
  INPUT_STEP,
  LOCAL_OUTS,
  LOCAL_ROWS,
  LOCAL_RUN,
  OUT_STEP,
  OUTPUT,
  OUTPUT_STEP,
  OUTPUTS,
  OUTS,
  PAIRS,
  PANELS,
  PLACES,
  placesOf,
  READ_STEP,
  ROWS,
  RUN_COUNT,
  RUNS,
  SCRATCH,
  SCRATCH_STEP,
  SHARE,
  SIZES,
  SUMS,
  SUMS_STEP,
  TILE_COUNT,
  TILES,
} from "./head.as";
import { addProduct, convolveTile, gradientTile, PANEL } from "./tiles.as";

function filtersWidth(): usize {
  return (<usize>((field(FILTERS) + PANEL - 1) / PANEL)) << 5;
}

/** Windows of block `chunk`, for all filters. */
export function filterChunk(chunk: i32, thread: i32): void {
  const size = field(BLOCK);
  const blocks = (field(PLACES) + size - 1) / size;
  const group = chunk / blocks;
  const first = (chunk % blocks) * size;
  const count = min(size, placesOf(group) - first);
  if (count <= 0) return;
  const at = (<usize>first) << 2;
  const rowSize = (<usize>field(DEPTH)) << 2;
  const width = filtersWidth();
  // Vectors of a row's last numbers reach behind it.
  const spreadStep = <usize>size * rowSize + 16;
  const sumsStep = <usize>size * width;
  const points = <usize>field(PAIRS) * 2 + 2;
  const spread = <usize>field(SCRATCH) + <usize>thread * <usize>field(SCRATCH_STEP);
  const sums = spread + points * spreadStep;

  const input = <usize>field(INPUT) + <usize>group * <usize>field(INPUT_STEP);
  spreadWindows(input, <usize>field(ROWS) + at, count, spread, spreadStep);

  const localRows = <usize>field(LOCAL_ROWS);
  const localOuts = <usize>field(LOCAL_OUTS);
  const run = <usize>field(LOCAL_RUN);
  let panel = <usize>field(PANELS);
  for (let p: usize = 0; p < points; p++) {
    const from = spread + p * spreadStep;
    const to = sums + p * sumsStep;
    for (let f: usize = 0; f < width; f += 32) {
      for (let m = 0; m < count; m += 4)
        convolveTile(localRows, localOuts, m, count - 1, from, panel, run, run + 8, to + f, PANEL);
      panel += rowSize << 3;
    }
  }

  const output = <usize>field(OUTPUT) + <usize>group * <usize>field(OUTPUT_STEP);
  const outs = <usize>field(OUTS) + at;
  const sizes = <usize>field(SIZES) + at;
  for (let t: usize = 0; t < <usize>count; t++) {
    const i = t << 2;
    gatherOutputs(sums + t * width, sumsStep, output + load<u32>(outs + i), load<i32>(sizes + i));
  }
}

/** Changes what `count` windows cover to values at the points. */
function spreadWindows(input: usize, rows: usize, count: i32, to: usize, toStep: usize): void {
  const runs = <usize>field(RUNS);
  const runsEnd = runs + ((<usize>field(RUN_COUNT)) << 3);
  const step = <usize>field(READ_STEP);
  const long = field(PAIRS) === 3;
  const end = rows + ((<usize>count) << 2);
  for (let row = rows; row < end; row += 4) {
    const window = input + load<u32>(row);
    for (let run = runs; run < runsEnd; run += 8) {
      const from = window + load<u32>(run);
      const length = (<usize>load<u32>(run, 4)) << 2;
      for (let c: usize = 0; c < length; c += 16) {
        if (long) spreadLong(from + c, step, to + c, toStep);
        else spreadShort(from + c, step, to + c, toStep);
      }
      to += length;
    }
  }
}

/** Six vectors to values at 0, ±1, ±2 and ∞. */
function spreadShort(x: usize, step: usize, to: usize, toStep: usize): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x + step);
  const x2 = v128.load(x + 2 * step);
  const x3 = v128.load(x + 3 * step);
  const x4 = v128.load(x + 4 * step);
  const x5 = v128.load(x + 5 * step);
  v128.store(to, plus(plus(x4, x2, -5), x0, 4));
  to = storePair(to + toStep, toStep, plus(x4, x2, -4), plus(x3, x1, -4));
  to = storePair(to, toStep, f32x4.sub(x4, x2), times(f32x4.sub(x3, x1), 2));
  v128.store(to, plus(plus(x5, x3, -5), x1, 4));
}

/** Eight vectors to values at 0, ±1, ±2, ±½ and ∞. */
function spreadLong(x: usize, step: usize, to: usize, toStep: usize): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x + step);
  const x2 = v128.load(x + 2 * step);
  const x3 = v128.load(x + 3 * step);
  const x4 = v128.load(x + 4 * step);
  const x5 = v128.load(x + 5 * step);
  const x6 = v128.load(x + 6 * step);
  const x7 = v128.load(x + 7 * step);
  v128.store(to, f32x4.sub(plus(x6, f32x4.sub(x2, x4), 5.25), x0));
  to += toStep;
  to = storePair(to, toStep, plus(f32x4.add(x6, x2), x4, -4.25), plus(f32x4.add(x5, x1), x3, -4.25));
  to = storePair(
    to,
    toStep,
    plus(plus(x6, x4, -1.25), x2, 0.25),
    times(plus(plus(x5, x3, -1.25), x1, 0.25), 2),
  );
  to = storePair(to, toStep, plus(plus(x6, x4, -5), x2, 4), times(plus(plus(x5, x3, -5), x1, 4), 0.5));
  v128.store(to, f32x4.sub(plus(x7, f32x4.sub(x3, x5), 5.25), x1));
}

/** Stores the values at a point and at its negative; returns where the next one's goes. */
function storePair(to: usize, step: usize, even: v128, odd: v128): usize {
  v128.store(to, f32x4.add(even, odd));
  v128.store(to + step, f32x4.sub(even, odd));
  return to + 2 * step;
}

function plus(a: v128, b: v128, factor: f32): v128 {
  return addProduct(a, b, f32x4.splat(factor));
}

function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor));
}

/** Changes the products of one window back to its outputs, and stores the first `size`. */
function gatherOutputs(sums: usize, step: usize, to: usize, size: i32): void {
  const filters = field(FILTERS);
  const outStep = <usize>field(OUT_STEP);
  const outputs = field(OUTPUTS);
  const long = field(PAIRS) === 3;
  for (let f = 0; f < filters; f += 4) {
    const width = filters - f;
    const p1 = v128.load(sums + step);
    const n1 = v128.load(sums + 2 * step);
    const p2 = v128.load(sums + 3 * step);
    const n2 = v128.load(sums + 4 * step);
    const s1 = f32x4.add(p1, n1);
    const d1 = f32x4.sub(p1, n1);
    const s2 = f32x4.add(p2, n2);
    const d2 = f32x4.sub(p2, n2);
    let s3 = f32x4.splat(0);
    let d3 = f32x4.splat(0);
    if (long) {
      const p3 = v128.load(sums + 5 * step);
      const n3 = v128.load(sums + 6 * step);
      s3 = f32x4.add(p3, n3);
      d3 = f32x4.sub(p3, n3);
    }
    const last = v128.load(sums + (long ? 7 : 5) * step);
    putNumbers(to, f32x4.add(f32x4.add(v128.load(sums), s1), f32x4.add(s2, s3)), width);
    if (size > 1) {
      let y = plus(plus(d1, d2, 2), d3, 0.5);
      if (outputs === 2) y = f32x4.add(y, last);
      putNumbers(to + outStep, y, width);
    }
    if (size > 2) {
      let y = plus(plus(s1, s2, 4), s3, 0.25);
      if (outputs === 3) y = f32x4.add(y, last);
      putNumbers(to + 2 * outStep, y, width);
    }
    if (size > 3) putNumbers(to + 3 * outStep, f32x4.add(plus(plus(d1, d2, 8), d3, 0.125), last), width);
    sums += 16;
    to += 16;
  }
}

/** Stores the first `width` numbers of a vector. */
function putNumbers(to: usize, y: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, y);
    return;
  }
  store<f32>(to, f32x4.extract_lane(y, 0));
  if (width > 1) store<f32>(to, f32x4.extract_lane(y, 1), 4);
  if (width > 2) store<f32>(to, f32x4.extract_lane(y, 2), 8);
}

/** The gradients, at the points, of the weights that stand in the tiles of `chunk`, summed over all windows. */
export function filterGradientChunk(chunk: i32, thread: i32): void {
  const share = field(SHARE);
  const tileCount = field(TILE_COUNT);
  const firstTile = chunk * share;
  const tiles = min(share, tileCount - firstTile);
  const groups = field(GROUPS);
  const size = field(BLOCK);
  const points = <usize>field(PAIRS) * 2 + 2;
  const rows = <usize>field(ROWS);
  const outs = <usize>field(OUTS);
  const sizes = <usize>field(SIZES);
  const offsets = <usize>field(TILES) + ((<usize>firstTile) << 2);
  const step = <usize>field(READ_STEP);
  const long = field(PAIRS) === 3;
  const sumsStep = <usize>field(SUMS_STEP);
  const sums = <usize>field(SUMS) + <usize>(firstTile << 2) * sumsStep;
  const pointSums = <usize>(tileCount << 2) * sumsStep;
  const windows = <usize>field(SCRATCH) + <usize>thread * <usize>field(SCRATCH_STEP);
  const windowsStep = (<usize>(share * size)) << 4;
  const panels = windows + points * windowsStep;
  const panelsStep = <usize>size * sumsStep;
  let input = <usize>field(INPUT);
  let output = <usize>field(OUTPUT);
  for (let group = 0; group < groups; group++) {
    const places = placesOf(group);
    for (let first = 0; first < places; first += size) {
      const count = <usize>min(size, places - first);
      const at = (<usize>first) << 2;
      spreadGradients(panels, panelsStep, output, outs + at, sizes + at, count);
      const end = rows + at + (count << 2);
      let to = windows;
      for (let t = offsets; t < offsets + ((<usize>tiles) << 2); t += 4) {
        const from = input + load<u32>(t);
        for (let row = rows + at; row < end; row += 4) {
          if (long) spreadLong(from + load<u32>(row), step, to, windowsStep);
          else spreadShort(from + load<u32>(row), step, to, windowsStep);
          to += 16;
        }
      }
      for (let p: usize = 0; p < points; p++) {
        let window = windows + p * windowsStep;
        let sum = sums + p * pointSums;
        for (let t = 0; t < tiles; t++) {
          let panel = panels + p * panelsStep;
          for (let f: usize = 0; f < sumsStep; f += 32) {
            gradientTile(window, panel, <i32>count, sum + f, sumsStep);
            panel += count << 5;
          }
          window += count << 4;
          sum += sumsStep << 2;
        }
      }
    }
    input += <usize>field(INPUT_STEP);
    output += <usize>field(OUTPUT_STEP);
  }
}

/** Changes the gradients of the outputs of `count` windows to values at the points, eight filters at a time. */
function spreadGradients(to: usize, step: usize, from: usize, outs: usize, sizes: usize, count: usize): void {
  const filters = field(FILTERS);
  const outStep = <usize>field(OUT_STEP);
  const outputs = field(OUTPUTS);
  const long = field(PAIRS) === 3;
  for (let f = 0; f < filters; f += PANEL) {
    for (let t: usize = 0; t < count; t++) {
      const at = from + load<u32>(outs + (t << 2)) + ((<usize>f) << 2);
      const size = load<i32>(sizes + (t << 2));
      spreadGradient(to, step, at, outStep, size, outputs, long, filters - f);
      spreadGradient(to + 16, step, at + 16, outStep, size, outputs, long, filters - f - 4);
      to += 32;
    }
  }
}

function spreadGradient(
  to: usize,
  step: usize,
  at: usize,
  outStep: usize,
  size: i32,
  outputs: i32,
  long: bool,
  width: i32,
): void {
  const zero = f32x4.splat(0);
  const y0 = numbersAt(at, width);
  const y1 = size > 1 ? numbersAt(at + outStep, width) : zero;
  const y2 = size > 2 ? numbersAt(at + 2 * outStep, width) : zero;
  const y3 = size > 3 ? numbersAt(at + 3 * outStep, width) : zero;
  v128.store(to, y0);
  to += step;
  to = storePair(to, step, f32x4.add(y0, y2), f32x4.add(y1, y3));
  to = storePair(to, step, plus(y0, y2, 4), plus(times(y1, 2), y3, 8));
  if (long) to = storePair(to, step, plus(y0, y2, 0.25), plus(times(y1, 0.5), y3, 0.125));
  v128.store(to, outputs === 2 ? y1 : outputs === 3 ? y2 : y3);
}

/** The first `width` numbers that stand at `at`, and zeros. */
function numbersAt(at: usize, width: i32): v128 {
  if (width >= 4) return v128.load(at);
  let y = f32x4.splat(0);
  if (width > 0) y = f32x4.replace_lane(y, 0, load<f32>(at));
  if (width > 1) y = f32x4.replace_lane(y, 1, load<f32>(at, 4));
  if (width > 2) y = f32x4.replace_lane(y, 2, load<f32>(at, 8));
  return y;
}
