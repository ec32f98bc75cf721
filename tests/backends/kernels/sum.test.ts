/** Sums over first axes in SIMD, of whole numbers, whose sums float32 holds exactly. */
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";

beforeAll(async () => {
  await startBackend("wasm");
});

describe("sums over first axes", () => {
  // 1 channel and 3 have no whole vector, 12 million numbers are two slices, and the widest rows are tfjs's.
  test.each([
    [1, 1],
    [1_000_000, 3],
    [65, 18],
    [2, 0],
    [0, 5],
    [1_500_000, 8],
    [2, 1_100_000],
  ])("%i rows of %i channels", (rows, channels) => {
    const values = new Float32Array(rows * channels);
    const wanted = new Float32Array(channels);
    for (let i = 0; i < values.length; i++) {
      values[i] = (i % 7) - 3;
      wanted[i % channels]! += values[i]!;
    }
    const sums = tf.tidy(() => tf.sum(tf.tensor(values, [rows, channels]), 0).dataSync());
    expect(Buffer.compare(Buffer.from(sums.buffer), Buffer.from(wanted.buffer))).toBe(0);
  });
});
