// Whatever is wrong with the input: a message that names file and place, a failing exit code, and no output.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeIdx } from "../../src/data/formats/idx.ts";
import { writeGrayPng } from "../../src/data/sources/images.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";
import { listing } from "./folder-listing.ts";

const NET = "net a {\n  input image 8x8x1\n  conv 2@3, relu\n  flatten, dense 2\n}\n";

/** Runs a command that must fail: with a message like this, and leaving nothing behind. */
async function expectFailure(folder: string, args: readonly string[], says: RegExp): Promise<void> {
  const before = await listing(folder);
  const { code, stdout, stderr } = await cnnc(args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^error/);
  expect(stderr).not.toMatch(/^\s+at |fault of cnnc/m);
  expect(stdout).toBe("");
  expect([1, 2]).toContain(code);
  expect(await listing(folder)).toEqual(before);
}

describe("a spec that can't be compiled", () => {
  const specs: readonly (readonly [what: string, text: string | Uint8Array, says: RegExp])[] = [
    ["empty", "", /a\.cnn/],
    ["binary", Uint8Array.from({ length: 300 }, (_, i) => (i * 37) % 256), /a\.cnn:1/],
    ["cut in the middle", NET.slice(0, 45), /a\.cnn:\d+:\d+/],
    ["cut in a word", NET.slice(0, 41), /a\.cnn:\d+:\d+/],
    ["with an unknown layer", NET.replace("relu", "rellu"), /a\.cnn:3:13[\s\S]*did you mean `relu`/i],
    ["with a ragged kernel", `kernel k = [ 1 2 3\n  4 5 ]\n${NET}`, /a\.cnn:[12]:/],
    ["without a net", "task t = classify { a, b }\n", /a\.cnn/],
  ];
  test.each(specs)("%s", async (_, text, says) => {
    await inFolder(async (folder) => {
      const spec = join(folder, "a.cnn");
      await writeFile(spec, text);
      await expectFailure(folder, ["compile", spec, "-o", join(folder, "out")], says);
    });
  });
});

test("a net with a fault is drawn as far as it holds, and the fault is said", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "a.cnn");
    const picture = join(folder, "a.svg");
    await writeFile(spec, NET.replace("relu", "rellu"));
    const { code, stdout, stderr } = await cnnc(["draw", spec, "-o", picture]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/a\.cnn:3:13/);
    const svg = await readFile(picture, "utf8");
    expect(svg).toContain(">rellu</text>");
    expect(svg).toContain(">conv 2@3</text>");
    const other = join(folder, "b.svg");
    await expectFailure(
      folder,
      ["draw", spec, "--view", "arithmetic", "-o", other],
      /it has a fault[\s\S]*maps/,
    );
  });
});

test("a file without anything to draw is not drawn, and the fault is said", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "a.cnn");
    const draw = ["draw", spec, "-o", join(folder, "a.svg")];
    await writeFile(spec, "nett a { }\n");
    await expectFailure(folder, draw, /a\.cnn:1:1/);
    await writeFile(spec, "net a { conv 2@3 }\n");
    await expectFailure(folder, draw, /a\.cnn:1:/);
  });
});

/** A spec that trains on this source. */
function trained(source: string, net = "input image 12x12x1, flatten, head kind"): string {
  return `task kind = classify { no, yes }\nnet a { ${net} }\ndata examples = ${source}\ntrain a on examples { epochs 1 }\n`;
}

describe("data that can't be trained on", () => {
  const grey = new Float32Array(144).fill(0.5);
  type Prepare = (folder: string) => Promise<unknown>;
  const images = 'images "pictures"';
  const classes: Prepare = async (folder) => {
    for (const name of ["no", "yes"]) {
      await mkdir(join(folder, "pictures", name), { recursive: true });
      await writeGrayPng(join(folder, "pictures", name, "1.png"), grey, 12, 12);
    }
  };
  const idx = 'idx "images" labels "labels"';
  const digits = encodeIdx([4, 12, 12], new Uint8Array(576));
  const csv = 'csv "table.csv" { input x; target y }';
  const table = "input { x }, head kind";

  const cases: readonly (readonly [what: string, spec: string, prepare: Prepare, says: RegExp])[] = [
    [
      "an image of another size",
      trained(images),
      async (folder) => {
        await classes(folder);
        await writeGrayPng(join(folder, "pictures/yes/2.png"), grey, 9, 16);
      },
      /pictures\/yes\/2\.png: This image is 9×16 .* but the net takes 12×12\.\n {2}help: /,
    ],
    [
      "an image that can't be read",
      trained(images),
      async (folder) => {
        await classes(folder);
        await writeFile(join(folder, "pictures/no/2.png"), "not a picture");
      },
      /pictures\/no\/2\.png at byte 0: This is not a PNG or JPEG image/,
    ],
    [
      "a class without images",
      trained(images),
      async (folder) => {
        await mkdir(join(folder, "pictures/no"), { recursive: true });
        await mkdir(join(folder, "pictures/yes"), { recursive: true });
      },
      /pictures\/no: The folder of the class `no` holds no images/,
    ],
    ["no folder", trained(images), async () => {}, /pictures: Nothing is at this path/],
    ["no file", trained(idx), async () => {}, /images: Nothing is at this path/],
    [
      "a text in a table",
      trained(csv, table),
      (folder) => writeFile(join(folder, "table.csv"), "x,y\n1,yes\nmany,no\n"),
      /table\.csv:3:1: .*many/,
    ],
    [
      "a class that there is not",
      trained(csv, table),
      (folder) => writeFile(join(folder, "table.csv"), "x,y\n1,yes\n2,perhaps\n"),
      /table\.csv:3:3: .*perhaps/,
    ],
    [
      "a file that was cut off",
      trained(idx),
      async (folder) => {
        await writeFile(join(folder, "images"), digits.subarray(0, 400));
        await writeFile(join(folder, "labels"), encodeIdx([4], new Uint8Array(4)));
      },
      /images( at byte \d+)?: /,
    ],
  ];
  test.each(cases)("%s", async (_, text, prepare, says) => {
    await inFolder(async (folder) => {
      await prepare(folder);
      const spec = join(folder, "a.cnn");
      await writeFile(spec, text);
      await expectFailure(folder, ["train", spec, "-o", join(folder, "runs/a"), "--backend", "cpu"], says);
    });
  });

  test("too few examples, no task, nothing to learn, no `train`", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "a.cnn");
      const fails = async (text: string, says: RegExp) => {
        await writeFile(spec, text);
        await expectFailure(folder, ["train", spec, "-o", join(folder, "run"), "--backend", "cpu"], says);
      };
      await writeFile(join(folder, "table.csv"), "x,y\n1,yes\n");
      await fails(
        trained(csv, table).replace("epochs 1", "epochs 1, split 1/49/50"),
        /Too few examples to split: none is left to train on/,
      );
      await fails(trained(csv, "input { x }, dense 2"), /`a` has no task/);
      await fails(
        trained(csv, "input { x }, head kind weights [1 -1] bias [0 0] fixed"),
        /no weight that training could change/,
      );
      await fails(NET, /the file says nowhere how to train/);
    });
  });

  test("a learning rate that is far too large: where it happened, and no run folder", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "a.cnn");
      const settings = "epochs 3, batch 8, optimizer sgd 1e30";
      await writeFile(
        spec,
        `task kind = classify { nought, cross }\nnet a { input image 12x12x1, flatten, dense 8, dense 8, head kind }
data examples = synthetic noughts_and_crosses { count 64, size 12 }\ntrain a on examples { ${settings} }\n`,
      );
      const before = await listing(folder);
      const { code, stderr } = await cnnc(["train", spec, "-o", join(folder, "run"), "--backend", "wasm"]);
      expect(stderr).toMatch(
        /^error(?:\[\w+\])?: The loss is no longer a number \(epoch 1, by step \d+\); the first .+\. A smaller learning rate than 1e\+30/,
      );
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(code).toBe(1);
      expect(await listing(folder)).toEqual(before);
    });
  });
});

describe("arguments", () => {
  test("of draw, compile and train that name what there is not", async () => {
    await inFolder(async (folder) => {
      const spec = join(folder, "a.cnn");
      await writeFile(spec, NET);
      const file = join(folder, "file");
      await writeFile(file, "");
      const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
        [
          ["draw", spec, "-o", join(folder, "a.gif")],
          /a\.gif: pictures are written as \.svg, \.png, \.pdf or \.pptx/,
        ],
        [["draw", spec, "-o", join(folder, "a")], /pictures are written as/],
        [
          ["draw", spec, "-o", join(file, "a.svg")],
          /a\.svg: this path, or a part of it, is a file where a folder is needed/,
        ],
        [["draw", spec, "--view", "map"], /there is no view `map`\n.*`maps`/],
        [["draw", spec, "--net", "b"], /there is no net `b`\n.*nets of this file: a/],
        [["draw", spec, "--scale", "0"], /above 0/],
        [["draw", spec, "--theme", "drak"], /there is no theme `drak`\n.*`dark`/],
        [["draw", spec, "--width", "narrow"], /there is no width `narrow`\n.*column, page, slide/],
        [["draw", spec, "--depth", "deep"], /whole number/],
        [["draw", spec, "--expand", "b"], /uses no block `b`\n.*no blocks/],
        [["compile", spec, "-o", join(file, "a")], /file/],
        [["compile", spec, "-o", file], /file: .* is a file where a folder is needed/],
        [
          ["compile", spec, "-o", join(folder, "o"), "--net", "b"],
          /there is no net `b`\n.*nets of this file: a/,
        ],
        [["compile", spec, "-o", join(folder, "o"), "--to", "torch"], /there is no target `torch`\n.*tfjs/],
        [["compile", spec, "-o", spec, "--to", "ir"], /this is what is compiled, and it would be lost/],
        [["compile", spec, "-o", folder, "--to", "ir"], /this is a folder, and a file is needed/],
        [["compile", spec], /--output/],
      ];
      for (const [args, says] of cases) await expectFailure(folder, args, says);

      const learning = join(folder, "b.cnn");
      await writeFile(learning, trained('csv "t.csv" { input x; target y }', "input { x }, head kind"));
      await writeFile(join(folder, "t.csv"), "x,y\n1,no\n2,yes\n");
      const run = join(folder, "run");
      const train = ["train", learning, "-o", run];
      await expectFailure(
        folder,
        [...train, "--backend", "gpu"],
        /there is no backend `gpu`\n.*webgpu, wasm, cpu, auto/,
      );
      await expectFailure(
        folder,
        [...train, "--data", "others"],
        /there is no data source `others`\n.*examples/,
      );
      await expectFailure(folder, [...train, "--net", "b"], /nowhere how to train `b`/);
      await expectFailure(folder, ["train", learning, "-o", folder], /already something in this folder/);
      await expectFailure(
        folder,
        ["train", learning, "-o", join(file, "run"), "--backend", "cpu"],
        /file\/run: .* is a file where a folder/,
      );
    });
  });
});
