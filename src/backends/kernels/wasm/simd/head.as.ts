/** The head of the memory, where `job.ts` writes what is to be done. Addresses and steps are in bytes. */

/** Chunks not yet taken. */
export const TICKETS: usize = 4;
/** Chunks done. */
export const DONE: usize = 8;
export const KIND: usize = 16;
/** Offset of each place's window in the input, and of the place in the output, for the images of one group. */
export const ROWS: usize = 20;
export const OUTS: usize = 24;
/** Places in a group, and in the last one. */
export const PLACES: usize = 28;
export const LAST_PLACES: usize = 32;
export const GROUPS: usize = 36;
/** Places that are computed at a time. */
export const BLOCK: usize = 40;
export const INPUT: usize = 44;
export const INPUT_STEP: usize = 48;
/** The output; for the gradient of the filter, that of the output. */
export const OUTPUT: usize = 52;
export const OUTPUT_STEP: usize = 56;
export const FILTERS: usize = 60;
/** Pairs of a run's offset from its window, and its length. */
export const RUNS: usize = 64;
export const RUN_COUNT: usize = 68;
/** Numbers under a window. */
export const DEPTH: usize = 72;
/** Weights as `packPanels` lays them. */
export const PANELS: usize = 76;
/** Offsets of four numbers of the window at a time. */
export const TILES: usize = 80;
export const TILE_COUNT: usize = 84;
/** Tiles in a chunk. */
export const SHARE: usize = 88;
/** The filter's gradient, and the bytes from one of its rows to the next. */
export const SUMS: usize = 92;
export const SUMS_STEP: usize = 96;
/** Room for each thread to work in. */
export const SCRATCH: usize = 100;
export const SCRATCH_STEP: usize = 104;
/** For minimal filtering: pairs of points, outputs of a window, and how many of them count at each place. */
export const PAIRS: usize = 108;
export const OUTPUTS: usize = 112;
export const SIZES: usize = 116;
/** From one number under a window, and from one of its outputs, to the next. */
export const READ_STEP: usize = 120;
export const OUT_STEP: usize = 124;
/** Offsets of the rows of a block, and of their sums; and a run that is a whole row. */
export const LOCAL_ROWS: usize = 128;
export const LOCAL_OUTS: usize = 132;
export const LOCAL_RUN: usize = 136;
/** For rows: what is done, the two blocks of them, how many there are, and numbers of each channel. */
export const OPERATION: usize = 140;
export const X: usize = 144;
export const Y: usize = 148;
export const ROW_COUNT: usize = 152;
export const CHANNELS: usize = 156;
export const MEAN: usize = 160;
export const A: usize = 164;
export const B: usize = 168;
export const D: usize = 172;

export function field(at: usize): i32 {
  return load<i32>(at);
}

/** Places in a group. */
export function placesOf(group: i32): i32 {
  return group === field(GROUPS) - 1 ? field(LAST_PLACES) : field(PLACES);
}
