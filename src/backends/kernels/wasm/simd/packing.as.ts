/** Lays filters as panels of eight columns. */
import { PANEL } from "./tiles.as";

/** A tap whose weights are 0, as `plan.ts` has it. */
const NO_TAP: u32 = 0xffffffff;

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
      const tap = load<u32>(order + ((<usize>t) << 2));
      if (tap === NO_TAP) {
        const end = to + ((<usize>inputs) << 5);
        for (; to < end; to += 16) v128.store(to, f32x4.splat(0));
        continue;
      }
      let from = filter + ((<usize>tap * inputs * outputs + f) << 2);
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
