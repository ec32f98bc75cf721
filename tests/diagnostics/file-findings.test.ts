// Every kind of message about data, runs, files and backends is brought up as its readers meet it: by a command. Each names the
// file that it is about, and its code can be asked for with `cnnc explain`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileCatalogue } from "../../src/diagnostics/file-catalogue.ts";
import { cleaned } from "../../src/diagnostics/shown.ts";
import { npy, png } from "../data/fixtures.ts";
import { cnncIn, inFolder } from "../house/cnnc.ts";

type Code = keyof typeof fileCatalogue;

/** What brings a message up: a spec and files beside it, and the command. */
interface Case {
  readonly spec?: string;
  readonly files?: { readonly [name: string]: string | Uint8Array };
  /** Begins with a run of `LINE`, in `run`. */
  readonly run?: (folder: string) => void;
  readonly args?: readonly string[];
  /** What the message names: the file or data that it is about, and often a place in it. */
  readonly names: RegExp;
}

const TRAIN = "{ optimizer sgd 0.1, batch 2, epochs 1, seed 1 }";
const LINE = `task rate = regress { "rate" in Hz }
net line { input { x }, head rate }
data points = csv "points.csv" { input x; target y }
train line on points ${TRAIN}
`;
const POINTS = "x,y\n1,2\n2,4\n3,6\n0,1\n";
const ARRAYS = `task rate = regress { "rate" in Hz }
net line { input { a, b }, head rate }
data points = npy "x.npy" labels "y.npy"
train line on points ${TRAIN}
`;
const X = npy("<f4", [2, 2], [1, 2, 3, 4]);
const Y = npy("<f4", [2], [1, 2]);
const PHOTOS = `task kind = classify { cat, dog }
net n { input image 2x2x1, flatten, head kind }
data photos = images "photos"
train n on photos ${TRAIN}
`;
const MASKS = `task parts = segment { background, lesion }
net n { input image 2x2x1, conv 2@1, head parts }
data photos = csv "photos.csv" { input photo; target mask }
train n on photos ${TRAIN}
`;
/** 2×2 pixels of one grey. */
const grey = (value: number) =>
  png({ width: 2, height: 2, depth: 8, colourType: 0 }, [0, value, value, 0, value, value]);

const points = (text: string): Case["files"] => ({ "points.csv": text });
const trained = (...more: string[]) => ["train", "spec.cnn", "-o", "run", ...more];
const predict = ["predict", "run", "points.csv"];

const table: { readonly [code in Code]: Case } = {
  data_file: { spec: LINE, names: /points\.csv/ },
  data_table: { spec: LINE, files: points("x,y\n1,2,3\n"), names: /points\.csv:2/ },
  data_column: { spec: LINE, files: points("z,y\n1,2\n"), names: /points\.csv/ },
  data_cell: { spec: LINE, files: points("x,y\n1,2\nmany,2\n"), names: /points\.csv:3/ },
  data_array: { spec: ARRAYS, files: { "x.npy": X.subarray(0, X.length - 3), "y.npy": Y }, names: /x\.npy/ },
  data_not_finite: {
    spec: ARRAYS,
    files: { "x.npy": npy("<f4", [2, 2], [1, 2, Number.NaN, 4]), "y.npy": Y },
    names: /x\.npy at byte \d+: .*xample 2/,
  },
  data_range: {
    spec: PHOTOS.replace('images "photos"', 'npy "x.npy" labels "y.npy"'),
    files: { "x.npy": npy("<f4", [1, 2, 2], [0, 1, 2, 0]), "y.npy": npy("|u1", [1], [0]) },
    names: /x\.npy at byte \d+: .*xample 1/,
  },
  data_symbol: {
    spec: ARRAYS.replace("input { a, b }", "input 2 samples, embedding 4x2, flatten"),
    files: { "x.npy": npy("<f4", [2, 2], [0, 1, 2, 4]), "y.npy": Y },
    names: /x\.npy at byte \d+: .*xample 2/,
  },
  data_image: {
    spec: PHOTOS,
    files: { "photos/cat/a.png": "no image", "photos/dog/b.png": "no image" },
    names: /photos\/(cat\/a|dog\/b)\.png/,
  },
  data_mask: {
    spec: MASKS,
    files: { "photos.csv": "photo,mask\np.png,m.png\n", "p.png": grey(3), "m.png": grey(7) },
    names: /m\.png/,
  },
  data_folder: {
    spec: PHOTOS,
    files: { "photos/cat/a.png": grey(0), "photos/cow/b.png": grey(9) },
    names: /photos/,
  },
  data_labels: { spec: ARRAYS, files: { "x.npy": X, "y.npy": npy("<f4", [3], [1, 2, 3]) }, names: /y\.npy/ },
  data_classes: {
    spec: PHOTOS.replace('images "photos"', 'npy "x.npy" labels "y.npy"').replace(
      "{ opt",
      "{ weights balanced, opt",
    ),
    files: { "x.npy": npy("|u1", [1, 2, 2], [0, 0, 0, 0]), "y.npy": npy("|u1", [1], [0]) },
    names: /photos.*dog/,
  },
  data_mismatch: {
    spec: ARRAYS,
    files: { "x.npy": npy("<f4", [2, 3], [1, 2, 3, 4, 5, 6]), "y.npy": Y },
    names: /x\.npy/,
  },
  data_parts: {
    spec: LINE.replace("{ opt", "{ split 50/50, keep best, opt"),
    files: points("x,y\n1,2\n"),
    names: /points/,
  },
  data_repeated: {
    spec: PHOTOS.replace("{ opt", "{ test on others, opt")
      .replace("train", 'data others = npy "ox.npy" labels "oy.npy"\ntrain')
      .replace('images "photos"', 'npy "x.npy" labels "y.npy"'),
    files: {
      "x.npy": npy("|u1", [2, 2, 2], [0, 0, 0, 0, 9, 9, 9, 9]),
      "y.npy": npy("|u1", [2], [0, 1]),
      "ox.npy": npy("|u1", [1, 2, 2], [9, 9, 9, 9]),
      "oy.npy": npy("|u1", [1], [1]),
    },
    names: /others/,
  },
  data_groups: {
    spec: LINE.replace("{ opt", "{ split 50/25/25 by patient, opt"),
    files: points(POINTS),
    names: /points.*patient/s,
  },
  data_synthetic: {
    spec: "task kind = classify { nought, cross }\nnet n { input image 4x4x1, flatten, head kind }\ndata s = synthetic noughts_and_crosses { count 8, size 4, seed 1 }\ntrain n on s { optimizer sgd 0.1, batch 2, epochs 1, seed 1 }\n",
    names: /`?s`?/,
  },
  run_missing: { args: predict, names: /run/ },
  run_damaged: {
    run: (folder) => {
      const file = join(folder, "run/weights.bin");
      const bytes = readFileSync(file);
      bytes[0]! ^= 1;
      writeFileSync(file, bytes);
    },
    args: predict,
    names: /run\/weights\.bin/,
  },
  run_in_use: {
    run: (folder) =>
      writeFileSync(
        join(folder, "run/training-9.lock"),
        JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }),
      ),
    args: trained("--resume"),
    names: new RegExp(`run: .*process ${process.pid}`),
  },
  run_version: {
    run: (folder) => {
      const file = join(folder, "run/run.json");
      const record = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...record, cnnc: "99.0.0", format: 99 }));
    },
    args: predict,
    names: /run\.json.*99\.0\.0/s,
  },
  run_occupied: { run: () => {}, args: trained(), names: /run/ },
  run_other: {
    run: (folder) => writeFileSync(join(folder, "points.csv"), POINTS.replace("6", "7")),
    args: trained("--resume", "--epochs", "2"),
    names: /run/,
  },
  output_occupied: {
    spec: LINE,
    files: { "out/mine.txt": "mine" },
    args: ["compile", "spec.cnn", "-o", "out"],
    names: /out.*mine\.txt/s,
  },
  backend_unavailable: {
    spec: LINE,
    files: points(POINTS),
    args: trained("--backend", "webgpu"),
    names: /webgpu/i,
  },
  training_diverged: {
    spec: LINE.replace("sgd 0.1", "sgd 1e30").replace("epochs 1", "epochs 9"),
    files: points(POINTS),
    names: /epoch/,
  },
};

function lay(folder: string, { spec, files = {} }: Case): void {
  if (spec !== undefined) writeFileSync(join(folder, "spec.cnn"), spec);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** No device of this machine. */
const NO_DEVICES = { VK_ICD_FILENAMES: "/nowhere.json", VK_DRIVER_FILES: "/nowhere.json" };

test.each(Object.entries(table))("%s", async (code, each) => {
  await inFolder(async (folder) => {
    lay(folder, each);
    if (each.run) {
      lay(folder, { spec: LINE, files: points(POINTS), names: /./ });
      const { code: done, stderr } = await cnncIn(folder, trained("--backend", "cpu"));
      expect(done, stderr).toBe(0);
      each.run(folder);
    }
    const args = each.args ?? trained("--backend", "cpu");
    const { code: exit, stderr } = await cnncIn(folder, args, NO_DEVICES);
    const told = new RegExp(`^error\\[${code}\\]: .*(\\n .*)*`, "m").exec(stderr)?.[0];
    expect(told, stderr).toBeDefined();
    expect(told).toMatch(each.names);
    for (const line of stderr.split("\n")) expect(line).toBe(cleaned(line));
    // What is wrong with data is a finding; what can't be begun is a wrong use.
    expect(exit).toBe(code.startsWith("data_") || code === "training_diverged" ? 1 : 2);
  });
});

test("the table has every kind there is", () => {
  expect(Object.keys(table).sort()).toEqual(Object.keys(fileCatalogue).sort());
});
