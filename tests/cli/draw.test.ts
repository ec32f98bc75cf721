// `cnnc draw` of a run: what it draws, and what it says where it can't.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pngHeader } from "../../src/data/formats/png.ts";
import { drawSymbol } from "../../src/data/simulators/synthetic.ts";
import { writeGrayPng } from "../../src/data/sources/images.ts";
import { randomStream } from "../../src/random/random.ts";
import { cnnc } from "../house/cnnc.ts";

const SPEC = `task symbol = classify { nought, cross }
net symbols {
  input image 12x12x1
  conv 2@3 valid no bias, relu
  maxpool all
  head symbol
}
data examples = synthetic noughts_and_crosses { count 40, size 12 }
train symbols on examples { split 50/50/0, epochs 2, batch 10 }
`;

let folder: string;
let run: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-"));
  run = join(folder, "run");
  await writeFile(join(folder, "a.cnn"), SPEC);
  const { code, stderr } = await cnnc(["train", join(folder, "a.cnn"), "-o", run, "--backend", "cpu"]);
  expect(code, stderr).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function drawn(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cnnc(["draw", ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cnnc(["draw", ...args]);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^error(?:\[\w+\])?: /);
  expect(stderr).not.toMatch(/^\s+at |fault of cnnc/m);
  expect(code).toBe(2);
  return stderr;
}

const fills = (svg: string) =>
  [...svg.matchAll(/<rect [^>]*class="weight" fill="([^"]+)"/g)].map(([, fill]) => fill!);

describe("a plot", () => {
  const ABSOLUTE = "specs/figures/absolute.cnn";
  const RATE = "specs/figures/max_heart_rate.cnn";

  test("is the same twice, over the range that is asked for", async () => {
    const args = [RATE, "--view", "plot", "--range", "age=20..90"];
    const svg = await drawn(...args);
    expect(await drawn(...args)).toBe(svg);
    for (const tick of [20, 90, 130, 200]) expect(svg).toContain(`>${tick}<`);
    expect(await drawn(ABSOLUTE, "--view", "plot")).toContain(">relu(−x)<");
  });

  test("needs a range for what has a unit, inputs that there are, and known weights", async () => {
    expect(await refused(RATE, "--view", "plot")).toMatch(
      /`age` is in years, and nothing says from where to where to draw it\n.*--range age=0\.\.100/,
    );
    expect(await refused(RATE, "--view", "plot", "--range", "aeg=0..9")).toMatch(
      /has no input `aeg`\n.*its inputs: age/,
    );
    for (const wrong of ["age", "age=9..1", "age=1..x", "age=..", "=1..2"])
      expect(await refused(RATE, "--view", "plot", "--range", wrong)).toContain("age=20..90");
    expect(await refused(ABSOLUTE, "--range", "x=0..1")).toMatch(
      /--range belongs to the view `plot`\n.*--view plot/,
    );
    expect(await refused("specs/figures/risk.cnn", "--view", "plot")).toContain("it has 5 fields");
  });
});

describe("kernels", () => {
  const SYMBOL = "specs/figures/nought_or_cross.cnn";

  test("and the maps that they make of an image, in the same bytes twice, as SVG and as PNG", async () => {
    const image = join(folder, "symbol.png");
    await writeGrayPng(image, drawSymbol("cross", 12, randomStream(1, "a")), 12, 12);
    const args = [run, "--view", "kernels", "--image", image];
    const svg = await drawn(...args);
    expect(await drawn(...args)).toBe(svg);
    expect(svg.match(/<image class="kernel"/g)).toHaveLength(2);
    expect(svg.match(/<image class="map"/g)).toHaveLength(2);
    const { stdout } = await cnnc(["predict", run, image, "--json"]);
    const [{ answers }] = JSON.parse(stdout);
    for (const { name, probability } of answers.symbol.ranking) {
      expect(svg).toContain(`>${name}<`);
      expect(svg).toContain(`>${(100 * probability).toFixed(1)} %<`);
    }
    const picture = join(folder, "kernels.png");
    const { code, stderr } = await cnnc(["draw", ...args, "-o", picture]);
    expect(code, stderr).toBe(0);
    expect(pngHeader(await readFile(picture)).width).toBeGreaterThan(600);
  });

  test("need weights, an image that fits, and their view", async () => {
    const image = join(folder, "large.png");
    await writeGrayPng(image, new Float32Array(256), 16, 16);
    const shown = ["--view", "kernels", "--image", image];
    expect(await refused(SYMBOL, ...shown)).toMatch(/weights of `head symbol` are not known.*\n.*train it/);
    expect(await refused(run, "--image", image)).toMatch(/--image belongs to the view `kernels`\n/);
    expect(await refused("specs/figures/risk.cnn", "--view", "kernels")).toContain(
      "it has no layer with kernels",
    );
    // As with `predict`, what is wrong with the data ends with 1.
    const none = ["--view", "kernels", "--image", join(folder, "none.png")];
    for (const [args, says] of [
      [shown, /large\.png.*16×16/s],
      [none, /none\.png/],
    ] as const) {
      const { code, stdout, stderr } = await cnnc(["draw", run, ...args]);
      expect(stderr).toMatch(says);
      expect(stdout).toBe("");
      expect(code).toBe(1);
    }
  });
});

describe("a run folder in place of a spec", () => {
  test("its weights shade the grids that a spec without numbers leaves plain, and the bytes are the same twice", async () => {
    const svg = await drawn(run, "--view", "arithmetic");
    expect(await drawn(run, "--view", "arithmetic")).toBe(svg);
    const weights = await readFile(join(run, "weights.bin"));
    const kernels = Array.from({ length: 18 }, (_, i) => weights.readFloatLE(4 * i));
    const spec = await drawn(join(folder, "a.cnn"), "--view", "arithmetic");
    expect(new Set(fills(spec).slice(0, 18)).size).toBe(1);
    const shades = fills(svg).slice(0, 18);
    // The file has the two kernels' numbers in turn, place by place; the largest of all is the lightest.
    const grid = (kernel: number) => Array.from({ length: 9 }, (_, place) => kernels[2 * place + kernel]!);
    const drawnOrder = [...grid(0), ...grid(1)];
    const lightness = shades.map((css) => Number(/rgb\((\d+)/.exec(css)![1]));
    const byNumber = drawnOrder.map((_, i) => i).sort((a, b) => drawnOrder[a]! - drawnOrder[b]!);
    for (const [i, at] of byNumber.slice(1).entries())
      expect(lightness[at]).toBeGreaterThanOrEqual(lightness[byNumber[i]!]!);
    expect(lightness[byNumber.at(-1)!]).toBeGreaterThan(lightness[byNumber[0]!]!);
  });

  test("its course is drawn with the numbers of its history; a spec has none", async () => {
    const svg = await drawn(run, "--view", "training");
    const history = JSON.parse(await readFile(join(run, "history.json"), "utf8"));
    expect(history).toHaveLength(2);
    expect(svg).toContain(`>validation ${Number(history[1].validationLoss.toPrecision(4))}<`);
    expect(svg).toContain(`>training ${(100 * history[1].heads.symbol.metric).toFixed(1)} %<`);
    const said = await refused(join(folder, "a.cnn"), "--view", "training");
    expect(said).toMatch(/a\.cnn: the view `training` draws a run, and this is a spec\n.*`cnnc train/);
  });

  test("a folder that is no run, another net, and sizes are refused", async () => {
    const empty = join(folder, "empty");
    await mkdir(empty, { recursive: true });
    expect(await refused(empty)).toContain(
      "empty: this folder holds no finished run, since it has no run.json",
    );
    expect(await refused(run, "--net", "other")).toContain("this run is of `symbols`, and of no other net");
    expect(await refused(run, "--set", "H=3")).toContain("leave `--set` away");
    expect(await refused(join(folder, "nowhere"))).toContain("nowhere: there is no such file");
  });
});
