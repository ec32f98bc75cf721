import type { RandomStream } from "../random/random.ts";

/** How often it begins anew, and after how many rounds it ends where points still change their groups. */
const STARTS = 10;
const ROUNDS = 100;

/**
 * Centroids of points, by Lloyd's algorithm (IEEE Transactions on Information Theory 28 (1982) 129) from starts by
 * k-means++ (Arthur and Vassilvitskii, SODA 2007): of ten ends that with the smallest sum of squared distances.
 *
 * @param points numbers of one point after the other, `width` each
 * @returns `groups` × `width` numbers, or undefined where fewer points than groups differ from each other
 */
export function kMeans(
  points: Float32Array,
  width: number,
  groups: number,
  random: RandomStream,
): Float32Array | undefined {
  let best: { centroids: Float64Array; inertia: number } | undefined;
  for (let start = 0; start < STARTS; start++) {
    const centroids = begin(points, width, groups, random);
    if (!centroids) return undefined;
    const inertia = settle(points, width, centroids);
    if (!best || inertia < best.inertia) best = { centroids, inertia };
  }
  return best && Float32Array.from(best.centroids);
}

/** k-means++: each next one is a point, drawn in proportion to its squared distance from the nearest so far. */
function begin(
  points: Float32Array,
  width: number,
  groups: number,
  random: RandomStream,
): Float64Array | undefined {
  const count = points.length / width;
  const centroids = new Float64Array(groups * width);
  const squares = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let next = random.integer(count);
  for (let group = 0; group < groups; group++) {
    centroids.set(points.subarray(next * width, (next + 1) * width), group * width);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      squares[i] = Math.min(squares[i]!, squaredDistance(points, i, centroids, group, width));
      sum += squares[i]!;
    }
    if (group === groups - 1) break;
    if (sum === 0) return undefined;
    next = drawn(squares, random.uniform() * sum);
  }
  return centroids;
}

/** The first place up to which numbers sum to as much as `sum`, of those that are not 0. */
function drawn(numbers: Float64Array, sum: number): number {
  let left = sum;
  let last = 0;
  for (const [i, number] of numbers.entries()) {
    if (number === 0) continue;
    last = i;
    left -= number;
    if (left <= 0) break;
  }
  return last;
}

/** Moves centroids to the means of what is nearest to them until nothing changes; returns the sum of squared distances. */
function settle(points: Float32Array, width: number, centroids: Float64Array): number {
  const count = points.length / width;
  const groups = centroids.length / width;
  const group = new Int32Array(count).fill(-1);
  for (let round = 0; ; round++) {
    let inertia = 0;
    let changed = false;
    for (let i = 0; i < count; i++) {
      let least = Number.POSITIVE_INFINITY;
      let nearest = 0;
      for (let j = 0; j < groups; j++) {
        const square = squaredDistance(points, i, centroids, j, width);
        if (square < least) [least, nearest] = [square, j];
      }
      inertia += least;
      changed ||= group[i] !== nearest;
      group[i] = nearest;
    }
    if (!changed || round === ROUNDS) return inertia;
    const sizes = new Int32Array(groups);
    for (const of of group) sizes[of]!++;
    // A centroid that nothing is near to stays.
    for (let j = 0; j < groups; j++) if (sizes[j]! > 0) centroids.fill(0, j * width, (j + 1) * width);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < width; k++)
        centroids[group[i]! * width + k]! += points[i * width + k]! / sizes[group[i]!]!;
  }
}

function squaredDistance(
  points: Float32Array,
  i: number,
  centroids: Float64Array,
  group: number,
  width: number,
): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (points[i * width + k]! - centroids[group * width + k]!) ** 2;
  return sum;
}
