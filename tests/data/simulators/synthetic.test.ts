import { describe, expect, test } from "vitest";
import { drawSymbol } from "../../../src/data/simulators/synthetic.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import type { CheckedNet, Json } from "../../../src/ir/net.ts";
import { randomStream } from "../../../src/random/random.ts";
import { classify, fault, net, only, regress, source } from "../fixtures.ts";

const symbols = net([28, 28, 1], classify("nought", "cross"));

const load = (options: Record<string, Json>, to: CheckedNet = symbols) =>
  loadData(source("synthetic", ["noughts_and_crosses"], options), to, ".");
const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), "/nowhere");

/** What `conv [vertical, horizontal, falling, rising] valid, relu, maxpool all` makes of an image. */
function strongestLines(image: Float32Array, size: number): number[] {
  const kernels = [
    [-1, 2, -1, -1, 2, -1, -1, 2, -1],
    [-1, -1, -1, 2, 2, 2, -1, -1, -1],
    [2, -1, -1, -1, 2, -1, -1, -1, 2],
    [-1, -1, 2, -1, 2, -1, 2, -1, -1],
  ];
  return kernels.map((kernel) => {
    let strongest = 0;
    for (let row = 0; row + 3 <= size; row++) {
      for (let column = 0; column + 3 <= size; column++) {
        let sum = 0;
        for (let i = 0; i < 9; i++)
          sum += kernel[i]! * image[(row + Math.floor(i / 3)) * size + column + (i % 3)]!;
        strongest = Math.max(strongest, sum);
      }
    }
    return strongest;
  });
}

describe("noughts and crosses", () => {
  test("are half and half, with classes by the task's order", async () => {
    const data = await load({ count: 5, size: 28, seed: 7 });
    expect(only(data).targets).toEqual(Int32Array.of(0, 1, 0, 1, 0));
    expect(data.names?.slice(0, 2)).toEqual(["nought 1", "cross 2"]);
    expect([data.size, only(data).shape, only(data).values.length]).toEqual([5, [28, 28, 1], 5 * 784]);
    const other = await load({ count: 5, size: 28, seed: 7 }, net([28, 28, 1], classify("cross", "nought")));
    expect(only(other).targets).toEqual(Int32Array.of(1, 0, 1, 0, 1));
    expect(other.inputs).toEqual(data.inputs);
  });

  test("are the same for the same seed, of which 1 is the default, whatever the count", async () => {
    const one = await load({ count: 4, size: 28, seed: 1 });
    expect((await load({ count: 4, size: 28 })).inputs).toEqual(one.inputs);
    expect(only(await load({ count: 2, size: 28 })).values).toEqual(only(one).values.slice(0, 2 * 784));
    expect((await load({ count: 4, size: 28, seed: 2 })).inputs).not.toEqual(one.inputs);
  });

  test.each([12, 28, 64])("lie inside an image of %i pixels, light on dark", (size) => {
    for (let i = 0; i < 200; i++) {
      const image = drawSymbol(i % 2 ? "cross" : "nought", size, randomStream(i, "test"));
      const border = image.filter((_, at) => {
        const [row, column] = [Math.floor(at / size), at % size];
        return row === 0 || column === 0 || row === size - 1 || column === size - 1;
      });
      // A stroke may fade on the outermost pixel, but its core never reaches it.
      expect(Math.max(...border)).toBeLessThan(0.75);
      expect(Math.max(...image)).toBeGreaterThan(0.75);
      expect(Math.max(...image)).toBeLessThanOrEqual(1);
      expect(Math.min(...image)).toBe(0);
    }
  });

  test("can be told apart by the four line kernels and two weights a kernel", async () => {
    const data = await load({ count: 600, size: 28, seed: 7 });
    const { values, targets } = only(data);
    const lines = Array.from({ length: data.size }, (_, i) =>
      strongestLines(values.subarray(i * 784, (i + 1) * 784), 28),
    );
    // Logistic regression without bias, which is `head symbol no bias`, on the first 400.
    const weights = [0, 0, 0, 0];
    const score = (i: number) => lines[i]!.reduce((sum, line, k) => sum + line * weights[k]!, 0);
    for (let round = 0; round < 200; round++) {
      for (let i = 0; i < 400; i++) {
        const slope = 1 / (1 + Math.exp(-score(i))) - targets[i]!;
        for (let k = 0; k < 4; k++) weights[k]! -= 0.01 * slope * lines[i]![k]!;
      }
    }
    let right = 0;
    for (let i = 400; i < 600; i++) if (score(i) > 0 === (targets[i] === 1)) right++;
    expect(right / 200).toBeGreaterThan(0.97);
  });
});

describe("faults of synthetic data", () => {
  test("images that don't fit the net", async () => {
    expect(await loadFault({ count: 2, size: 32 })).toMatchInlineSnapshot(`
      "examples: These images are 32×32×1, but the net \`test\` takes 28×28×1.
        help: Write \`input image 32x32x1\` in the net, or another \`size\` in the data."
    `);
    expect(
      await loadFault(
        { count: 2, size: 28 },
        net([2], classify("nought", "cross"), [{ name: "x" }, { name: "y" }]),
      ),
    ).toMatchInlineSnapshot(`
      "examples: These images are 28×28×1, but the net \`test\` takes 2 fields (x, y).
        help: Write \`input image 28x28x1\` in the net, or another \`size\` in the data."
    `);
  });

  test("other classes", async () => {
    expect(
      await loadFault({ count: 2, size: 28 }, net([28, 28, 1], classify("o", "x"))),
    ).toMatchInlineSnapshot(`
      "examples: These images are of the classes \`nought\`, \`cross\`, but the task \`kind\` has the classes \`o\`, \`x\`.
        help: Use a net with a task such as \`task symbol = classify { nought, cross }\`."
    `);
    expect(
      await loadFault({ count: 2, size: 28 }, net([28, 28, 1], regress({ name: "age" }))),
    ).toMatchInlineSnapshot(`
      "examples: These images are of the classes \`nought\`, \`cross\`, but the task \`rate\` is to measure \`age\`.
        help: Use a net with a task such as \`task symbol = classify { nought, cross }\`."
    `);
  });

  test("options that can't be met", async () => {
    expect(await loadFault({ count: 2, size: 5 })).toMatchInlineSnapshot(`
      "examples: Images of size 5 are too small to draw noughts and crosses: at least 12 pixels are needed.
        help: Write \`size 28\`."
    `);
    expect(await loadFault({ count: 0, size: 28 })).toMatchInlineSnapshot(`
      "examples: At least one example is needed, but the count is 0.
        help: Write \`count 2000\`."
    `);
    expect(await loadFault({ count: 1e9, size: 28 })).toMatchInlineSnapshot(`
      "examples: 1000000000 images of 28×28 do not fit into memory: at most 342392 do.
        help: Write \`count 2000\`."
    `);
  });

  test("a kind that nobody loads", async () => {
    expect(await fault(loadData(source("dicom", []), symbols, "."), "/nowhere")).toMatchInlineSnapshot(`
      "examples: There is no kind of data \`dicom\`: the kinds are \`idx\`, \`npy\`, \`images\`, \`csv\`, \`synthetic\`.
        help: Use one of these."
    `);
  });
});
