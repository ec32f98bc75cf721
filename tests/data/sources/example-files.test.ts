// What a column of a table may name: images, signals, arrays and masks.
import { describe, expect, test } from "vitest";
import { encodeNpy } from "../../../src/data/formats/npy.ts";
import { decodePngStored, encodeRegionsPng } from "../../../src/data/formats/png.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { netOf } from "../../training/training-nets.ts";
import { fault, png, put, source, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();
const GREY = 0;
const grey = (pixels: readonly number[], depth = 8) =>
  png({ width: 2, height: 2, depth, colourType: GREY }, pixels);

await put(folder, "photos/a.png", grey([0, 0, 255, 0, 51, 102]));
await put(folder, "photos/b.png", grey([0, 255, 255, 0, 0, 0]));
await put(folder, "masks/a.png", grey([0, 0, 255, 0, 255, 0]));
await put(folder, "masks/b.png", encodeRegionsPng([0, 0, 1, 1], 2, 2, 2));

const TASKS =
  "task disc = segment { ground, disc }\ntask side = classify { left, right }\ntask sizes = regress { r, d }\n";

async function load(table: string, to: CheckedNet, input: string[], target: string[]) {
  await put(folder, "table.csv", table);
  return loadData(source("csv", ["table.csv"], { input, target }), to, folder);
}
const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), folder);

describe("a table for several inputs and several heads", () => {
  const both = netOf(`${TASKS}net n {
    input image 2x2x1 from -1 to 1 as photo
    input { age, weight in kg } as patient
    from photo, conv 2@3 as map, head disc
    from map, flatten, concat patient as all, head side
    from all, head sizes
  }`);

  test("has their columns in their order", async () => {
    const data = await load(
      "photo,age,kg,mask,side,r,d\nphotos/a.png,70,80,masks/a.png,right,1,2\nphotos/b.png,41,60,masks/b.png,left,3,4\n",
      both,
      ["photo", "age", "kg"],
      ["mask", "side", "r", "d"],
    );
    expect(data.size).toBe(2);
    expect(data.inputs.map(({ shape }) => shape)).toEqual([[2, 2, 1], [2]]);
    // Pixels from −1 to 1: 51/255 is 0.2, and −1 + 2 · 0.2 = −0.6.
    for (const [i, value] of [-1, 1, -0.6, -0.2, 1, 1, -1, -1].entries())
      expect(data.inputs[0]!.values[i]).toBeCloseTo(value, 6);
    expect(data.inputs[1]!.values).toEqual(Float32Array.of(70, 80, 41, 60));
    expect(data.targets).toEqual([
      Int32Array.of(0, 1, 1, 0, 0, 0, 1, 1),
      Int32Array.of(1, 0),
      Float32Array.of(1, 2, 3, 4),
    ]);
  });

  test("names what is missing", async () => {
    const table = "photo,age,kg,mask,side,r,d\nphotos/a.png,70,80,masks/a.png,right,1,2\n";
    expect(await loadFault(table, both, ["photo", "age"], ["mask", "side", "r", "d"])).toMatchInlineSnapshot(`
      "table.csv: The data \`examples\` feed 2 columns (photo, age), but the net \`n\` takes a file of 2×2×1 and 2 fields (age, weight).
        help: Name one column for each field and one for each file after \`input\`, in the order of the net's inputs."
    `);
    expect(await loadFault(table, both, ["photo", "age", "kg"], ["side"])).toMatchInlineSnapshot(`
      "table.csv: The data \`examples\` have 1 target column (side), but the net \`n\` needs 4.
        help: Name one column for each after \`target\`: \`disc\`, \`side\`, \`r\`, \`d\`."
    `);
    expect(
      await loadFault(
        "photo,age,kg,mask,side,r,d\n,70,80,x,right,1,2\n",
        both,
        ["photo", "age", "kg"],
        ["mask", "side", "r", "d"],
      ),
    ).toMatchInlineSnapshot(`
      "table.csv:2:1: The cell of column \`photo\` is empty, but the path of a file is needed.
        help: Fill in the path, or leave the row out."
    `);
    expect(
      await loadFault(
        "photo,age,kg,mask,side,r,d\nphotos/c.png,70,80,x,right,1,2\n",
        both,
        ["photo", "age", "kg"],
        ["mask", "side", "r", "d"],
      ),
    ).toMatchInlineSnapshot(`
      "photos/c.png: Nothing is at this path, but a file with an image is expected here.
        help: Did you mean \`photos/a.png\`?"
    `);
  });
});

describe("signals and their regions", () => {
  const marks = netOf(
    "task rhythm = segment { sinus, flutter }\nnet n { input 3 samples x 2 leads, conv 2@3, head rhythm }",
  );

  test("as tables, with regions by name or by number, or as arrays", async () => {
    await put(folder, "ecg.csv", "I,II\n0.5,1\n-1,2\n0,3\n");
    await put(folder, "ecg.npy", encodeNpy([3, 2], Float32Array.of(0.5, 1, -1, 2, 0, 3)));
    await put(folder, "named.csv", "rhythm\nsinus\nflutter\nflutter\n");
    await put(folder, "numbered.csv", "rhythm\n0\n1\n1\n");
    await put(folder, "regions.npy", encodeNpy([3], Uint8Array.of(0, 1, 1)));
    const table = "ecg,rhythm\necg.csv,named.csv\necg.npy,numbered.csv\necg.npy,regions.npy\n";
    const data = await load(table, marks, ["ecg"], ["rhythm"]);
    const one = [0.5, 1, -1, 2, 0, 3];
    expect(data.inputs[0]!.values).toEqual(Float32Array.of(...one, ...one, ...one));
    expect(data.targets).toEqual([Int32Array.of(0, 1, 1, 0, 1, 1, 0, 1, 1)]);
  });

  test("with or without names above", async () => {
    await put(folder, "bare.csv", "0.5,1\n-1,2\n0,3\n");
    await put(folder, "bare-named.csv", "sinus\nflutter\nflutter\n");
    await put(folder, "bare-numbered.csv", "0\n1\n1\n");
    const table = "ecg,rhythm\nbare.csv,bare-named.csv\necg.csv,bare-numbered.csv\n";
    const data = await load(table, marks, ["ecg"], ["rhythm"]);
    const one = [0.5, 1, -1, 2, 0, 3];
    expect(data.inputs[0]!.values).toEqual(Float32Array.of(...one, ...one));
    expect(data.targets).toEqual([Int32Array.of(0, 1, 1, 0, 1, 1)]);
    await put(folder, "long.csv", "0.5,1\n-1,2\n0,3\n1,1\n");
    expect(await loadFault("ecg,r\nlong.csv,named.csv\n", marks, ["ecg"], ["r"])).toMatchInlineSnapshot(`
      "long.csv: This file holds 4×2 numbers, but 3×2 are needed.
        help: Cut or resample it to 3×2, or change the net's input."
    `);
  });

  test("of another length, or of no region", async () => {
    await put(folder, "short.csv", "I,II\n0.5,1\n");
    await put(folder, "strange.csv", "rhythm\n0\n1\n2\n");
    expect(await loadFault("ecg,r\nshort.csv,named.csv\n", marks, ["ecg"], ["r"])).toMatchInlineSnapshot(`
      "short.csv: This file holds 1×2 numbers, but 3×2 are needed.
        help: Cut or resample it to 3×2, or change the net's input."
    `);
    expect(await loadFault("ecg,r\necg.csv,strange.csv\n", marks, ["ecg"], ["r"])).toMatchInlineSnapshot(`
      "strange.csv: Place 3 is of region 2, but the regions of the task \`rhythm\` have the numbers from 0 to 1: \`sinus\`, \`flutter\`.
        help: Name every region in the task, in the order of their numbers."
    `);
    expect(await loadFault("ecg,r\nphotos/a.png,named.csv\n", marks, ["ecg"], ["r"])).toMatchInlineSnapshot(`
      "photos/a.png: An example of 3×2 can't be read from such a file.
        help: Write it as .npy, or as a .csv with one row a sample and one column a lead."
    `);
    expect(await loadFault("ecg,r\necg.csv,photos/a.png\n", marks, ["ecg"], ["r"])).toMatchInlineSnapshot(`
      "photos/a.png: The regions of 3 places can't be read from such a file.
        help: Write them as .npy, or as a .csv of one column."
    `);
  });
});

describe("a folder of images with a folder of masks", () => {
  const find = netOf(`${TASKS}net n { input image 2x2x1, conv 2@3, head disc }`);
  const folders = (...names: string[]) => loadData(source("images", names), find, folder);

  test("gives each image the mask of its name", async () => {
    const data = await folders("photos", "masks");
    expect(data.names).toEqual(["a.png", "b.png"]);
    expect(data.targets).toEqual([Int32Array.of(0, 1, 1, 0, 0, 0, 1, 1)]);
  });

  test("is told what is wrong with it", async () => {
    await put(folder, "few/a.png", grey([0, 0, 255, 0, 255, 0]));
    expect(await fault(folders("photos", "few"), folder)).toMatchInlineSnapshot(`
      "few: The image \`b.png\` has no mask of its name here.
        help: Put \`b.png\` there, or take the image out."
    `);
    expect(await fault(folders("photos"), folder)).toMatchInlineSnapshot(`
      "photos: Nothing says where the regions of the task \`disc\` are.
        help: Name the folder of their masks: \`images "photos" masks "masks"\`."
    `);
    await put(folder, "three/a.png", grey([0, 0, 2, 0, 1, 0]));
    await put(folder, "three/b.png", grey([0, 0, 2, 0, 1, 0]));
    expect(await fault(folders("photos", "three"), folder)).toMatchInlineSnapshot(`
      "three/a.png: The pixel in row 1, column 2 of this mask is 2, but there are 2 regions, numbered from 0: \`ground\`, \`disc\`.
        help: Name every region of these masks in the task, in the order of their numbers, or say which value is which: \`regions { ground 0, disc 255 }\`."
    `);
    await put(
      folder,
      "colours/a.png",
      png({ width: 2, height: 2, depth: 8, colourType: 2 }, [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6]),
    );
    await put(folder, "colours/b.png", grey([0, 0, 2, 0, 1, 0]));
    expect(await fault(folders("photos", "colours"), folder)).toMatchInlineSnapshot(`
      "colours/a.png: The pixel in row 1, column 1 of this mask is #010203, but there are 2 regions, numbered from 0: \`ground\`, \`disc\`.
        help: Say which colour is which region: \`regions { ground 0, disc "#ff0000" }\`."
    `);
    const sides = netOf(`${TASKS}net n { input image 2x2x1, flatten, head side }`);
    expect(
      await fault(loadData(source("images", ["photos", "masks"]), sides, folder), folder),
    ).toMatchInlineSnapshot(`
      "masks: Masks say which region each pixel belongs to, and no task of this net asks for that.
        help: Take \`masks\` out, or use a net whose task is \`segment\`."
    `);
  });

  test("needs none where the images themselves are wanted back", async () => {
    const same = netOf("task same = reconstruct\nnet n { input image 2x2x1, conv 2@3, head same }");
    const data = await loadData(source("images", ["photos"]), same, folder);
    expect(data.names).toEqual(["a.png", "b.png"]);
    expect(data.targets[0]).toBe(data.inputs[0]!.values);
  });
});

test("masks keep the numbers of their regions, in colours that people can tell apart", () => {
  const regions = [0, 1, 2, 3, 3, 2];
  const bytes = encodeRegionsPng(regions, 2, 3, 4);
  expect([...decodePngStored(bytes).numbers!]).toEqual(regions);
  expect(decodePngStored(grey([0, 0b01_000000, 0, 0b11_000000], 2)).numbers![0]).toBe(0b01);
});
