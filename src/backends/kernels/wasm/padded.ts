/** Images with zeros around them in the SIMD code's memory, a slice of a batch at a time. */
import type { Simd } from "./simd/memory.ts";
import type { Grid, Plan } from "./simd/plan.ts";
import { slicesOf } from "./simd/slices.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** One slice, its input in the memory. */
export interface Slice {
  /** The first of its images, and how many there are. */
  readonly image: number;
  readonly images: number;
  /** Address of the images that are read, with their zeros. */
  readonly input: number;
}

/**
 * Calls `work` with each slice of a batch. What it reserves is given back.
 *
 * @param x images that the plan reads, one behind the other
 */
export function forEachSlice(
  machine: Simd,
  plan: Plan,
  batch: number,
  x: Float32Array,
  work: (slice: Slice) => void,
): void {
  const readSize = x.length / batch;
  const start = machine.mark();
  const bytes = plan.images * (paddedSize(plan.read) + plan.outSize) * BYTES;
  for (const [first, end] of slicesOf(Math.ceil(batch / plan.images), bytes)) {
    const image = first * plan.images;
    const images = Math.min(end * plan.images, batch) - image;
    machine.clear(start);
    const input = putPadded(
      machine,
      plan.read,
      images,
      x.subarray(image * readSize, (image + images) * readSize),
    );
    work({ image, images, input });
  }
}

function paddedSize({ size, before, behind, channels }: Grid): number {
  return size.reduce((all, n, axis) => all * (before[axis]! + n + behind[axis]!), channels);
}

/** Puts images, one behind the other, into the memory with zeros around each; returns their address. */
function putPadded(machine: Simd, grid: Grid, images: number, values: Float32Array): number {
  const { size, before, behind, channels } = grid;
  if ([...before, ...behind].every((zeros) => zeros === 0)) return machine.put(values);
  const [planes, rows, columns] = size as [number, number, number];
  const row = columns * channels;
  const rowStep = (before[2]! + columns + behind[2]!) * channels;
  const planeStep = (before[1]! + rows + behind[1]!) * rowStep;
  const imageStep = (before[0]! + planes + behind[0]!) * planeStep;
  const start = before[0]! * planeStep + before[1]! * rowStep + before[2]! * channels;
  const address = machine.reserve(images * imageStep * BYTES);
  const padded = machine.numbers(address, images * imageStep).fill(0);
  let from = 0;
  for (let image = 0; image < images; image++) {
    for (let plane = 0; plane < planes; plane++) {
      let to = image * imageStep + plane * planeStep + start;
      for (let i = 0; i < rows; i++) {
        padded.set(values.subarray(from, from + row), to);
        from += row;
        to += rowStep;
      }
    }
  }
  return address;
}

/** Places of a job over `images` images: whole groups of them, and what the last group has. */
export function groupsOf(plan: Plan, images: number, count: number) {
  const groups = Math.ceil(images / plan.images);
  const whole = Math.min(images, plan.images);
  return {
    places: whole * count,
    lastPlaces: (images - (groups - 1) * plan.images) * count,
    groups,
    inputStep: plan.images * paddedSize(plan.read) * BYTES,
    outputStep: plan.images * plan.outSize * BYTES,
  };
}
