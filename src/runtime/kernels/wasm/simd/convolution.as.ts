/**
 * Convolutions and their gradients in SIMD, in AssemblyScript; `npm run generate` compiles it. `job.ts` writes what is to
 * be done to the head of the memory, and every thread runs `work`. Addresses and offsets are in bytes, sizes in numbers.
 *
 * A convolution of any rank, stride and dilation is one matrix product here: row m holds what the window at place m
 * covers, a few runs of numbers that lie one behind the other in the input, and the same runs for every place.
 */

// The head of the memory, as `job.ts` lays it out.
/** Chunks not yet taken. */
const TICKETS: usize = 4;
/** Chunks done. */
const DONE: usize = 8;
const KIND: usize = 16;
/** Offset of each place's window in the input, and of the place in the output, for the images of one group. */
const ROWS: usize = 20;
const OUTS: usize = 24;
/** Places in a group, and in the last one. */
const PLACES: usize = 28;
const LAST_PLACES: usize = 32;
const GROUPS: usize = 36;
/** Places that are computed at a time. */
const BLOCK: usize = 40;
const INPUT: usize = 44;
const INPUT_STEP: usize = 48;
/** The output; for the gradient of the filter, that of the output. */
const OUTPUT: usize = 52;
const OUTPUT_STEP: usize = 56;
const FILTERS: usize = 60;
/** Pairs of a run's offset from its window, and its length. */
const RUNS: usize = 64;
const RUN_COUNT: usize = 68;
/** Numbers under a window. */
const DEPTH: usize = 72;
/** Weights as `packPanels` lays them. */
const PANELS: usize = 76;
/** Offsets of four numbers of the window at a time. */
const TILES: usize = 80;
const TILE_COUNT: usize = 84;
/** Tiles in a chunk. */
const SHARE: usize = 88;
/** The filter's gradient, and the bytes from one of its rows to the next. */
const SUMS: usize = 92;
const SUMS_STEP: usize = 96;
/** Room for each chunk to work in. */
const SCRATCH: usize = 100;
const SCRATCH_STEP: usize = 104;

/** Filters computed together: two vectors. */
const PANEL = 8;

function field(at: usize): i32 {
  return load<i32>(at);
}

/** Takes chunks of the job that stands in the head until none is left. */
export function work(): void {
  while (true) {
    const chunk = atomic.sub<i32>(TICKETS, 1) - 1;
    if (chunk < 0) return;
    if (field(KIND) === 0) convolveChunk(chunk);
    else gradientChunk(chunk);
    atomic.add<i32>(DONE, 1);
    atomic.notify(DONE, 1);
  }
}

function placesOf(group: i32): i32 {
  return group === field(GROUPS) - 1 ? field(LAST_PLACES) : field(PLACES);
}

/** Block `chunk` of the output, for all filters. */
function convolveChunk(chunk: i32): void {
  const size = field(BLOCK);
  const blocks = (field(PLACES) + size - 1) / size;
  const group = chunk / blocks;
  const first = (chunk % blocks) * size;
  const count = min(size, placesOf(group) - first);
  if (count <= 0) return;
  const rows = <usize>field(ROWS) + ((<usize>first) << 2);
  const outs = <usize>field(OUTS) + ((<usize>first) << 2);
  const input = <usize>field(INPUT) + <usize>group * <usize>field(INPUT_STEP);
  let output = <usize>field(OUTPUT) + <usize>group * <usize>field(OUTPUT_STEP);
  const runs = <usize>field(RUNS);
  const runsEnd = runs + ((<usize>field(RUN_COUNT)) << 3);
  const filters = field(FILTERS);
  const panelSize = (<usize>field(DEPTH)) << 5;
  let panel = <usize>field(PANELS);
  for (let f = 0; f < filters; f += PANEL) {
    const width = min(PANEL, filters - f);
    for (let m = 0; m < count; m += 4)
      convolveTile(rows, outs, m, count - 1, input, panel, runs, runsEnd, output, width);
    panel += panelSize;
    output += 32;
  }
}

/** Places m to m + 3, or to `last`, for the filters of one panel. */
function convolveTile(
  rows: usize,
  outs: usize,
  m: i32,
  last: i32,
  input: usize,
  panel: usize,
  runs: usize,
  runsEnd: usize,
  output: usize,
  width: i32,
): void {
  const i0 = (<usize>m) << 2;
  // What stands behind the last place is that place again.
  const i1 = (<usize>min(m + 1, last)) << 2;
  const i2 = (<usize>min(m + 2, last)) << 2;
  const i3 = (<usize>min(m + 3, last)) << 2;
  const row0 = input + load<u32>(rows + i0);
  const row1 = input + load<u32>(rows + i1);
  const row2 = input + load<u32>(rows + i2);
  const row3 = input + load<u32>(rows + i3);
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let w = panel;
  for (let run = runs; run < runsEnd; run += 8) {
    const offset = load<u32>(run);
    const length = load<u32>(run, 4);
    let p0 = row0 + offset;
    let p1 = row1 + offset;
    let p2 = row2 + offset;
    let p3 = row3 + offset;
    const end = w + ((<usize>length) << 5);
    // Unrolled, it would have more vectors than the processor has registers.
    while (w < end) {
      const b0 = v128.load(w);
      const b1 = v128.load(w, 16);
      const a0 = v128.load_splat<f32>(p0);
      s00 = addProduct(s00, a0, b0);
      s01 = addProduct(s01, a0, b1);
      const a1 = v128.load_splat<f32>(p1);
      s10 = addProduct(s10, a1, b0);
      s11 = addProduct(s11, a1, b1);
      const a2 = v128.load_splat<f32>(p2);
      s20 = addProduct(s20, a2, b0);
      s21 = addProduct(s21, a2, b1);
      const a3 = v128.load_splat<f32>(p3);
      s30 = addProduct(s30, a3, b0);
      s31 = addProduct(s31, a3, b1);
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      w += 32;
    }
  }
  put(output + load<u32>(outs + i0), s00, s01, width);
  put(output + load<u32>(outs + i1), s10, s11, width);
  put(output + load<u32>(outs + i2), s20, s21, width);
  put(output + load<u32>(outs + i3), s30, s31, width);
}

/** Stores the first `width` numbers of two vectors. */
function put(to: usize, low: v128, high: v128, width: i32): void {
  if (width === PANEL) {
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  if (width >= 4) {
    v128.store(to, low);
    low = high;
    to += 16;
    width -= 4;
  }
  if (width > 0) store<f32>(to, f32x4.extract_lane(low, 0));
  if (width > 1) store<f32>(to, f32x4.extract_lane(low, 1), 4);
  if (width > 2) store<f32>(to, f32x4.extract_lane(low, 2), 8);
}

/** The gradients of the weights that stand in the tiles of `chunk`, summed over all places. */
function gradientChunk(chunk: i32): void {
  const share = field(SHARE);
  const firstTile = chunk * share;
  const endTile = min(firstTile + share, field(TILE_COUNT));
  const groups = field(GROUPS);
  const size = field(BLOCK);
  const filters = field(FILTERS);
  const rows = <usize>field(ROWS);
  const outs = <usize>field(OUTS);
  const tiles = <usize>field(TILES);
  const sumsStep = <usize>field(SUMS_STEP);
  const window = <usize>field(SCRATCH) + <usize>chunk * <usize>field(SCRATCH_STEP);
  const panels = window + ((<usize>size) << 4);
  let input = <usize>field(INPUT);
  let output = <usize>field(OUTPUT);
  for (let group = 0; group < groups; group++) {
    const places = placesOf(group);
    for (let first = 0; first < places; first += size) {
      const count = min(size, places - first);
      const at = (<usize>first) << 2;
      gatherPanels(panels, output, outs + at, count, filters);
      let sums = <usize>field(SUMS) + <usize>(firstTile << 2) * sumsStep;
      for (let t = firstTile; t < endTile; t++) {
        gatherTile(window, input + load<u32>(tiles + ((<usize>t) << 2)), rows + at, count);
        let panel = panels;
        for (let f: usize = 0; f < sumsStep; f += 32) {
          gradientTile(window, panel, count, sums + f, sumsStep);
          panel += (<usize>count) << 5;
        }
        sums += sumsStep << 2;
      }
    }
    input += <usize>field(INPUT_STEP);
    output += <usize>field(OUTPUT_STEP);
  }
}

/** Lays the gradients of `count` places one behind the other, eight filters at a time. */
function gatherPanels(to: usize, from: usize, outs: usize, count: i32, filters: i32): void {
  const end = outs + ((<usize>count) << 2);
  for (let f = 0; f < filters; f += PANEL) {
    const width = min(PANEL, filters - f);
    for (let out = outs; out < end; out += 4) {
      const at = from + load<u32>(out);
      if (width === PANEL) {
        v128.store(to, v128.load(at));
        v128.store(to, v128.load(at, 16), 16);
      } else {
        for (let i: usize = 0; i < 8; i++)
          store<f32>(to + (i << 2), <i32>i < width ? load<f32>(at + (i << 2)) : 0);
      }
      to += 32;
    }
    from += 32;
  }
}

/** Lays four numbers of `count` windows one behind the other. */
function gatherTile(to: usize, from: usize, rows: usize, count: i32): void {
  const end = rows + ((<usize>count) << 2);
  for (let row = rows; row < end; row += 4) {
    v128.store(to, v128.load(from + load<u32>(row)));
    to += 16;
  }
}

/**
 * Adds the product of four numbers of each window with eight gradients of its place to four rows of sums: to number f of
 * row r, number (r + f) mod 4 of the window times gradient f. `unturned` in `convolution.ts` puts them right.
 */
function gradientTile(x: usize, dy: usize, count: i32, sums: usize, step: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const end = x + ((<usize>count) << 4);
  while (x < end) {
    const b0 = v128.load(dy);
    const b1 = v128.load(dy, 16);
    let a = v128.load(x);
    s00 = addProduct(s00, a, b0);
    s01 = addProduct(s01, a, b1);
    a = turn(a);
    s10 = addProduct(s10, a, b0);
    s11 = addProduct(s11, a, b1);
    a = turn(a);
    s20 = addProduct(s20, a, b0);
    s21 = addProduct(s21, a, b1);
    a = turn(a);
    s30 = addProduct(s30, a, b0);
    s31 = addProduct(s31, a, b1);
    x += 16;
    dy += 32;
  }
  addTo(sums, s00, s01);
  addTo(sums + step, s10, s11);
  addTo(sums + step * 2, s20, s21);
  addTo(sums + step * 3, s30, s31);
}

/** s + a · b, number by number: rounded once where the engine has relaxed SIMD and the processor such an instruction. */
function addProduct(s: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, s) : f32x4.add(s, f32x4.mul(a, b));
}

/** The numbers of a vector one place on: the second comes first. */
function turn(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 1, 2, 3, 0);
}

function addTo(at: usize, low: v128, high: v128): void {
  v128.store(at, f32x4.add(v128.load(at), low));
  v128.store(at, f32x4.add(v128.load(at, 16), high), 16);
}

/**
 * Lays a filter, taps × inputs × outputs, as panels of eight outputs: for each panel, for each tap in `order`, for each
 * input, eight weights, 0 behind the last output.
 */
export function packPanels(
  to: usize,
  filter: usize,
  order: usize,
  taps: i32,
  inputs: i32,
  outputs: i32,
): void {
  for (let f = 0; f < outputs; f += PANEL) {
    const width = min(PANEL, outputs - f);
    for (let t = 0; t < taps; t++) {
      let from = filter + ((<usize>load<u32>(order + ((<usize>t) << 2)) * inputs * outputs + f) << 2);
      for (let c = 0; c < inputs; c++) {
        if (width === PANEL) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
        } else {
          for (let i: usize = 0; i < 8; i++)
            store<f32>(to + (i << 2), <i32>i < width ? load<f32>(from + (i << 2)) : 0);
        }
        from += (<usize>outputs) << 2;
        to += 32;
      }
    }
  }
}

/** The same with inputs and outputs swapped: panels of eight inputs, and in them, for each tap, the outputs. */
export function packTransposed(
  to: usize,
  filter: usize,
  order: usize,
  taps: i32,
  inputs: i32,
  outputs: i32,
): void {
  const row = (<usize>outputs) << 2;
  for (let c = 0; c < inputs; c += PANEL) {
    const width = min(PANEL, inputs - c);
    for (let t = 0; t < taps; t++) {
      let from = filter + (<usize>load<u32>(order + ((<usize>t) << 2)) * inputs + c) * row;
      for (let f = 0; f < outputs; f++) {
        for (let i: usize = 0; i < 8; i++)
          store<f32>(to + (i << 2), <i32>i < width ? load<f32>(from + i * row) : 0);
        from += 4;
        to += 32;
      }
    }
  }
}
