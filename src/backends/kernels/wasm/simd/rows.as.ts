/**
 * Sums and changes of rows of channels in SIMD, in AssemblyScript, as batch normalisation needs them. Channels lie one behind
 * the other, rows after rows. Sums are made in float32 over a few rows and added in float64, of whole vectors: what is read
 * and summed behind the last channel is nobody's.
 */

import {
  A,
  B,
  BLOCK,
  CHANNELS,
  D,
  field,
  MEAN,
  OPERATION,
  ROW_COUNT,
  SUMS,
  SUMS_STEP,
  X,
  Y,
} from "./head.as";

/** Rows whose sum is made in float32. */
const FEW = 64;

/** Rows of block `chunk`; sums go to that block's own place. */
export function rowsChunk(chunk: i32): void {
  const size = field(BLOCK);
  const first = chunk * size;
  const rows = min(size, field(ROW_COUNT) - first);
  const channels = field(CHANNELS);
  const offset = (<usize>first * channels) << 2;
  const x = <usize>field(X) + offset;
  const y = <usize>field(Y) + offset;
  const step = <usize>field(SUMS_STEP);
  const sums = <usize>field(SUMS) + <usize>chunk * step;
  const mean = <usize>field(MEAN);
  const operation = field(OPERATION);
  if (operation === 0) sumRows(x, rows, channels, sums);
  else if (operation === 1) sumSquares(x, rows, channels, mean, sums);
  else if (operation === 2) sumProducts(y, x, rows, channels, mean, sums, sums + (step >> 1));
  else if (operation === 3) scaleRows(x, rows, channels, mean, <usize>field(A), <usize>field(D));
  else combineRows(y, x, rows, channels, mean, <usize>field(A), <usize>field(B), <usize>field(D));
}

function addLanes(sums: usize, s: v128): void {
  store<f64>(sums, load<f64>(sums) + <f64>f32x4.extract_lane(s, 0));
  store<f64>(sums, load<f64>(sums, 8) + <f64>f32x4.extract_lane(s, 1), 8);
  store<f64>(sums, load<f64>(sums, 16) + <f64>f32x4.extract_lane(s, 2), 16);
  store<f64>(sums, load<f64>(sums, 24) + <f64>f32x4.extract_lane(s, 3), 24);
}

/** Adds to `sums`, float64 a channel, the numbers of its column. */
function sumRows(x: usize, rows: i32, channels: i32, sums: usize): void {
  const step = (<usize>channels) << 2;
  for (let first = 0; first < rows; first += FEW) {
    const size = <usize>min(FEW, rows - first) * step;
    for (let c: usize = 0; c < step; c += 16) {
      let s = f32x4.splat(0);
      for (let i = c; i < c + size; i += step) s = f32x4.add(s, v128.load(x + i));
      addLanes(sums + (c << 1), s);
    }
    x += size;
  }
}

/** Adds the squares of the distances from `mean`, float32 a channel. */
function sumSquares(x: usize, rows: i32, channels: i32, mean: usize, sums: usize): void {
  const step = (<usize>channels) << 2;
  for (let first = 0; first < rows; first += FEW) {
    const size = <usize>min(FEW, rows - first) * step;
    for (let c: usize = 0; c < step; c += 16) {
      let s = f32x4.splat(0);
      const m = v128.load(mean + c);
      for (let i = c; i < c + size; i += step) {
        const distance = f32x4.sub(v128.load(x + i), m);
        s = f32x4.add(s, f32x4.mul(distance, distance));
      }
      addLanes(sums + (c << 1), s);
    }
    x += size;
  }
}

/** Adds to `sums` the numbers of y, and to `products` those times the distance of x from `mean`. */
function sumProducts(
  y: usize,
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  sums: usize,
  products: usize,
): void {
  const step = (<usize>channels) << 2;
  for (let first = 0; first < rows; first += FEW) {
    const size = <usize>min(FEW, rows - first) * step;
    for (let c: usize = 0; c < step; c += 16) {
      let s = f32x4.splat(0);
      let p = f32x4.splat(0);
      const m = v128.load(mean + c);
      for (let i = c; i < c + size; i += step) {
        const slope = v128.load(y + i);
        s = f32x4.add(s, slope);
        p = f32x4.add(p, f32x4.mul(slope, f32x4.sub(v128.load(x + i), m)));
      }
      addLanes(sums + (c << 1), s);
      addLanes(products + (c << 1), p);
    }
    x += size;
    y += size;
  }
}

/** Replaces each x by (x − mean) · slope + offset, float32 a channel. */
function scaleRows(x: usize, rows: i32, channels: i32, mean: usize, slope: usize, offset: usize): void {
  const step = (<usize>channels) << 2;
  const end = x + <usize>rows * step;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const at = (<usize>c) << 2;
    const m = v128.load(mean + at);
    const a = v128.load(slope + at);
    const d = v128.load(offset + at);
    for (let i = x + at; i < end; i += step) {
      v128.store(i, f32x4.add(f32x4.mul(f32x4.sub(v128.load(i), m), a), d));
    }
  }
  for (; c < channels; c++) {
    const at = (<usize>c) << 2;
    const m = load<f32>(mean + at);
    const a = load<f32>(slope + at);
    const d = load<f32>(offset + at);
    for (let i = x + at; i < end; i += step) store<f32>(i, (load<f32>(i) - m) * a + d);
  }
}

/** Replaces each y by y · a + (x − mean) · b + d, float32 a channel. */
function combineRows(
  y: usize,
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  a: usize,
  b: usize,
  d: usize,
): void {
  const step = (<usize>channels) << 2;
  const size = <usize>rows * step;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const at = (<usize>c) << 2;
    const m = v128.load(mean + at);
    const va = v128.load(a + at);
    const vb = v128.load(b + at);
    const vd = v128.load(d + at);
    for (let i = at; i < size; i += step) {
      const distance = f32x4.sub(v128.load(x + i), m);
      const sum = f32x4.add(f32x4.mul(v128.load(y + i), va), f32x4.mul(distance, vb));
      v128.store(y + i, f32x4.add(sum, vd));
    }
  }
  for (; c < channels; c++) {
    const at = (<usize>c) << 2;
    const m = load<f32>(mean + at);
    const sa = load<f32>(a + at);
    const sb = load<f32>(b + at);
    const sd = load<f32>(d + at);
    for (let i = at; i < size; i += step) {
      store<f32>(y + i, load<f32>(y + i) * sa + (load<f32>(x + i) - m) * sb + sd);
    }
  }
}
