/** Products of four rows with eight columns, of which all else is made. */

/** Columns computed together: two vectors. */
export const PANEL = 8;

/** Places m to m + 3, or to `last`, for the filters of one panel. */
export function convolveTile(
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

/**
 * Adds the product of four numbers of each window with eight gradients of its place to four rows of sums: to number f of
 * row r, number (r + f) mod 4 of the window times gradient f. `unturned` in `filter-gradient.ts` puts them right.
 */
export function gradientTile(x: usize, dy: usize, count: i32, sums: usize, step: usize): void {
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
export function addProduct(s: v128, a: v128, b: v128): v128 {
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
