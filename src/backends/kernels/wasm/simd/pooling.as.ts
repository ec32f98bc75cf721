/**
 * Maximum pooling and its gradient in SIMD, in AssemblyScript, four channels at a time. `../pooling.ts` writes the geometry:
 * numbers of images and channels, then for depth, height and width the sizes of the input, of the output and of the window,
 * the strides, and the padding in front. Addresses and steps are in bytes.
 */

/** Channels in a vector. */
const LANES = 4;

// The geometry.
const IMAGES: usize = 0;
const CHANNELS: usize = 4;
const INPUT: usize = 8;
const OUTPUT: usize = 20;
const WINDOW: usize = 32;
const STRIDE: usize = 44;
const PADDING: usize = 56;

/** Writes each window's maximum to `y`; that of a window without a number above −∞ is −∞. */
export function maxPool(geometry: usize, x: usize, y: usize): void {
  visitWindows(geometry, x, y, 0);
}

/** Adds each window's gradient to `dx` where the first of its largest numbers stands in `x`. */
export function maxPoolGradient(geometry: usize, x: usize, dy: usize, dx: usize): void {
  visitWindows(geometry, x, dy, dx);
}

/** First place under the window at place `i` of the output, before it is cut to the image. */
function start(geometry: usize, axis: usize, i: i32): i32 {
  return i * load<i32>(geometry + STRIDE + axis) - load<i32>(geometry + PADDING + axis);
}

/** One past the last place under it that is inside the image. */
function end(geometry: usize, axis: usize, start: i32): i32 {
  return min(start + load<i32>(geometry + WINDOW + axis), load<i32>(geometry + INPUT + axis));
}

/** Runs over all windows in the order of the output; `dx` is 0 where the maximum is wanted, not its gradient. */
function visitWindows(geometry: usize, x: usize, y: usize, dx: usize): void {
  const images = load<i32>(geometry + IMAGES);
  const channels = load<i32>(geometry + CHANNELS);
  const pixelStep = (<usize>channels) << 2;
  const rowStep = <usize>load<i32>(geometry + INPUT + 8) * pixelStep;
  const planeStep = <usize>load<i32>(geometry + INPUT + 4) * rowStep;
  const imageStep = <usize>load<i32>(geometry + INPUT) * planeStep;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < load<i32>(geometry + OUTPUT); i++) {
      const plane = start(geometry, 0, i);
      const firstPlane = max(plane, 0);
      const planes = end(geometry, 0, plane) - firstPlane;
      for (let j = 0; j < load<i32>(geometry + OUTPUT + 4); j++) {
        const row = start(geometry, 4, j);
        const firstRow = max(row, 0);
        const rows = end(geometry, 4, row) - firstRow;
        const corner = x + <usize>firstPlane * planeStep + <usize>firstRow * rowStep;
        for (let k = 0; k < load<i32>(geometry + OUTPUT + 8); k++) {
          const column = start(geometry, 8, k);
          const firstColumn = max(column, 0);
          const columns = end(geometry, 8, column) - firstColumn;
          const pixel = corner + <usize>firstColumn * pixelStep;
          // Nothing of a window may be inside the image.
          const width = <usize>max(columns, 0) * pixelStep;
          if (dx === 0) maximum(pixel, planes, planeStep, rows, rowStep, width, channels, y);
          else gradient(pixel, planes, planeStep, rows, rowStep, width, channels, y, dx - x);
          y += pixelStep;
        }
      }
    }
    x += imageStep;
    // With x, the distance between them stays.
    if (dx !== 0) dx += imageStep;
  }
}

/**
 * Writes the maximum of each channel of one window.
 *
 * @param pixel first pixel of the window
 * @param width of its rows, in bytes
 */
function maximum(
  pixel: usize,
  planes: i32,
  planeStep: usize,
  rows: i32,
  rowStep: usize,
  width: usize,
  channels: i32,
  y: usize,
): void {
  const pixelStep = (<usize>channels) << 2;
  for (let c = 0; c < channels; c += LANES) {
    let largest = f32x4.splat(-Infinity);
    let plane = pixel;
    for (let i = 0; i < planes; i++) {
      let row = plane;
      for (let j = 0; j < rows; j++) {
        // NaN is never the larger one.
        for (let at = row; at < row + width; at += pixelStep) largest = f32x4.pmax(largest, v128.load(at));
        row += rowStep;
      }
      plane += planeStep;
    }
    if (c + LANES <= channels) {
      v128.store(y, largest);
    } else {
      // What was read behind the last channel is left out.
      store<f32>(y, f32x4.extract_lane(largest, 0));
      if (c + 1 < channels) store<f32>(y, f32x4.extract_lane(largest, 1), 4);
      if (c + 2 < channels) store<f32>(y, f32x4.extract_lane(largest, 2), 8);
    }
    pixel += 16;
    y += 16;
  }
}

/**
 * Hands on the gradient of each channel of one window.
 *
 * @param shift from a number of x to its gradient
 */
function gradient(
  pixel: usize,
  planes: i32,
  planeStep: usize,
  rows: i32,
  rowStep: usize,
  width: usize,
  channels: i32,
  dy: usize,
  shift: usize,
): void {
  const pixelStep = (<usize>channels) << 2;
  for (let c = 0; c < channels; c += LANES) {
    let largest = f32x4.splat(-Infinity);
    let where = i32x4.splat(0);
    let plane = pixel;
    for (let i = 0; i < planes; i++) {
      let row = plane;
      for (let j = 0; j < rows; j++) {
        for (let at = row; at < row + width; at += pixelStep) {
          const value = v128.load(at);
          where = v128.bitselect(i32x4.splat(<i32>at), where, f32x4.gt(value, largest));
          largest = f32x4.pmax(largest, value);
        }
        row += rowStep;
      }
      plane += planeStep;
    }
    add(i32x4.extract_lane(where, 0), shift, dy);
    if (c + 1 < channels) add(i32x4.extract_lane(where, 1), shift + 4, dy + 4);
    if (c + 2 < channels) add(i32x4.extract_lane(where, 2), shift + 8, dy + 8);
    if (c + 3 < channels) add(i32x4.extract_lane(where, 3), shift + 12, dy + 12);
    pixel += 16;
    dy += 16;
  }
}

/** Adds a window's gradient to that of its largest number, if it has one. */
function add(largest: usize, shift: usize, dy: usize): void {
  if (largest === 0) return;
  const to = largest + shift;
  store<f32>(to, load<f32>(to) + load<f32>(dy));
}
