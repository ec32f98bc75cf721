// `import { compile, train } from "cnnc/browser"` in a page, on each backend that a browser has.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as library from "../../src/api/browser.d.ts";
import { startBackend } from "../../src/backends/backend.ts";
import { compileText } from "../../src/compile.ts";
import { partsOf } from "../../src/data/parts/parts.ts";
import { loadData } from "../../src/data/sources/load.ts";
import { initialWeights } from "../../src/targets/tfjs/weights.ts";
import { type EpochRecord, runTraining } from "../../src/training/trainer.ts";
import { root } from "../house/cnnc.ts";
import { startBrowser } from "./chromium.ts";
import { type StaticServer, serve } from "./server.ts";

const SPEC = `
task symbol = classify { nought, cross }
net a {
  input image 14x14x1
  conv 4@3 stride 2 no bias, batchnorm, relu, dropout 0.2
  conv 4@3 dilation 2, tanh, avgpool 2
  depthwise 3, attention heads 2
  flatten
  head symbol
}
data symbols = synthetic noughts_and_crosses { count 120, size 14, seed 7 }
train a on symbols { split 80/10/10, optimizer adam 0.01, batch 16, epochs 2, seed 3 }
`;

/** A net of two inputs and two heads, to be fed by the page. */
const SEVERAL = `
task side = classify { left, right }
task size = regress { radius in mm from 0 to 100 }
net b {
  input image 4x4x1 as photo
  input { age in years } as patient
  from photo, flatten, dense 4, relu, concat patient as all
  head side
  from all, head size
}
data d = npy "x.npy" labels "y.npy"
train b on d { split 100/0/0, optimizer sgd 0.001, batch 2, epochs 1, seed 1 }
`;

let browser: BrowserContext;
let page: Page;
let server: StaticServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cnnc-training-"));
  server = await serve({ browser: join(root, "dist/browser") });
  browser = await startBrowser(join(folder, "profile"), [
    "--enable-unsafe-swiftshader",
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
  ]);
  page = await browser.newPage();
  page.setDefaultTimeout(0);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What came of a training in the page. */
interface Trained {
  readonly backend: string;
  readonly told: readonly number[];
  readonly history: readonly library.Epoch[];
  readonly test: library.Model["test"];
  readonly answers: readonly library.Prediction[];
  readonly weights: number;
}

/** Opens an empty page, and puts the library where functions of the page find it. */
async function openPage(): Promise<void> {
  await page.goto(server.origin);
  // An `import` in a function of this file would be Vitest's.
  const content = 'import * as cnnc from "/browser/cnnc.js"; globalThis.cnnc = cnnc;';
  await page.addScriptTag({ type: "module", content });
  await page.waitForFunction(() => "cnnc" in globalThis);
}

/** Trains in a fresh page, and asks the net about two images. */
async function trainedOn(backend: string): Promise<Trained> {
  await openPage();
  return await page.evaluate(
    async ({ spec, on }) => {
      const { train } = (globalThis as unknown as { cnnc: typeof library }).cnnc;
      const told: number[] = [];
      const model = await train(spec, {
        backend: on as "cpu",
        onEpoch: ({ epoch }) => told.push(epoch),
      });
      const image = Array.from({ length: 14 * 14 }, (_, i) => (i % 15 === 0 ? 1 : 0));
      const answers = await model.predict([image, image.map((pixel) => 1 - pixel)]);
      const { history, test } = model;
      const weights = model.toTfjs().weights.length;
      model.dispose();
      return { backend: model.backend, told, history, test, answers, weights };
    },
    { spec: SPEC, on: backend },
  );
}

/** The same training in Node. */
async function historyInNode(): Promise<readonly EpochRecord[]> {
  const { program } = compileText(SPEC);
  const [net] = program.nets;
  const [training] = program.trainings;
  await startBackend("wasm");
  const { train, validation } = partsOf(await loadData(program.data[0]!, net!, "."), net!, training!);
  const start = { weights: initialWeights(net!, training!.seed) };
  const { history } = await runTraining({
    net: net!,
    training: training!,
    train,
    validation: validation!,
    start,
  });
  return history;
}

test.each(["cpu", "wasm", "webgl", "webgpu"])(
  "a page trains on %s as Node does, and its net answers",
  async (backend) => {
    const trained = await trainedOn(backend);
    const expected = await historyInNode();
    expect(trained.backend).toBe(backend);
    expect(trained.told).toEqual([1, 2]);
    for (const [i, { loss, validationLoss }] of expected.entries()) {
      expect(trained.history[i]!.loss).toBeCloseTo(loss, 3);
      expect(trained.history[i]!.validationLoss).toBeCloseTo(validationLoss!, 3);
    }
    // 120 examples at 80/10/10.
    expect(trained.test!.examples).toBe(12);
    for (const { symbol } of trained.answers) {
      const ranking = symbol?.kind === "class" ? symbol.ranking : [];
      expect(ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
    expect(trained.weights).toBe(4 * compileText(SPEC).program.nets[0]!.totals.weights);
  },
);

test("examples of the page feed several inputs and teach several heads; what doesn't fit is told", async () => {
  await openPage();
  const result = await page.evaluate(
    async ({ spec, alone }) => {
      const { compile, train } = (globalThis as unknown as { cnnc: typeof library }).cnnc;
      const example = (age: number) => ({ photo: new Float32Array(16).fill(age / 100), patient: { age } });
      const label = (side: string, radius: number) => ({ side, size: radius });
      const asked = (options: library.TrainOptions, text = spec) =>
        train(text, { backend: "cpu", ...options }).then(
          ({ history, end }) => `${end} ${history.length}`,
          ({ message }: Error) => message,
        );
      const inputs = [20, 30, 40].map(example);
      const labels = ["left", "right", "left"].map((side, i) => label(side, i));
      const stop = new AbortController();
      stop.abort();
      return {
        ok: compile(spec).ok,
        trained: await asked({ examples: { inputs, labels } }),
        stopped: await asked({ examples: { inputs, labels }, signal: stop.signal }),
        files: await asked({}),
        fewer: await asked({ examples: { inputs, labels: labels.slice(1) } }),
        misspelt: await asked({ examples: { inputs, labels: [...labels.slice(1), label("rigth", 1)] } }),
        outside: await asked({ examples: { inputs, labels: [...labels.slice(1), label("left", 101)] } }),
        small: await asked({
          examples: { inputs: [{ photo: [1], patient: { age: 1 } }], labels: [label("left", 1)] },
        }),
        wrong: (await asked({}, spec.replace("flatten", "flaten"))).split("\n")[0],
        untold: await asked({}, alone),
      };
    },
    { spec: SEVERAL, alone: "net n { input { x }, dense 1 }" },
  );
  expect(result).toEqual({
    ok: true,
    trained: "epochs 1",
    stopped: "aborted 0",
    files: "the data `d` lie in files, and a page has none: give `examples`",
    fewer: "there are 3 examples and 2 labels",
    misspelt: "label 3 of `side` is `rigth`, and there are `left`, `right`: did you mean `right`?",
    outside: "label 3 of `size` has 101, which the range of `radius` doesn't hold",
    small: "`photo` takes 4×4×1, which is 16 numbers, and has 1",
    wrong: "error[name_unknown_layer]: there is no layer or block `flaten`",
    untold: "the spec says nowhere how to train it: add `train NET on DATA { epochs 5 }`",
  });
});

test("a page is told of examples that two parts share: images stop the training, rows are counted", async () => {
  await openPage();
  const result = await page.evaluate(async () => {
    const { train } = (globalThis as unknown as { cnnc: typeof library }).cnnc;
    const asked = (input: string, width: number, apart: boolean) => {
      const inputs = Array.from({ length: 10 }, (_, i) =>
        new Float32Array(width).fill(apart ? i / 10 : i % 2),
      );
      const labels = inputs.map((_, i) => (i % 2 === 0 ? "a" : "b"));
      const spec = `task t = classify { a, b }
data d = csv "d.csv" { input x; target t }
net n { input ${input}, flatten, head t }
train n on d { split 50/0/50, epochs 1 }`;
      return train(spec, { backend: "cpu", examples: { inputs, labels } }).then(
        ({ warnings }) => warnings.join(),
        ({ message }: Error) => message,
      );
    };
    return {
      apart: await asked("image 2x2x1", 4, true),
      images: await asked("image 2x2x1", 4, false),
      rows: await asked("{ x, y }", 2, false),
    };
  });
  expect(result.apart).toBe("");
  expect(result.images).toMatch(
    /`example \d+` \(to train on\) and `example \d+` \(for the test\) are the same image/,
  );
  expect(result.rows).toBe(
    "5 of the 5 examples for the test have the same numbers as an example of an earlier part.",
  );
});
