// What stands in weights.bin.
import { describe, expect, test } from "vitest";
import {
  initialWeights,
  weightBytes,
  weightSpecs,
  weightsFromBytes,
} from "../../../src/targets/tfjs/weights.ts";
import { load, netOf, outputFor } from "./load.ts";

const NET = "net a { input image 8x8x1, conv 4@3, batchnorm, relu, flatten, dense 3 }";

test("the same seed gives the same bytes, another seed others", () => {
  const bytes = (seed: number) => weightBytes(initialWeights(netOf(NET), seed).data);
  expect(bytes(1)).toEqual(bytes(1));
  expect(bytes(1)).not.toEqual(bytes(2));
});

test("a layer's start doesn't depend on the layers behind it", () => {
  const short = initialWeights(netOf("net a { input image 8x8x1, conv 4@3 }"), 5).data;
  const long = initialWeights(netOf(NET), 5).data;
  expect(long.slice(0, short.length)).toEqual(short);
});

test("drawn weights lie within Glorot's limits and use them, constants are what they are", () => {
  const net = netOf("net a { input image 20x20x1, flatten, dense 50, batchnorm }");
  const { data, specs } = initialWeights(net, 1);
  expect(specs).toEqual(weightSpecs(net));
  const limit = Math.sqrt(6 / (400 + 50));
  const kernel = [...data.slice(0, 20_000)];
  expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...kernel)).toBeGreaterThan(0.99 * limit);
  expect(Math.min(...kernel)).toBeLessThan(-0.99 * limit);
  // The mean of 20 000 uniform numbers: standard deviation limit / √(3 · 20 000).
  expect(Math.abs(kernel.reduce((a, b) => a + b, 0) / kernel.length)).toBeLessThan(
    (4 * limit) / Math.sqrt(60_000),
  );
  const rest = [...data.slice(20_000)];
  expect(rest).toEqual([50, 50, 50, 50, 50].flatMap((count, i) => Array(count).fill([0, 1, 0, 0, 1][i])));
});

test("bytes are little-endian and come back as they were", () => {
  const data = Float32Array.of(1, -0.5, 3.4e38, 1e-40, 0);
  const bytes = weightBytes(data);
  expect([...bytes.slice(0, 8)]).toEqual([0, 0, 128, 63, 0, 0, 0, 191]);
  // At an offset that is no multiple of four.
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(weightsFromBytes(shifted.subarray(1))).toEqual(data);
});

describe("written weights stand in the file as they are written", () => {
  test("220 - age", async () => {
    const net = netOf(`task max_rate = regress { "maximum heart rate" in beats/min }
      net a { input patient { age in years }, head max_rate weights [-1] bias [220] }`);
    expect([...weightsFromBytes(weightBytes(initialWeights(net, 1).data))]).toEqual([-1, 220]);
    expect([...(await outputFor(await load(net), [50]))]).toEqual([170]);
  });

  test("|x| out of two hidden neurons", async () => {
    const net = netOf(
      "net a { input { x }, dense 2 weights [1 -1] bias [0 0], relu, dense 1 weights [1; 1] bias [0] }",
    );
    const model = await load(net);
    for (const x of [-7.25, -1, 0, 0.5, 3]) expect([...(await outputFor(model, [x]))]).toEqual([Math.abs(x)]);
  });

  test("rows of a dense layer are its inputs, columns its outputs", async () => {
    const net = netOf("net a { input { x, y }, dense 3 weights [1 2 3; 10 20 30] bias [100 200 300] }");
    expect([...(await outputFor(await load(net), [1, 2]))]).toEqual([121, 242, 363]);
  });

  test("kernels are not flipped, and each makes a map of its own", async () => {
    const net = netOf(`kernel right = [ 0 0 1 ]
      kernel corner = [ 1 0 0
                        0 0 0
                        0 0 0 ]
      kernel lower = [ 0 0 0
                       0 0 0
                       0 1 0 ]
      net a { input image 3x3x1, conv [corner, lower] valid no bias }`);
    expect([...(await outputFor(await load(net), [1, 2, 3, 4, 5, 6, 7, 8, 9]))]).toEqual([1, 8]);
  });
});
