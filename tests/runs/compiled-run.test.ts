// `cnnc compile RUN` writes the trained model: one's own TensorFlow.js answers with it as `cnnc predict RUN` does.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cnnc, inFolder, root } from "../house/cnnc.ts";
import { specIn, trainIn } from "./fixture.ts";

/** Loads the written folder with nothing of cnnc but the `register` that lies in it. */
const script = (model: string, xs: readonly number[]) => `
  import { readFileSync } from "node:fs";
  import * as tf from "@tensorflow/tfjs";
  const { register } = await import(${JSON.stringify(`file://${model}/layers.js`)});
  tf.env().set("PROD", true);
  register(tf);
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(${JSON.stringify(`${model}/model.json`)}));
  const bytes = readFileSync(${JSON.stringify(`${model}/weights.bin`)});
  const loaded = await tf.loadLayersModel(tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  }));
  console.log(JSON.stringify([...loaded.predict(tf.tensor2d(${JSON.stringify(xs.map((x) => [x]))})).dataSync()]));`;

test("its answers are those of the run", async () => {
  await inFolder(async (folder) => {
    const [run, model] = [join(folder, "run"), join(folder, "model")];
    await trainIn(await specIn(folder), run);
    const compiled = await cnnc(["compile", run, "-o", model]);
    expect(compiled.code, compiled.stderr).toBe(0);
    const { stdout } = await cnnc(["predict", run, join(folder, "new.csv"), "--backend", "cpu"]);
    const told = [...stdout.matchAll(/rate (-?[\d.]+) Hz/g)].map(([, answer]) => Number(answer));
    expect(told).toHaveLength(3);
    const args = ["--input-type=module", "-e", script(model, [1, 2, -0.5])];
    const answers = JSON.parse((await promisify(execFile)(process.execPath, args, { cwd: root })).stdout);
    for (const [i, answer] of told.entries()) expect(answers[i]).toBeCloseTo(answer, 3);
  });
});
