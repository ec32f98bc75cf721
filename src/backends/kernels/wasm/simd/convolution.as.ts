/**
 * Convolutions and the gradients by their filters, in SIMD.
 *
 * A convolution of any rank, stride and dilation is one matrix product here: row m holds what the window at place m
 * covers, a few runs of numbers that lie one behind the other in the input, and the same runs for every place.
 */

import {
  BLOCK,
  DEPTH,
  FILTERS,
  field,
  GROUPS,
  INPUT,
  INPUT_STEP,
  OUTPUT,
  OUTPUT_STEP,
  OUTS,
  PANELS,
  PLACES,
  placesOf,
  ROWS,
  RUN_COUNT,
  RUNS,
  SCRATCH,
  SCRATCH_STEP,
  SHARE,
  SUMS,
  SUMS_STEP,
  TILE_COUNT,
  TILES,
} from "./head.as";
import { convolveTile, gradientTile, PANEL } from "./tiles.as";

/** Block `chunk` of the output, for all filters. */
export function convolveChunk(chunk: i32): void {
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

/** The gradients of the weights that stand in the tiles of `chunk`, summed over all places. */
export function gradientChunk(chunk: i32, thread: i32): void {
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
  const window = <usize>field(SCRATCH) + <usize>thread * <usize>field(SCRATCH_STEP);
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
