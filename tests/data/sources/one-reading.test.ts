// What becomes of a file's numbers is the same whichever way an example comes.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examplesOf } from "../../../src/api/examples.ts";
import { encodeNpy } from "../../../src/data/formats/npy.ts";
import { readFeature } from "../../../src/data/sources/example-files.ts";
import { loadData, readData } from "../../../src/data/sources/load.ts";
import { inputsAsRead } from "../../../src/data/wants.ts";
import type { Json } from "../../../src/ir/net.ts";
import { readExamples } from "../../../src/runs/open-run.ts";
import { netOf } from "../../training/training-nets.ts";
import { fault, png, put, source, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();

/** One example's bytes as NumPy writes them: as bytes, as 32-bit floats. */
const kinds = {
  u1: (sizes: number[], values: readonly number[]) => encodeNpy(sizes, Uint8Array.from(values)),
  f4: (sizes: number[], values: readonly number[]) => encodeNpy(sizes, Float32Array.from(values)),
};

describe("one signal", () => {
  const net = netOf(
    "task k = classify { low, high }\nnet n { input 4 samples, conv 2@3, relu, avgpool all, head k }",
  );

  test("feeds the same numbers as bytes, floats and a table, in training, in answering and in the library", async () => {
    await put(folder, "k.npy", encodeNpy([1], Uint8Array.of(1)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), async (signal) => {
        const found: Float32Array[] = [];
        await put(folder, "s.csv", `mV\n${signal.join("\n")}\n`);
        for (const [kind, encode] of Object.entries(kinds)) {
          await put(folder, `${kind}.npy`, encode([1, 4], signal));
          await put(folder, `one_${kind}.npy`, encode([4, 1], signal));
          found.push(
            (await loadData(source("npy", [`${kind}.npy`, "k.npy"]), net, folder)).inputs[0]!.values,
          );
        }
        await put(folder, "t.csv", "file,k\none_u1.npy,low\none_f4.npy,low\ns.csv,low\n");
        const options = { input: ["file"], target: ["k"] };
        const { dataset, reading } = await readData(source("csv", ["t.csv"], options), net, folder);
        for (let i = 0; i < 3; i++) found.push(dataset.inputs[0]!.values.slice(4 * i, 4 * i + 4));
        for (const file of ["one_u1.npy", "one_f4.npy", "u1.npy", "s.csv"]) {
          const { inputs } = await readExamples(join(folder, file), net, reading);
          found.push(inputs[0]!.values);
        }
        // The table that it was trained on is one to predict from, by the column that it was trained on.
        const table = await readExamples(join(folder, "t.csv"), net, reading);
        expect(table.size).toBe(3);
        found.push(table.inputs[0]!.values.slice(0, 4));
        const inputs = inputsAsRead(net, reading);
        const given = [signal, Uint8Array.from(signal), join(folder, "s.csv"), join(folder, "one_u1.npy")];
        const library = await examplesOf(net, given, readFeature, inputs);
        for (let i = 0; i < given.length; i++) found.push(library.inputs[0]!.values.slice(4 * i, 4 * i + 4));
        for (const values of found) expect([...values]).toEqual(signal);
      }),
      { numRuns: 15, seed: 5 },
    );
  });

  test("that holds no finite number, is told with its place on every way", async () => {
    await put(folder, "bad.npy", encodeNpy([4, 1], Float32Array.of(1, 2, Number.NaN, 4)));
    await put(folder, "bad.csv", "mV\n1\n2\ninf\n4\n");
    for (const file of ["bad.npy", "bad.csv"]) {
      await put(folder, "b.csv", `file,k\n${file},low\n`);
      const options = { input: ["file"], target: ["k"] };
      const told = [
        await fault(loadData(source("csv", ["b.csv"], options), net, folder), folder),
        await fault(readExamples(join(folder, file), net, undefined), folder),
        await fault(examplesOf(net, [join(folder, file)], readFeature), folder),
      ];
      expect(new Set(told).size).toBe(1);
      expect(told[0]).toContain(
        file === "bad.npy" ? "bad.npy at byte 136: Example 1 holds NaN" : "bad.csv:4:1",
      );
    }
    // Numbers of a caller are told in the caller's words.
    await expect(examplesOf(net, [[1, 2, Number.NaN, 4]])).rejects.toThrow("and here it is NaN");
  });

  test("with one row too many has no name above, whatever its first number is", async () => {
    for (const first of [0, 1, 7]) {
      await put(folder, "five.csv", `${first}\n1\n2\n3\n4\n`);
      expect(await fault(readExamples(join(folder, "five.csv"), net, undefined), folder)).toContain("5×1");
    }
  });
});

test("an image is the same as PNG, as bytes and as floats in its range; floats outside are refused", async () => {
  const net = netOf("task k = classify { a, b }\nnet n { input image 2x2x1 from -1 to 1, flatten, head k }");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), async (bytes) => {
      const [a, b, c, d] = bytes as [number, number, number, number];
      await put(folder, "i.png", png({ width: 2, height: 2, depth: 8, colourType: 0 }, [0, a, b, 0, c, d]));
      await put(folder, "i.npy", encodeNpy([2, 2, 1], Uint8Array.from(bytes)));
      const read = async (name: string) =>
        (await readExamples(join(folder, name), net, { inputs: [], heads: [] })).inputs[0]!.values;
      const values = await read("i.png");
      expect(await read("i.npy")).toEqual(values);
      await put(folder, "f.npy", encodeNpy([2, 2, 1], values));
      expect(await read("f.npy")).toEqual(values);
      await put(folder, "f.npy", encodeNpy([2, 2, 1], Float32Array.from([...bytes.slice(0, 3), 2])));
      expect(await fault(read("f.npy"), folder)).toContain("goes from -1 (black) to 1 (white)");
      expect((await examplesOf(net, [Uint8Array.from(bytes)])).inputs[0]!.values).toEqual(values);
    }),
    { numRuns: 20, seed: 3 },
  );
});

test("numbers that stand for symbols are whole and known, of whatever type", async () => {
  const net = netOf("task k = classify { a, b }\nnet n { input 3 samples, embedding 4x2, flatten, head k }");
  for (const encode of Object.values(kinds)) {
    await put(folder, "t.npy", encode([3, 1], [0, 3, 2]));
    const { inputs } = await readExamples(join(folder, "t.npy"), net, { inputs: [], heads: [] });
    expect([...inputs[0]!.values]).toEqual([0, 3, 2]);
  }
  for (const wrong of [4, -1, 0.9]) {
    await put(folder, "t.npy", kinds.f4([3, 1], [0, wrong, 2]));
    const told = await fault(readExamples(join(folder, "t.npy"), net, { inputs: [], heads: [] }), folder);
    expect(told).toContain(`Example 1 holds ${Math.fround(wrong)}`);
    expect(told).toContain("4 symbols");
    expect(await fault(examplesOf(net, [[0, wrong, 2]]), folder)).toContain("4 symbols");
  }
});

describe("columns of a table", () => {
  const net = netOf("task o = regress { y, z }\nnet n { input { age, crp, bmi }, head o }");
  const load = async (input: string[], target: string[] = ["y", "z"]) => {
    await put(folder, "c.csv", "bmi,age,y,crp,z,years\n1,2,3,4,5,6\n");
    return readData(source("csv", ["c.csv"], { input, target }), net, folder);
  };

  test("feed the fields of their names in whatever order they are listed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(["age", "crp", "bmi"], { minLength: 3 }),
        fc.shuffledSubarray(["y", "z"], { minLength: 2 }),
        async (input, target) => {
          const { dataset, reading } = await load(input, target);
          expect([...dataset.inputs[0]!.values]).toEqual([2, 4, 1]);
          expect([...dataset.targets[0]!]).toEqual([3, 5]);
          const asked = await readExamples(join(folder, "c.csv"), net, reading);
          expect([...asked.inputs[0]!.values]).toEqual([2, 4, 1]);
        },
      ),
      { numRuns: 12, seed: 1 },
    );
  });

  test("of other names go by place, in answering too; a field's name at another one's place is refused", async () => {
    const { dataset, reading } = await load(["years", "crp", "bmi"]);
    expect([...dataset.inputs[0]!.values]).toEqual([6, 4, 1]);
    const asked = await readExamples(join(folder, "c.csv"), net, reading);
    expect([...asked.inputs[0]!.values]).toEqual([6, 4, 1]);
    expect(await fault(load(["years", "age", "bmi"]), folder)).toContain(
      "The column `age` would be taken for the input `crp`",
    );
  });
});

describe("masks of two regions", () => {
  const net = netOf("task t = segment { ground, lesion }\nnet n { input image 1x3x1, conv 2@1, head t }");
  const header = { width: 3, height: 1, depth: 8 };
  const load = async (mask: Uint8Array, regions?: Json) => {
    await put(folder, "p/a.png", png({ ...header, colourType: 0 }, [0, 1, 2, 3]));
    await put(folder, "m/a.png", mask);
    const data = await loadData(source("images", ["p", "m"], regions ? { regions } : {}), net, folder);
    return [...data.targets[0]!];
  };
  const palette = (...colours: number[]) => [["PLTE", colours]] as const;

  test.each([
    ["grey", png({ ...header, colourType: 0 }, [0, 0, 255, 0])],
    ["numbers", png({ ...header, colourType: 0 }, [0, 0, 1, 0])],
    ["grey with alpha", png({ ...header, colourType: 4 }, [0, 0, 255, 255, 255, 0, 255])],
    ["true colours", png({ ...header, colourType: 2 }, [0, 0, 0, 0, 255, 255, 255, 0, 0, 0])],
    [
      "a palette with white first",
      png({ ...header, colourType: 3 }, [0, 1, 0, 1], palette(255, 255, 255, 0, 0, 0)),
    ],
    ["a palette", png({ ...header, colourType: 3 }, [0, 0, 1, 0], palette(0, 0, 0, 200, 9, 9))],
  ])("%s", async (_, mask) => expect(await load(mask)).toEqual([0, 1, 0]));

  test("by values and colours that the spec names", async () => {
    const half = png({ ...header, colourType: 0 }, [0, 0, 128, 7]);
    expect(await load(half, { ground: [0, 7], lesion: [128] })).toEqual([0, 1, 0]);
    const red = png({ ...header, colourType: 2 }, [0, 0, 0, 255, 255, 0, 0, 0, 0, 255]);
    expect(await load(red, { ground: ["#0000ff"], lesion: ["#ff0000"] })).toEqual([0, 1, 0]);
    expect(await fault(load(half, { ground: [0], lesion: [128] }), folder)).toContain(
      "The pixel in row 1, column 3 of this mask is 7",
    );
    expect(await fault(load(half), folder)).toContain("regions { ground 0, lesion 255 }");
    expect(await fault(load(half, { ground: [0], tumour: [128] }), folder)).toContain("names `tumour`");
  });
});

describe("what would hang or fill the memory", () => {
  test("pipes and devices are refused", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.npy")]);
    const net = netOf("task k = classify { a, b }\nnet n { input 3 samples, flatten, head k }");
    expect(await fault(readExamples(join(folder, "pipe.npy"), net, undefined), folder)).toContain(
      "This is a pipe",
    );
    expect(await fault(readExamples("/dev/zero", net, undefined), folder)).toContain("This is a device");
  });

  test("a gzip that says it holds more than can be loaded, or holds more than it says", async () => {
    const net = netOf("task k = classify { a, b }\nnet n { input image 1x1x1, flatten, head k }");
    const load = async (sizes: readonly number[], content: Uint8Array) => {
      const header = Buffer.alloc(16);
      header.set([0, 0, 8, 3]);
      for (const [i, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * i);
      await put(folder, "big", gzipSync(Buffer.concat([header, content])));
      return fault(loadData(source("idx", ["big", "big"]), net, folder), folder);
    };
    expect(await load([2 ** 20, 2 ** 6, 2 ** 6], new Uint8Array(9))).toContain("at most 268 435 456");
    expect(await load([1, 1, 1], new Uint8Array(5e6))).toContain("is too long");
  });

  test("a cell of megabytes makes no message of megabytes", async () => {
    const net = netOf("task o = regress { y }\nnet n { input { age }, head o }");
    const long = "x".repeat(2e6);
    for (const table of [`age,y\n${long},1\n`, `${long},y\n1,1\n`, `age,y\n1,${long}\n`]) {
      await put(folder, "l.csv", table);
      const told = await fault(
        loadData(source("csv", ["l.csv"], { input: ["age"], target: ["y"] }), net, folder),
        folder,
      );
      expect(told.length).toBeLessThan(500);
    }
  });
});
