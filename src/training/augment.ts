/** Examples changed at random while they train, so that a net sees each of them in many ways. */

import type { Targets } from "../data/dataset.ts";
import type { CheckedNet } from "../ir/net.ts";
import type { Augmentation, Training } from "../ir/program.ts";
import { type RandomStream, randomStream } from "../random/random.ts";
import { product, rank, type Shape, spatial } from "../shape/shape.ts";
import type { Change } from "./batches.ts";

/** How one example is moved: where the number at each place comes from. */
interface Move {
  readonly flip: boolean;
  /** Places along each axis. */
  readonly shift: readonly number[];
  /** Radians, counter-clockwise as an image is seen. */
  readonly angle: number;
}

/**
 * What changes the examples of an epoch on their way to a step, in place, or undefined where they stay as they are. All
 * inputs of an example that have places, and the targets that belong to those, are moved alike; measurements stay. Values
 * beyond an edge are those at the edge. Scale and noise change inputs alone, so that a net which gives its input back
 * learns to take them out.
 *
 * @param round the epoch, from 0: each has other changes, the same ones in every run of the same seed
 */
export function changesIn(
  net: CheckedNet,
  { augment, seed }: Pick<Training, "augment" | "seed">,
  round: number,
): Change | undefined {
  if (!augment) return undefined;
  const moved = movedPlaces(net);
  return ({ size, inputs, targets }, which) => {
    const placed = inputs.filter(({ shape }) => rank(shape) > 0);
    const axes = Math.max(...placed.map(({ shape }) => rank(shape)));
    for (let example = 0; example < size; example++) {
      const random = randomStream(seed, `augment/${round}/${which[example]}`);
      const move = drawMove(augment, axes, random);
      for (const { shape, values } of placed) moveOne(values, example, size, spatial(shape), move);
      for (const [i, values] of targets.entries())
        if (values && moved[i]) moveOne(values, example, size, moved[i], move);
      for (const { values } of placed) disturb(values, example, size, augment, random);
    }
  };
}

/** For each head of a net, the places that move with those of the examples: of masks, and of inputs that are given back. */
function movedPlaces(net: CheckedNet): readonly (Shape | undefined)[] {
  return net.outputs.map(({ node, task }) => {
    const places = spatial(net.nodes.find(({ id }) => id === node)!.output);
    const moves = (task?.kind === "segment" || task?.kind === "reconstruct") && places.length > 0;
    return moves ? places : undefined;
  });
}

function drawMove({ flip, shift = 0, rotate = 0 }: Augmentation, axes: number, random: RandomStream): Move {
  return {
    flip: random.uniform() < 0.5 && flip === true,
    shift: Array.from({ length: axes }, () => random.integer(2 * shift + 1) - shift),
    angle: (random.between(-rotate, rotate) * Math.PI) / 180,
  };
}

/**
 * Moves one example in place. Between places of a turned image numbers are interpolated; whole ones, which are classes, come
 * from the nearest place.
 */
function moveOne(values: Targets, example: number, size: number, places: Shape, move: Move): void {
  if (!move.flip && move.angle === 0 && move.shift.every((by) => by === 0)) return;
  const each = values.length / size;
  const one = values.subarray(example * each, (example + 1) * each);
  const before = one.slice();
  const channels = each / product(places);
  const indexOf = (at: readonly number[]) =>
    places.reduce((index, count, axis) => index * count + origin(at[axis]!, axis, places, move), 0);
  const between = !(values instanceof Int32Array) && move.angle !== 0;
  const at = places.map(() => 0);
  for (let place = 0; place < product(places); place++) {
    const comes = turned(at, places, move);
    const sources = between
      ? corners(comes).map(([corner, share]) => [indexOf(corner), share] as const)
      : [[indexOf(comes.map(Math.round)), 1] as const];
    for (let channel = 0; channel < channels; channel++)
      one[place * channels + channel] = sources.reduce(
        (sum, [source, share]) => sum + share * before[source * channels + channel]!,
        0,
      );
    advance(at, places);
  }
}

/** Which place a number comes from along one axis, by the shift and, along the last axis, the flip. */
function origin(index: number, axis: number, places: Shape, { flip, shift }: Move): number {
  const last = places[axis]! - 1;
  const moved = Math.min(last, Math.max(0, index - shift[axis]!));
  return flip && axis === places.length - 1 ? last - moved : moved;
}

/** A place turned about the middle of an image; others stay where they are. */
function turned(at: readonly number[], places: Shape, { angle }: Move): readonly number[] {
  if (angle === 0 || places.length !== 2) return at;
  const [middleY, middleX] = places.map((count) => (count - 1) / 2) as [number, number];
  const [dy, dx] = [at[0]! - middleY, at[1]! - middleX];
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [middleY + cos * dy + sin * dx, middleX - sin * dy + cos * dx];
}

/** The places about one between them, with their shares in it (bilinear interpolation). */
function corners([y, x]: readonly number[]): (readonly [at: readonly [number, number], share: number])[] {
  const [top, left] = [Math.floor(y!), Math.floor(x!)];
  const [down, right] = [y! - top, x! - left];
  return [
    [[top, left], (1 - down) * (1 - right)],
    [[top, left + 1], (1 - down) * right],
    [[top + 1, left], down * (1 - right)],
    [[top + 1, left + 1], down * right],
  ];
}

/** The next place in row-major order. */
function advance(at: number[], places: Shape): void {
  for (let axis = places.length - 1; axis >= 0; axis--) {
    at[axis]!++;
    if (at[axis]! < places[axis]!) return;
    at[axis] = 0;
  }
}

function disturb(
  values: Float32Array,
  example: number,
  size: number,
  { scale = 0, noise = 0 }: Augmentation,
  random: RandomStream,
): void {
  if (scale === 0 && noise === 0) return;
  const each = values.length / size;
  const factor = 1 + random.between(-scale, scale);
  for (let i = example * each; i < (example + 1) * each; i++)
    values[i] = factor * values[i]! + (noise === 0 ? 0 : noise * random.normal());
}
