import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeIdx, parseIdx } from "../../../src/data/formats/idx.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import { classify, fault, net, only, put, regress, source, succeeds, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();
const twoByTwo = net([2, 2, 1], classify("zero", "one", "two"));
const IMAGES = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 255, 1, 2, 3, 4);
const LABELS = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 2, 0);

async function load(images: Uint8Array | undefined, labels: Uint8Array | undefined, to = twoByTwo) {
  if (images) await put(folder, "images", images);
  if (labels) await put(folder, "labels", labels);
  return loadData(source("idx", [images ? "images" : "gone", labels ? "labels" : "lost"]), to, folder);
}
const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), folder);
const edited = (bytes: Uint8Array, at: number, ...values: number[]) => {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
};

describe("IDX files", () => {
  test("give pixels from 0 to 1 and class indices", async () => {
    const data = await load(IMAGES, LABELS);
    expect(data).toEqual({
      size: 2,
      inputs: [
        {
          shape: [2, 2, 1],
          values: Float32Array.of(0, 0.2, 0.4, 1, 1 / 255, 2 / 255, 3 / 255, 4 / 255),
        },
      ],
      targets: [Int32Array.of(2, 0)],
    });
  });

  test("may be packed by gzip", async () => {
    expect(await load(gzipSync(IMAGES), gzipSync(LABELS))).toEqual(await load(IMAGES, LABELS));
  });

  test("may hold float32 pixels and int32 labels", async () => {
    const images = Uint8Array.of(
      0,
      0,
      13,
      4,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      2,
      0x3f,
      0,
      0,
      0,
      0x3f,
      0x80,
      0,
      0,
    );
    const labels = Uint8Array.of(0, 0, 12, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    const data = await load(images, labels, net([1, 1, 2], classify("a", "b")));
    expect(only(data).values).toEqual(Float32Array.of(0.5, 1));
    expect(only(data).targets).toEqual(Int32Array.of(1));
  });

  test("are written as they are read", () => {
    expect(encodeIdx([2, 2, 2], IMAGES.slice(16))).toEqual(IMAGES);
    expect(() => encodeIdx([2], IMAGES)).toThrow(RangeError);
  });
});

describe("faults of IDX files", () => {
  test("missing, empty, a folder", async () => {
    expect(await loadFault(undefined, LABELS)).toMatchInlineSnapshot(`
      "gone: Nothing is at this path, but a file with images in the IDX format is expected here.
        help: Check the path; in a .cnn file it is relative to the folder of that file."
    `);
    await put(folder, "lots", "x");
    expect(await loadFault(IMAGES, undefined)).toMatchInlineSnapshot(`
      "lost: Nothing is at this path, but a file with labels in the IDX format is expected here.
        help: Did you mean \`lots\`?"
    `);
    expect(await loadFault(new Uint8Array(0), LABELS)).toMatchInlineSnapshot(`
      "images: This file is empty, but it should hold images in the IDX format.
        help: Copy it again from where it came from."
    `);
    expect(
      await fault(loadData(source("idx", [".", "labels"]), twoByTwo, folder), folder),
    ).toMatchInlineSnapshot(`
      ".: This is a folder, but a file with images in the IDX format is expected here.
        help: Name the file that lies in the folder."
    `);
  });

  test("another format", async () => {
    expect(await loadFault(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1), LABELS)).toMatchInlineSnapshot(`
      "images at byte 0: This is not an IDX file: it begins with the bytes 89 50 4e 47, where 00 00 08 03 is expected for images and 00 00 08 01 for labels.
        help: Name an IDX file, such as MNIST's \`train-images-idx3-ubyte\`."
    `);
    expect(await loadFault(edited(IMAGES, 2, 10), LABELS)).toMatchInlineSnapshot(`
      "images at byte 2: The numbers of this IDX file have the type code 10, but only 8 (bytes), 9 (i1), 11 (i2), 12 (int32), 13 (float32), 14 (f8) can be read.
        help: Write the file again with bytes from 0 to 255."
    `);
  });

  test("cut off, too long, damaged, without examples", async () => {
    expect(await loadFault(IMAGES.slice(0, 9), LABELS)).toMatchInlineSnapshot(`
      "images at byte 9: This IDX file is cut off: its header of 3 dimensions takes 16 bytes, but the file ends after 9.
        help: Download or copy it again."
    `);
    expect(await loadFault(IMAGES.slice(0, -1), LABELS)).toMatchInlineSnapshot(`
      "images at byte 23: This IDX file is cut off: for 2×2×2 bytes it must have 24 bytes, but it has 23.
        help: Download or copy it again."
    `);
    expect(await loadFault(Uint8Array.of(...IMAGES, 0), LABELS)).toMatchInlineSnapshot(`
      "images at byte 24: This IDX file is too long: for 2×2×2 bytes it must have 24 bytes, but it has 25.
        help: Download or copy it again."
    `);
    expect(await loadFault(gzipSync(IMAGES).subarray(0, 20), LABELS)).toMatchInlineSnapshot(`
      "images: This gzip file is cut off or damaged: it can't be unpacked.
        help: Download or copy it again."
    `);
    expect(await loadFault(encodeIdx([0, 2, 2], new Uint8Array(0)), LABELS)).toMatchInlineSnapshot(`
      "images at byte 4: This IDX file holds no numbers: its sizes are 0×2×2.
        help: Name a file that holds examples."
    `);
  });

  test("a header that claims more than fits into memory", async () => {
    expect(await loadFault(edited(IMAGES, 4, 255, 255, 255, 255), LABELS)).toMatchInlineSnapshot(`
      "images at byte 4: This file says that it holds 4294967295×2×2 numbers, and at most 268 435 456 (a GiB of 32-bit floats) can be loaded.
        help: Use fewer or smaller examples."
    `);
  });

  test("images of another size", async () => {
    expect(await loadFault(IMAGES, LABELS, net([28, 28, 1], classify("a", "b")))).toMatchInlineSnapshot(`
      "images at byte 8: The images of this file are 2×2×1, but the net \`test\` takes 28×28×1.
        help: Write \`input image 2x2x1\` in the net, or use images that fit it."
    `);
    const patient = net([2], classify("a", "b"), [{ name: "age" }, { name: "crp" }]);
    expect(await loadFault(IMAGES, LABELS, patient)).toMatchInlineSnapshot(`
      "images at byte 8: The images of this file are 2×2×1, but the net \`test\` takes 2 fields (age, crp).
        help: Write \`input image 2x2x1\` in the net, or use images that fit it."
    `);
  });

  test("images and labels exchanged", async () => {
    expect(await loadFault(LABELS, IMAGES)).toMatchInlineSnapshot(`
      "images at byte 3: This IDX file holds a single row of numbers, as labels are stored, but images are expected here.
        help: Put the file of images first and the file of labels after \`labels\`."
    `);
    expect(await loadFault(IMAGES, IMAGES)).toMatchInlineSnapshot(`
      "labels at byte 3: This IDX file has 3 dimensions (2×2×2), as images have, but labels are a single row of numbers.
        help: Put the file of images first and the file of labels after \`labels\`."
    `);
  });

  test("pixels that are no numbers", async () => {
    const header = [0, 0, 13, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
    const one = net([1, 1, 1], classify("a", "b"));
    expect(await loadFault(Uint8Array.of(...header, 0x7f, 0xc0, 0, 0), LABELS, one)).toMatchInlineSnapshot(`
      "images at byte 16: Image 1 holds NaN where a number is expected.
        help: Leave it out, or write down the number that was meant."
    `);
    expect(
      await loadFault(edited(Uint8Array.of(...header, 0, 0, 0, 1), 2, 12), LABELS, one),
    ).toMatchInlineSnapshot(`
      "labels at byte 8: Label 1 is 2, but the task \`kind\` has 2 classes, so labels are whole numbers from 0 to 1.
        help: Name every class of these data in the task, in the order of their numbers."
    `);
  });

  test("a label out of range, too few labels", async () => {
    expect(await loadFault(IMAGES, edited(LABELS, 9, 3))).toMatchInlineSnapshot(`
      "labels at byte 9: Label 2 is 3, but the task \`kind\` has 3 classes, so labels are whole numbers from 0 to 2.
        help: Name every class of these data in the task, in the order of their numbers."
    `);
    expect(await loadFault(IMAGES, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 0))).toMatchInlineSnapshot(`
      "labels: This file holds 1 label, but images holds 2 images: each image needs one label.
        help: Name the two files that belong together, for example both of \`train\` or both of \`t10k\`."
    `);
  });

  test("a net without a fitting task", async () => {
    expect(await loadFault(IMAGES, LABELS, net([2, 2, 1], regress({ name: "age" })))).toMatchInlineSnapshot(`
      "labels at byte 3: This IDX file holds one label for each example, but the head \`output\` needs 2×2×1.
        help: Put the file of images first and the file of labels after \`labels\`."
    `);
    expect(await loadFault(IMAGES, LABELS, net([2, 2, 1], undefined))).toMatchInlineSnapshot(`
      "images: The net \`test\` has no task, so nothing says what it is to learn from these data.
        help: End the net with the \`head\` of a task."
    `);
    const { inputs, outputs } = twoByTwo;
    const many = { ...twoByTwo, inputs: [...inputs, ...inputs], outputs: [...outputs, ...outputs] };
    expect(await loadFault(IMAGES, LABELS, many)).toMatchInlineSnapshot(
      `
      "images: The net \`test\` has 2 inputs and 2 heads that need labels, and these data feed one and teach one.
        help: Use a \`csv\`, which has columns for each of them."
    `,
    );
  });
});

test("no change of bytes and no cut makes anything but a FoundError", async () => {
  const change = fc.record({ at: fc.nat(IMAGES.length - 1), to: fc.nat(255), length: fc.nat(IMAGES.length) });
  await fc.assert(
    fc.asyncProperty(change, fc.boolean(), async ({ at, to, length }, packed) => {
      const bytes = edited(IMAGES, at, to).subarray(0, length);
      await succeeds(() => parseIdx(bytes, "images"));
      const zipped = gzipSync(IMAGES);
      await succeeds(() => load(packed ? edited(zipped, at % zipped.length, to) : bytes, LABELS));
    }),
    { numRuns: 300 },
  );
});
