// What `cnnc compile` writes loads with `tf.loadLayersModel`, in a browser and in Node, and gives the same numbers.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSpec } from "../../src/cli/spec/spec.ts";
import { checkJson } from "../../src/report/check-json.ts";
import { cnnc, root, specs } from "../house/cnnc.ts";
import { startBrowser } from "./chromium.ts";
import { type StaticServer, serve } from "./server.ts";
import { more } from "./specs.ts";

/** For numbers that are sums of up to a thousand products. */
const TOLERANCE = 1e-5;

/** Rounding of 32-bit sums grows with the root of how many are added, and backends add in different orders. */
const toleranceOf = (summands: number) => TOLERANCE * Math.max(1, Math.sqrt(summands / 1000));

/** Numbers between −1 and 1 that are the same in every run, and unlike one another. */
const numbers = (count: number) =>
  Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i * 12.9898 + 1)));

/** What a model gives for one example: numbers and shapes, one list an input or output. */
interface Prediction {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly shapes: readonly (readonly number[])[];
}

/** A prediction, and the most products that one number of the model sums. */
interface Reference extends Prediction {
  readonly summands: number;
}

/** Runs in the page: loads a model, and predicts for one example of the numbers given. */
async function predictInPage({
  url,
  inputs,
}: {
  url: string;
  inputs: readonly (readonly number[])[];
}): Promise<Prediction> {
  // The page's own TensorFlow.js: nothing of this file is there.
  const tfjs = (globalThis as unknown as { tf: typeof tf }).tf;
  const model = await tfjs.loadLayersModel(url);
  const given = model.inputs.map(({ shape }, i) =>
    tfjs.tensor(
      [...inputs[i]!],
      shape.map((size) => size ?? 1),
    ),
  );
  const found = [model.predict(given)].flat();
  const outputs: number[][] = [];
  for (const output of found) outputs.push(Array.from(await output.data()));
  return { inputs, outputs, shapes: found.map(({ shape }) => shape) };
}

let browser: BrowserContext | undefined;
let page: Page;
let server: StaticServer;
let folder: string;

beforeAll(async () => {
  // Or TensorFlow.js advertises its native form.
  tf.enableProdMode();
  folder = await mkdtemp(join(tmpdir(), "cnnc-browser-"));
  server = await serve({ models: folder, tf: join(root, "node_modules/@tensorflow/tfjs/dist") });
  browser = await startBrowser(join(folder, "profile"));
  page = await browser.newPage();
  await page.goto(server.origin);
  await page.addScriptTag({ url: `${server.origin}/tf/tf.min.js` });
});

afterAll(async () => {
  await browser?.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** The module of layers that TensorFlow.js lacks, where a model needs it. */
const layersOf = (path: string) => {
  const file = join(path, "layers.js");
  return existsSync(file) ? file : undefined;
};

async function predictInNode(path: string): Promise<Reference> {
  const layers = layersOf(path);
  if (layers) (await import(layers)).register(tf);
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(path, "model.json"), "utf8"));
  const bytes = await readFile(join(path, weightsManifest[0].paths[0]));
  const weightData = new Uint8Array(bytes).buffer;
  const model = await tf.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  });
  const sizes = model.inputs.map(({ shape }) => shape.map((size) => size ?? 1));
  const inputs = sizes.map((shape) => numbers(shape.reduce((product, size) => product * size)));
  const found = [model.predict(sizes.map((shape, i) => tf.tensor(inputs[i]!, shape)))].flat();
  const outputs = await Promise.all(found.map(async (output) => Array.from(await output.data())));
  const summands = Math.max(
    1,
    ...model.weights.map(({ shape }) => shape.slice(0, -1).reduce<number>((all, size) => all * size!, 1)),
  );
  return { inputs, outputs, shapes: found.map(({ shape }) => shape), summands };
}

/** Does what a page does that shows such a model. */
async function registerInPage(url: string): Promise<void> {
  const content = `import { register } from "${url}"; register(tf); globalThis.registered = true;`;
  await page.addScriptTag({ type: "module", content });
  await page.waitForFunction("globalThis.registered");
}

async function expectAgreement(
  spec: string,
  net: string,
  outputShapes: readonly (readonly number[])[],
): Promise<void> {
  const path = join(folder, net);
  const { code, stderr } = await cnnc(["compile", spec, "--net", net, "-o", path, "--seed", "1"]);
  expect(code, stderr).toBe(0);
  const inNode = await predictInNode(path);
  if (net === "brought_along") expect(layersOf(path)).toBeDefined();
  if (layersOf(path)) await registerInPage(`${server.origin}/models/${net}/layers.js`);
  const inBrowser = await page.evaluate(predictInPage, {
    url: `${server.origin}/models/${net}/model.json`,
    inputs: inNode.inputs,
  });
  expect(inNode.shapes).toEqual(outputShapes.map((shape) => [1, ...shape]));
  expect(inBrowser.shapes).toEqual(inNode.shapes);
  for (const [at, output] of inNode.outputs.entries()) {
    const far = output.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - inBrowser.outputs[at]![i]!)),
      0,
    );
    expect(far).toBeLessThanOrEqual(toleranceOf(inNode.summands));
    // Outputs that are all alike would agree whatever the layers do.
    if (output.length > 1) expect(new Set(output).size).toBeGreaterThan(1);
  }
}

/** Name and output shapes of each net of a spec. */
function netsOf(
  spec: string,
): readonly { readonly name: string; readonly outputs: readonly { readonly shape: readonly number[] }[] }[] {
  const compilation = readSpec(spec);
  const report = checkJson(compilation, compilation.program.nets);
  return (report as { nets: { name: string; outputs: { shape: number[] }[] }[] }).nets;
}

/** Nets that a browser loads and runs in moments; the large ones of the zoo take minutes on a software adapter. */
const small = specs.filter((spec) => /figures|lenet5/.test(spec));

describe("a compiled net gives the same numbers in the browser and in Node", () => {
  test.each(small)("%s", async (spec) => {
    for (const { name, outputs } of netsOf(spec))
      await expectAgreement(
        spec,
        name,
        outputs.map(({ shape }) => shape),
      );
  });

  test.each(Object.entries(more))("%s", async (name, text) => {
    const spec = join(folder, `${name}.cnn`);
    await writeFile(spec, text);
    const [net] = netsOf(spec);
    await expectAgreement(
      spec,
      name,
      net!.outputs.map(({ shape }) => shape),
    );
  });
});

test("weights that a spec writes down come out as its source says", async () => {
  const answers: readonly (readonly [net: string, input: number, output: number])[] = [
    ["max_heart_rate", 50, 170],
    ["absolute", -3, 3],
    ["absolute", 2, 2],
  ];
  for (const [net, input, output] of answers) {
    const path = join(folder, net);
    await cnnc(["compile", `specs/figures/${net}.cnn`, "-o", path]);
    const predicted = await page.evaluate(predictInPage, {
      url: `${server.origin}/models/${net}/model.json`,
      inputs: [[input]],
    });
    expect(predicted.outputs).toEqual([[output]]);
  }
});
