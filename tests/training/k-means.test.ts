// Centroids of points.
import { expect, test } from "vitest";
import { randomStream } from "../../src/random/random.ts";
import { kMeans } from "../../src/training/k-means.ts";

const random = (seed = 1) => randomStream(seed, "test");
/** Rows in the order of their first numbers. */
const rows = (values: Float32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, i) => [...values.slice(i * width, (i + 1) * width)]).sort(
    (a, b) => a[0]! - b[0]!,
  );

test("groups that lie apart have their means", () => {
  const points = Float32Array.of(0, 0, 0, 2, 10, 10, 12, 10, 11, 13, -20, 5);
  // (0, 1), (11, 11) and the point that is alone.
  expect(rows(kMeans(points, 2, 3, random())!, 2)).toEqual([
    [-20, 5],
    [0, 1],
    [11, 11],
  ]);
});

test("many starts find what one start misses", () => {
  // Four pairs in a line; a bad start leaves two pairs with one centroid.
  const points = Float32Array.of(0, 1, 10, 11, 100, 101, 110, 111);
  for (let seed = 0; seed < 50; seed++)
    expect(rows(kMeans(points, 1, 4, random(seed))!, 1).flat()).toEqual([0.5, 10.5, 100.5, 110.5]);
});

test("the same stream gives the same centroids", () => {
  const points = Float32Array.from({ length: 300 }, (_, i) => Math.sin(12.9898 * i));
  expect(kMeans(points, 3, 5, random())).toEqual(kMeans(points, 3, 5, random()));
});

test("as many groups as points are the points, and more than differ are none", () => {
  expect(rows(kMeans(Float32Array.of(3, 1, 2), 1, 3, random())!, 1).flat()).toEqual([1, 2, 3]);
  expect(kMeans(Float32Array.of(1, 1, 2, 2, 1), 1, 3, random())).toBeUndefined();
});
