/** Sums of blocks times numbers, of which the change to the points of minimal filtering and back is made. */
import { addProduct } from "./tiles.as";

/**
 * Makes `results` blocks of `length` numbers, a multiple of 4, out of `blocks` of them.
 *
 * @param factors results × blocks
 * @param toStep from one result to the next
 * @param fromStep from one block to the next
 */
export function combineBlocks(
  to: usize,
  toStep: usize,
  results: i32,
  from: usize,
  fromStep: usize,
  blocks: i32,
  factors: usize,
  length: i32,
): void {
  const size = (<usize>length) << 2;
  for (let r = 0; r < results; r++) {
    for (let at: usize = 0; at < size; at += 16) {
      let sum = f32x4.splat(0);
      let block = from + at;
      for (let b: usize = 0; b < <usize>blocks; b++) {
        sum = addProduct(sum, v128.load(block), v128.load_splat<f32>(factors + (b << 2)));
        block += fromStep;
      }
      v128.store(to + at, sum);
    }
    factors += (<usize>blocks) << 2;
    to += toStep;
  }
}
