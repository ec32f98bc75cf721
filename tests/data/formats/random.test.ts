import { describe, expect, test } from "vitest";
import { randomStream } from "../../../src/random/random.ts";

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);

describe("random streams", () => {
  test("are the same for the same seed and purpose, and differ otherwise", () => {
    const first = draw(5, randomStream(1, "weights").uniform);
    expect(draw(5, randomStream(1, "weights").uniform)).toEqual(first);
    expect(draw(5, randomStream(2, "weights").uniform)).not.toEqual(first);
    expect(draw(5, randomStream(1, "dropout").uniform)).not.toEqual(first);
  });

  test("stay as they are: results of old runs depend on these numbers", () => {
    const stream = randomStream(7, "weights");
    expect([stream.uniform(), stream.normal(), stream.integer(1000)]).toMatchInlineSnapshot(`
      [
        0.6661306513799186,
        -0.6038900652730685,
        127,
      ]
    `);
  });

  test("of neighbouring seeds are not correlated", () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => randomStream(seed, "x").uniform() - 0.5);
    const sum = firsts.slice(1).reduce((total, value, i) => total + value * firsts[i]!, 0);
    // The product of two independent uniforms has variance 1/144: four standard errors.
    expect(Math.abs(sum / 9_999)).toBeLessThan(4 / 12 / Math.sqrt(9_999));
  });

  test("uniform fills [0, 1) evenly", () => {
    const { uniform } = randomStream(3, "uniform");
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(uniform() * 10)]!++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
    expect(bins).toHaveLength(10);
  });

  test("normal has the moments of a normal", () => {
    const { normal } = randomStream(4, "normal");
    const values = draw(100_000, normal);
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12);
  });

  test("integer reaches both ends, between stays between", () => {
    const stream = randomStream(5, "integer");
    expect(new Set(draw(200, () => stream.integer(3)))).toEqual(new Set([0, 1, 2]));
    expect(stream.integer(1)).toBe(0);
    expect(draw(200, () => stream.between(-2, -1)).every((value) => value >= -2 && value < -1)).toBe(true);
  });

  test("shuffle gives each of the 6 orders of 3 items equally often", () => {
    const stream = randomStream(6, "shuffle");
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = stream.shuffle([1, 2, 3]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
