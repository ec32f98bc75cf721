import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";
import { loadImages, readImage, writeGrayPng } from "../../../src/data/sources/images.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import type { Task } from "../../../src/ir/net.ts";
import {
  classify,
  fault,
  net,
  only,
  png,
  put,
  regress,
  source,
  succeeds,
  temporaryFolder,
} from "../fixtures.ts";

const folder = await temporaryFolder();
const GREY = 0;
const RGB = 2;
const INDEXED = 3;
const GREY_ALPHA = 4;
const RGBA = 6;
const size = { width: 2, height: 2 };
const greyRows = [0, 0, 51, 0, 102, 255];
const grey = png({ ...size, depth: 8, colourType: GREY }, greyRows);

let written = 0;
const save = (bytes: Uint8Array, extension = "png") => put(folder, `read/${++written}.${extension}`, bytes);
const read = async (bytes: Uint8Array, channels = 1) => readImage(await save(bytes), [2, 2, channels]);
const readFault = async (bytes: Uint8Array, shape = [2, 2, 1]) => {
  const path = await put(folder, "scan.png", bytes);
  return fault(readImage(path, shape), folder);
};

describe("PNG images", () => {
  test("in grey are divided by 255, and repeated for three channels", async () => {
    expect(await read(grey)).toEqual(Float32Array.of(0, 0.2, 0.4, 1));
    expect(await read(grey, 3)).toEqual(Float32Array.of(0, 0, 0, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4, 1, 1, 1));
  });

  test("in colour become grey by Rec. 601", async () => {
    const rows = [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 51, 102, 204];
    const rgb = png({ ...size, depth: 8, colourType: RGB }, rows);
    expect(await read(rgb, 3)).toEqual(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0.2, 0.4, 0.8));
    const [red, green, blue, mixed] = await read(rgb);
    expect(red).toBeCloseTo(0.299, 6);
    expect(green).toBeCloseTo(0.587, 6);
    expect(blue).toBeCloseTo(0.114, 6);
    expect(mixed).toBeCloseTo(0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.8, 6);
  });

  test("of 16 bits are divided by 65535", async () => {
    const rows = [0, 0, 0, 0x33, 0x33, 0, 0x80, 0x00, 0xff, 0xff];
    expect(await read(png({ ...size, depth: 16, colourType: GREY }, rows))).toEqual(
      Float32Array.of(0, 0.2, 0x8000 / 0xffff, 1),
    );
  });

  test("of 1, 2 and 4 bits are divided by their largest value", async () => {
    expect(
      await read(png({ ...size, depth: 1, colourType: GREY }, [0, 0b0100_0000, 0, 0b1000_0000])),
    ).toEqual(Float32Array.of(0, 1, 1, 0));
    expect(
      await read(png({ ...size, depth: 2, colourType: GREY }, [0, 0b0001_0000, 0, 0b1011_0000])),
    ).toEqual(Float32Array.of(0, 1 / 3, 2 / 3, 1));
    expect(await read(png({ ...size, depth: 4, colourType: GREY }, [0, 0x03, 0, 0xcf]))).toEqual(
      Float32Array.of(0, 0.2, 0.8, 1),
    );
  });

  test("with a palette give the palette's colours", async () => {
    const palette = ["PLTE", [0, 51, 102, 255, 255, 255]] as const;
    const indexed = png(
      { ...size, depth: 1, colourType: INDEXED },
      [0, 0b0100_0000, 0, 0b1100_0000],
      [palette],
    );
    expect(await read(indexed, 3)).toEqual(Float32Array.of(0, 0.2, 0.4, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    const opaque = png(
      { ...size, depth: 8, colourType: INDEXED },
      [0, 0, 1, 0, 1, 1],
      [palette, ["tRNS", [255]]],
    );
    expect((await read(opaque, 3)).slice(0, 3)).toEqual(Float32Array.of(0, 0.2, 0.4));
  });

  test("in colour may suggest a palette", async () => {
    const rows = [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 51, 102, 204];
    const rgb = png({ ...size, depth: 8, colourType: RGB }, rows, [["PLTE", [1, 2, 3]]]);
    expect(await read(rgb, 3)).toEqual(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0.2, 0.4, 0.8));
  });

  test("with full opacity lose it", async () => {
    const rows = [0, 0, 255, 51, 255, 0, 102, 255, 255, 255];
    expect(await read(png({ ...size, depth: 8, colourType: GREY_ALPHA }, rows))).toEqual(
      Float32Array.of(0, 0.2, 0.4, 1),
    );
    const clear = png({ ...size, depth: 8, colourType: GREY }, greyRows, [["tRNS", [0, 7]]]);
    expect(await read(clear)).toEqual(Float32Array.of(0, 0.2, 0.4, 1));
  });

  test("may be interlaced, and hold broken text", async () => {
    const interlaced = encode(
      { width: 9, height: 5, channels: 1, data: Uint8Array.from({ length: 45 }, (_, i) => i * 5) },
      { interlace: "Adam7" },
    );
    const pixels = await readImage(await save(interlaced), [5, 9, 1]);
    expect(pixels).toEqual(Float32Array.from({ length: 45 }, (_, i) => (i * 5) / 255));
    expect(
      await read(
        png({ ...size, depth: 8, colourType: GREY }, greyRows, [
          ["tEXt", []],
          ["iCCP", [0, 9]],
        ]),
      ),
    ).toHaveLength(4);
  });

  test("are written in grey as they are read, clipped", async () => {
    const path = join(folder, "written.png");
    await writeGrayPng(path, [0, 0.2, 1.5, -1], 2, 2);
    expect(await readImage(path, [2, 2, 1])).toEqual(Float32Array.of(0, 0.2, 1, 0));
  });
});

/** A grey ramp in RGBA, as the JPEG encoder takes it. */
const ramp = Buffer.from(Array.from({ length: 64 }, (_, i) => [i * 4, i * 4, i * 4, 255]).flat());
const photo = new Uint8Array(jpeg.encode({ width: 8, height: 8, data: ramp }, 100).data);

/** The same ramp in grey alone, as Pillow 12 (libjpeg-turbo) writes it at quality 95: baseline, then progressive. */
const GREY_PHOTOS = [
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/EABsQAAAHAQAAAAAAAAAAAAAAAAAHCiYzRFHh/9oACAEBAAA/ADlsm4jYWVuD/9k=",
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wgALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//aAAgBAQAAAAE//8QAFhAAAwAAAAAAAAAAAAAAAAAAAAUI/9oACAEBAAEFAls3H//EABcQAAMBAAAAAAAAAAAAAAAAAAABJKL/2gAIAQEABj8CUGT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/ISP/2gAIAQEAAAAQf//EABcQAAMBAAAAAAAAAAAAAAAAAAAhofD/2gAIAQEAAT8Qm6j/2Q==",
];
/** What Pillow reads back from both. */
const GREY_LEVELS = [
  0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 49, 52, 56, 60, 63, 68, 72, 75, 80, 84, 87, 92, 96, 101, 105,
  108, 113, 116, 120, 125, 127, 132, 136, 139, 144, 147, 151, 156, 160, 165, 168, 172, 177, 180, 184, 189,
  192, 196, 200, 203, 208, 212, 216, 220, 224, 228, 232, 236, 240, 244, 248, 252,
];

describe("JPEG images", () => {
  test.each(GREY_PHOTOS)("in grey agree with libjpeg within one level", async (base64) => {
    const pixels = await readImage(await save(Buffer.from(base64, "base64"), "jpg"), [8, 8, 1]);
    for (const [i, value] of pixels.entries()) {
      expect(Math.abs(value * 255 - GREY_LEVELS[i]!)).toBeLessThan(1.01);
    }
  });

  test("are read whatever their file is called, within JPEG's loss", async () => {
    for (const extension of ["jpg", "png"]) {
      const pixels = await readImage(await save(photo, extension), [8, 8, 1]);
      for (const [i, value] of pixels.entries()) expect(Math.abs(value - (i * 4) / 255)).toBeLessThan(0.02);
    }
    expect(await readImage(await save(photo), [8, 8, 3])).toHaveLength(192);
  });
});

describe("faults of one image", () => {
  test("missing, empty, another format", async () => {
    expect(await fault(readImage(join(folder, "none.png"), [2, 2, 1]), folder)).toMatchInlineSnapshot(`
      "none.png: Nothing is at this path, but a file with an image is expected here.
        help: Check the path; in a .cnn file it is relative to the folder of that file."
    `);
    expect(await readFault(new Uint8Array(0))).toMatchInlineSnapshot(`
      "scan.png: This file is empty, but it should hold an image.
        help: Copy it again from where it came from."
    `);
    expect(await readFault(Buffer.from("GIF89a, say"))).toMatchInlineSnapshot(`
      "scan.png at byte 0: This is not a PNG or JPEG image: it begins with other bytes than those do.
        help: Open it in an image program and save it as PNG."
    `);
  });

  test("another size, even a huge one", async () => {
    expect(
      await readFault(png({ width: 3, height: 2, depth: 8, colourType: GREY }, [])),
    ).toMatchInlineSnapshot(`
      "scan.png: This image is 2×3 (height × width), but the net takes 2×2.
        help: Resize or crop it to 2 pixels wide and 2 high, or change the net's input."
    `);
    expect(
      await readFault(png({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, depth: 16, colourType: RGBA }, [])),
    ).toMatchInlineSnapshot(`
      "scan.png: This image is 2147483647×2147483647 (height × width), but the net takes 2×2.
        help: Resize or crop it to 2 pixels wide and 2 high, or change the net's input."
    `);
    expect(await readFault(photo)).toMatchInlineSnapshot(`
      "scan.png: This image is 8×8 (height × width), but the net takes 2×2.
        help: Resize or crop it to 2 pixels wide and 2 high, or change the net's input."
    `);
  });

  test("a net that takes no image", async () => {
    expect(await readFault(grey, [5000, 12])).toMatchInlineSnapshot(`
      "scan.png: The net takes 5000×12, but a PNG or JPEG image has a height, a width and 1 or 3 channels.
        help: Use a net whose input is an image, such as \`input image 28x28x1\`."
    `);
  });

  test("transparency", async () => {
    const rows = [0, 0, 255, 51, 255, 0, 102, 254, 255, 255];
    expect(await readFault(png({ ...size, depth: 8, colourType: GREY_ALPHA }, rows))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixel in row 2, column 1 is transparent.
        help: Save it in an image program without transparency (alpha), on the background that it should have."
    `);
    const clear = png({ ...size, depth: 8, colourType: GREY }, greyRows, [["tRNS", [0, 51]]]);
    expect(await readFault(clear)).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixel in row 1, column 2 is transparent.
        help: Save it in an image program without transparency (alpha), on the background that it should have."
    `);
    const palette = [
      ["PLTE", [0, 51, 102]],
      ["tRNS", [9]],
    ] as const;
    expect(
      await readFault(png({ ...size, depth: 8, colourType: INDEXED }, [0, 0, 0, 0, 0, 0], palette)),
    ).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixel in row 1, column 1 is transparent.
        help: Save it in an image program without transparency (alpha), on the background that it should have."
    `);
  });

  test("damage to a PNG", async () => {
    expect(await readFault(grey.slice(0, -20))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: it is cut off.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(await readFault(grey.slice(0, 20))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: it has no header.
        help: Copy it again from where it came from, or leave it out."
    `);
    const flipped = grey.slice();
    flipped[45]! ^= 1;
    expect(await readFault(flipped)).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: it is damaged.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(await readFault(png({ ...size, depth: 8, colourType: GREY }, [0, 1, 2]))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixels take 3 bytes instead of the 6 of its size.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(
      await readFault(png({ ...size, depth: 8, colourType: GREY }, new Array(1e6).fill(0))),
    ).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixels take more bytes than the 6 of its size.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(await readFault(png({ ...size, depth: 4, colourType: RGB }, [0, 1, 2]))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its header is not valid.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(
      await readFault(png({ ...size, depth: 4, colourType: GREY, interlace: 1 }, [0, 1, 2])),
    ).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixels take 3 bytes instead of the 6 of its size.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(
      await readFault(png({ ...size, depth: 8, colourType: INDEXED }, greyRows, [["PLTE", [1, 2, 3]]])),
    ).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its pixels name colour 51, and its palette has 1, counted from 0.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(await readFault(png({ ...size, depth: 8, colourType: INDEXED }, greyRows))).toMatchInlineSnapshot(`
      "scan.png: This PNG image can't be read: its palette is missing.
        help: Copy it again from where it came from, or leave it out."
    `);
  });

  test("damage to a JPEG", async () => {
    expect(await readFault(photo.slice(0, 12))).toMatchInlineSnapshot(`
      "scan.png: This JPEG image can't be read: it has no header with its size.
        help: Copy it again from where it came from, or leave it out."
    `);
    expect(await readFault(photo.slice(0, -60), [8, 8, 1])).toMatchInlineSnapshot(`
      "scan.png: This JPEG image can't be read: it is damaged.
        help: Copy it again from where it came from, or leave it out."
    `);
    const frame = photo.findIndex((byte, i) => byte === 0xff && photo[i + 1] === 0xc0);
    const cmyk = photo.slice();
    cmyk[frame + 9] = 4;
    expect(await readFault(cmyk, [8, 8, 1])).toMatchInlineSnapshot(`
      "scan.png: This JPEG image can't be read: it has 4 colour channels, as CMYK for printers has, where 1 or 3 are expected.
        help: Open it in an image program and save it as PNG in grey or RGB."
    `);
    const lossless = photo.slice();
    lossless[frame + 1] = 0xc3;
    expect(await readFault(lossless, [8, 8, 1])).toMatchInlineSnapshot(`
      "scan.png: This JPEG image can't be read: it is a lossless or arithmetic-coded JPEG.
        help: Open it in an image program and save it as PNG in grey or RGB."
    `);
  });
});

describe("folders of images", () => {
  const views = classify("apical", "basal");
  const load = (root: string, task: Task = views, shape = [2, 2, 1]) =>
    loadData(source("images", [root]), net(shape, task), folder);
  const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), folder);

  test("give examples by class, then by name; hidden files are left out", async () => {
    await put(folder, "good/basal/a.PNG", png({ ...size, depth: 8, colourType: GREY }, [0, 255, 0, 0, 0, 0]));
    await put(folder, "good/apical/b.png", grey);
    await put(folder, "good/apical/a10.png", grey);
    await put(folder, "good/.DS_Store", "x");
    await put(folder, "good/basal/.hidden", "x");
    await symlink(join(folder, "good/apical/b.png"), join(folder, "good/basal/link.png"));
    const data = await load("good/");
    expect(data.names).toEqual(["apical/a10.png", "apical/b.png", "basal/a.PNG", "basal/link.png"]);
    expect(only(data).targets).toEqual(Int32Array.of(0, 0, 1, 1));
    expect(only(data).values.slice(8)).toEqual(Float32Array.of(1, 0, 0, 0, 0, 0.2, 0.4, 1));
    expect([data.size, only(data).shape]).toEqual([4, [2, 2, 1]]);
    expect((await load("good", classify("basal", "apical"))).names?.[0]).toBe("basal/a.PNG");
    const { dataset } = await loadImages(
      source("images", [join(folder, "good")]),
      net([2, 2, 1], views),
      "/",
    );
    expect(dataset).toEqual(data);
  });

  test("that don't match the classes", async () => {
    await put(folder, "near/apicol/a.png", grey);
    await put(folder, "near/basal/a.png", grey);
    expect(await loadFault("near")).toMatchInlineSnapshot(`
      "near/apicol: The folder \`apicol\` is not a class of the task \`kind\`, whose classes are \`apical\`, \`basal\`.
        help: Did you mean \`apical\`? Then rename the folder."
    `);
    await put(folder, "more/apical/a.png", grey);
    await put(folder, "more/basal/a.png", grey);
    await put(folder, "more/other/a.png", grey);
    expect(await loadFault("more")).toMatchInlineSnapshot(`
      "more/other: The folder \`other\` is not a class of the task \`kind\`, whose classes are \`apical\`, \`basal\`.
        help: Add the class to the task, or move the folder out of here."
    `);
    await put(folder, "less/apical/a.png", grey);
    expect(await loadFault("less")).toMatchInlineSnapshot(`
      "less: There is no folder for the class \`basal\` of the task \`kind\`.
        help: Make the folder \`basal\` and put its images there, or take the class out of the task."
    `);
    await mkdir(join(folder, "less/basal"));
    expect(await loadFault("less")).toMatchInlineSnapshot(`
      "less/basal: The folder of the class \`basal\` holds no images.
        help: Put its images there, or take the class out of the task."
    `);
  });

  test("with files that are no images", async () => {
    await put(folder, "notes/apical/a.png", grey);
    await put(folder, "notes/basal/a.txt", "x");
    expect(await loadFault("notes")).toMatchInlineSnapshot(`
      "notes/basal/a.txt: This is not a PNG or JPEG file, and nothing else can be read as an image.
        help: Save it as PNG, or move it out of here."
    `);
    await put(folder, "beside/a.png", grey);
    expect(await loadFault("beside")).toMatchInlineSnapshot(`
      "beside/a.png: This file lies beside the folders of the classes, so it belongs to no class.
        help: Move it into the folder of its class, or out of here."
    `);
    await put(folder, "deep/apical/x/a.png", grey);
    await put(folder, "deep/basal/a.png", grey);
    expect(await loadFault("deep")).toMatchInlineSnapshot(`
      "deep/apical/x: This folder lies in the folder of a class, where only images are expected.
        help: Move its images up into the folder of the class."
    `);
  });

  test("that are missing, files, or full of broken links", async () => {
    expect(await loadFault("god")).toMatchInlineSnapshot(`
      "god: Nothing is at this path, but a folder with one folder of images for each class is expected here.
        help: Did you mean \`good\`?"
    `);
    expect(await loadFault("good/basal/a.PNG")).toMatchInlineSnapshot(`
      "good/basal/a.PNG: This is not a folder, but a folder with one folder of images for each class is expected here.
        help: Name the folder, not a file in it."
    `);
    await mkdir(join(folder, "links"));
    await symlink("nowhere", join(folder, "links/apical"));
    expect(await loadFault("links")).toMatchInlineSnapshot(`
      "links/apical: This is a link to a file or folder that is not there.
        help: Remove the link, or put the file where it leads to."
    `);
  });

  test("for nets that learn no classes from images", async () => {
    expect(await loadFault("good", regress({ name: "age" }))).toMatchInlineSnapshot(`
      "good: A folder of images says the class of each image, but the task \`rate\` is to measure \`age\`.
        help: Use a net whose task is \`classify\`, or a \`csv\` with a column of images."
    `);
    expect(await loadFault("good", views, [2, 2, 4])).toMatchInlineSnapshot(`
      "good: The net takes 2×2×4, but a PNG or JPEG image has a height, a width and 1 or 3 channels.
        help: Use a net whose input is an image, such as \`input image 28x28x1\`."
    `);
    const patient = net([1], views, [{ name: "age" }]);
    expect(
      await fault(loadImages(source("images", ["good"]), patient, folder), folder),
    ).toMatchInlineSnapshot(`
      "good: This folder is to feed images, but the net \`test\` takes 1 field (age).
        help: Use a net that begins with \`input image\`."
    `);
  });
});

describe("no change of bytes and no cut makes anything but a FoundError", () => {
  const palette = [["PLTE", [0, 51, 102, 255, 255, 255]]] as const;
  const samples = {
    "a grey PNG": grey,
    "a PNG with a palette": png({ ...size, depth: 1, colourType: INDEXED }, [0, 64, 0, 192], palette),
    "a PNG of 16 bits": png({ ...size, depth: 16, colourType: RGBA }, [
      ...new Array(17).fill(0),
      ...new Array(17).fill(0),
    ]),
  };
  const changes = (length: number) =>
    fc.record({
      edits: fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { maxLength: 3 }),
      length: fc.oneof(fc.constant(length), fc.nat(length)),
    });
  const changed = (bytes: Uint8Array, { edits, length }: { edits: [number, number][]; length: number }) => {
    const copy = bytes.slice();
    for (const [at, to] of edits) copy[at] = to;
    return copy.subarray(0, length);
  };
  const path = join(folder, "changed");

  test.each(Object.entries(samples))("%s", async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(changes(bytes.length), async (change) => {
        await put(folder, "changed", changed(bytes, change));
        await succeeds(() => readImage(path, [2, 2, 1]));
      }),
      { numRuns: 300 },
    );
  });

  test("a PNG whose checksums are right all the same", async () => {
    const byte = fc.nat(255);
    const header = fc.record({
      depth: fc.constantFrom(1, 2, 4, 8, 16),
      colourType: fc.nat(6),
      interlace: fc.nat(2),
    });
    const extra = fc.array(
      fc.tuple(fc.constantFrom("PLTE", "tRNS", "IDAT", "acTL"), fc.array(byte, { maxLength: 8 })),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(header, fc.array(byte, { maxLength: 40 }), extra, async (fields, rows, chunks) => {
        await put(folder, "changed", png({ ...size, ...fields }, rows, chunks));
        await succeeds(() => readImage(path, [2, 2, 1]));
      }),
      { numRuns: 500 },
    );
  });

  test("a JPEG", async () => {
    const bytes = new Uint8Array(await readFile(await save(photo, "jpg")));
    await fc.assert(
      fc.asyncProperty(changes(bytes.length), async (change) => {
        await put(folder, "changed", changed(bytes, change));
        await succeeds(() => readImage(path, [8, 8, 1]));
      }),
      { numRuns: 500 },
    );
  });
});
