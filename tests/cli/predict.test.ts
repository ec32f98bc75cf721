// Trained nets are asked, by image and by table.
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeNpy } from "../../src/data/formats/npy.ts";
import { decodePngStored } from "../../src/data/formats/png.ts";
import { drawSymbol } from "../../src/data/simulators/synthetic.ts";
import { writeGrayPng } from "../../src/data/sources/images.ts";
import { randomStream } from "../../src/random/random.ts";
import { cnnc, inFolder } from "../house/cnnc.ts";

const BACKEND = ["--backend", "wasm"];

async function sound(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cnnc(args);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

async function fails(args: readonly string[], says: RegExp): Promise<void> {
  const { code, stdout, stderr } = await cnnc(args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^error(?:\[\w+\])?: /);
  expect(stderr).not.toMatch(/^\s+at |fault of cnnc/m);
  expect(stdout).toBe("");
  expect([1, 2]).toContain(code);
}

describe("noughts and crosses", () => {
  let folder: string;
  let run: string;
  const drawings: { file: string; name: string }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cnnc-predict-"));
    run = join(folder, "run");
    await sound(["train", "specs/figures/nought_or_cross.cnn", "-o", run, "--epochs", "3", ...BACKEND]);
    for (const name of ["nought", "cross"] as const) {
      for (let i = 0; i < 10; i++) {
        const file = join(folder, `${name}-${i}.png`);
        await writeGrayPng(file, drawSymbol(name, 28, randomStream(99, `${name}/${i}`)), 28, 28);
        drawings.push({ file, name });
      }
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("are named, as text and as JSON", async () => {
    const files = drawings.map(({ file }) => file);
    const text = await sound(["predict", run, ...files, ...BACKEND]);
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(20);
    const right = lines.filter(
      (line, i) =>
        line.includes(`png   ${drawings[i]!.name} `) || line.includes(`png  ${drawings[i]!.name} `),
    );
    expect(right.length).toBeGreaterThanOrEqual(18);
    for (const line of lines)
      expect(line).toMatch(/\.png +(nought|cross) \d+\.\d % {2}(nought|cross) \d+\.\d %$/);

    const parsed = JSON.parse(await sound(["predict", run, ...files, "--json", ...BACKEND]));
    for (const [i, prediction] of parsed.entries()) {
      expect(prediction.input).toBe(files[i]);
      const { kind, name, probability, ranking } = prediction.answers.symbol;
      expect(kind).toBe("class");
      expect(lines[i]).toContain(` ${name} ${(100 * probability).toFixed(1)} %`);
      expect(ranking[0].probability + ranking[1].probability).toBeCloseTo(1, 5);
    }
    // One at a time or all together makes no difference.
    const [alone] = JSON.parse(await sound(["predict", run, files[7]!, "--json", ...BACKEND]));
    expect(alone.answers.symbol.name).toBe(parsed[7].answers.symbol.name);
    expect(alone.answers.symbol.probability).toBeCloseTo(parsed[7].answers.symbol.probability, 5);
  });

  test("the run holds a model that is the same on every backend", async () => {
    const files = drawings.slice(0, 3).map(({ file }) => file);
    const [wasm, cpu] = await Promise.all(
      ["wasm", "cpu"].map(async (backend) =>
        JSON.parse(await sound(["predict", run, ...files, "--json", "--backend", backend])),
      ),
    );
    const crosses = (predictions: { answers: { symbol: { probability: number } } }[]) =>
      predictions.map(({ answers }) => answers.symbol.probability);
    for (const i of [0, 1, 2]) expect(crosses(wasm)[i]).toBeCloseTo(crosses(cpu)[i]!, 4);
  });

  test("what is no picture for this net, and what is no run, is said", async () => {
    const wide = join(folder, "wide.png");
    await writeGrayPng(wide, new Float32Array(28 * 30), 28, 30);
    const text = join(folder, "notes.txt");
    await writeFile(text, "a cross");
    await fails(["predict", run, wide, ...BACKEND], /wide\.png: This image is 28×30 .* takes 28×28/);
    await fails(
      ["predict", run, drawings[0]!.file, text, ...BACKEND],
      /notes\.txt at byte 0: This is not a PNG or JPEG/,
    );
    await fails(["predict", run, join(folder, "nowhere.png")], /nowhere\.png: Nothing is at this path/);
    await fails(["predict", run, folder], /This is a folder, but a file with an example is expected/);
    await fails(["predict", folder, drawings[0]!.file], /holds no finished run, since it has no run\.json/);
    await fails(["predict", text, drawings[0]!.file], /notes\.txt: this is a file, and a run folder/);
    await fails(["predict", join(folder, "no"), drawings[0]!.file], /no: there is no such folder/);
    await fails(["predict", run, drawings[0]!.file, "--backend", "gpu"], /there is no backend `gpu`/);
    await fails(["predict", run], /argument 'input'/);

    const damaged = join(folder, "damaged");
    await cp(run, damaged, { recursive: true });
    await writeFile(
      join(damaged, "weights.bin"),
      (await readFile(join(run, "weights.bin"))).subarray(0, 100),
    );
    await fails(
      ["predict", damaged, drawings[0]!.file],
      /weights\.bin: this file is damaged: it is not what its checksum/,
    );
    await writeFile(join(damaged, "spec.cnn"), "net");
    await fails(["predict", damaged, drawings[0]!.file], /spec\.cnn: this file is damaged/);
    await rm(join(damaged, "spec.cnn"));
    await fails(["predict", damaged, drawings[0]!.file], /spec\.cnn: this file of the run is missing/);
  });
});

test("rows of a table: weights that are right from the start stay, and predict exactly", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "rate.cnn");
    await writeFile(
      spec,
      `task max_rate = regress { "maximum heart rate" in beats/min }
net max_heart_rate {
  input patient { age in years }
  head max_rate weights [-1] bias [220]
}
data people = csv "people.csv" { input age; target rate }
train max_heart_rate on people { split 80/10/10, optimizer sgd 0.0001, batch 5, epochs 3 }
`,
    );
    const rows = Array.from({ length: 40 }, (_, i) => `${20 + i},${200 - i}`);
    await writeFile(join(folder, "people.csv"), `age,rate\n${rows.join("\n")}\n`);
    const run = join(folder, "run");
    const printed = await sound(["train", spec, "-o", run, ...BACKEND]);
    expect(printed).toContain("mean error 0.00 beats/min");
    const weights = await readFile(join(run, "weights.bin"));
    expect([weights.readFloatLE(0), weights.readFloatLE(4)]).toEqual([-1, 220]);

    const patients = join(folder, "patients.csv");
    await writeFile(patients, "name,age\nA,50\nB,20.5\n");
    expect(await sound(["predict", run, patients, ...BACKEND])).toBe(
      `${patients} line 2  maximum heart rate 170 beats/min\n${patients} line 3  maximum heart rate 199.5 beats/min\n`,
    );
    expect(JSON.parse(await sound(["predict", run, patients, "--json", ...BACKEND]))[0]).toEqual({
      input: `${patients} line 2`,
      answers: {
        max_rate: {
          kind: "quantities",
          values: [{ name: "maximum heart rate", unit: "beats/min", value: 170 }],
        },
      },
    });
    await writeFile(patients, "age\n50\nold\n");
    await fails(["predict", run, patients], /patients\.csv:3:1: .*old/);
    await writeFile(patients, "years\n50\n");
    await fails(["predict", run, patients], /patients\.csv.*age/);
  });
});

test("regions of images and of signals are told, and written as masks and tables", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "regions.cnn");
    await writeFile(
      spec,
      `task light = segment { dark, bright }
task beat = segment every 2 { rest, "QRS, wide" }
net lit   { input image 2x3x1, head light weights [-8 8] bias [4 -4] }
net beats { input 6 samples at 2 Hz, avgpool 2, head beat weights [-8 8] bias [4 -4] }
data pictures = images "photos" masks "masks"
data signals = csv "signals.csv" { input ecg; target beats }
train lit on pictures { epochs 1, optimizer sgd 1e-30 }
train beats on signals { epochs 1, optimizer sgd 1e-30 }
`,
    );
    const photo = join(folder, "photos/a.png");
    await mkdir(join(folder, "photos"));
    await mkdir(join(folder, "masks"));
    await writeGrayPng(photo, [0, 1, 1, 0, 0, 1], 2, 3);
    await writeGrayPng(join(folder, "masks/a.png"), [0, 1, 1, 0, 0, 1], 2, 3);
    const signal = join(folder, "a.csv");
    await writeFile(signal, "lead\n0\n0\n1\n1\n1\n1\n");
    await writeFile(join(folder, "b.csv"), 'beat\nrest\n"QRS, wide"\n"QRS, wide"\n');
    await writeFile(join(folder, "signals.csv"), "ecg,beats\na.csv,b.csv\n");
    const run = (net: string) => join(folder, "runs", net);
    for (const net of ["lit", "beats"])
      expect(await sound(["train", spec, "--net", net, "-o", run(net), ...BACKEND])).toContain(
        "accuracy 100.0 %",
      );

    const masks = join(folder, "out");
    expect(await sound(["predict", run("lit"), photo, "-o", masks, ...BACKEND])).toBe(
      `${photo}  dark 50.0 %, bright 50.0 %\nWrote 1 file into ${masks}\n`,
    );
    const written = decodePngStored(await readFile(join(masks, "a.png"))).numbers!;
    expect([...written]).toEqual([0, 1, 1, 0, 0, 1]);

    expect(await sound(["predict", run("beats"), signal, "-o", masks, ...BACKEND])).toBe(
      `${signal}  0 to 1 s rest, 1 to 3 s QRS, wide\nWrote 1 file into ${masks}\n`,
    );
    expect(await readFile(join(masks, "a.csv"), "utf8")).toBe('from,to,region\n0,2,rest\n2,6,"QRS, wide"\n');

    const two = join(folder, "two.npy");
    await writeFile(two, encodeNpy([2, 6, 1], Float32Array.of(0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0)));
    expect(await sound(["predict", run("beats"), two, "-o", masks, ...BACKEND])).toBe(
      `${two} 1  0 to 1 s rest, 1 to 3 s QRS, wide\n${two} 2  0 to 2 s QRS, wide, 2 to 3 s rest\nWrote 2 files into ${masks}\n`,
    );
    expect(await readFile(join(masks, "two.npy_2.csv"), "utf8")).toBe(
      'from,to,region\n0,4,"QRS, wide"\n4,6,rest\n',
    );
    await fails(
      ["predict", run("beats"), join(folder, "none.csv"), ...BACKEND],
      /Check the path|Did you mean/,
    );
    const [{ answers }] = JSON.parse(await sound(["predict", run("beats"), signal, "--json", ...BACKEND]));
    expect(answers.beat.spans).toEqual([
      { name: "rest", from: 0, to: 2 },
      { name: "QRS, wide", from: 2, to: 6 },
    ]);
    await fails(
      ["predict", run("lit"), photo, photo, "-o", masks, ...BACKEND],
      /two of the inputs have this name/,
    );
  });
});

test("a very long table is predicted", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "line.cnn");
    await writeFile(
      spec,
      'task rate = regress { "rate" in Hz }\nnet line { input { x }, head rate weights [2] bias [1] }\ndata d = csv "d.csv" { input x; target y }\ntrain line on d { epochs 1 }\n',
    );
    await writeFile(join(folder, "d.csv"), "x,y\n1,3\n2,5\n");
    const run = join(folder, "run");
    await sound(["train", spec, "-o", run, ...BACKEND]);
    expect(existsSync(join(run, "history.json"))).toBe(true);
    const rows = 130_000;
    const table = join(folder, "long.csv");

    await writeFile(table, `x\n${"1\n".repeat(rows)}`);
    expect((await sound(["predict", run, table, ...BACKEND])).trimEnd().split("\n")).toHaveLength(rows);
  });
});
